import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { prepare, removePrograms } from './timed.js';

const runtimeDir = path.resolve(import.meta.dirname, '../../../dist/runtime');

afterEach(removePrograms);

describe.skipIf(!existsSync(runtimeDir))('timeLoop with the runtime', () => {
  it('measures threads, and compares what they computed', async () => {
    const nap = `function nap(n) { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 40); return n * n; }`;
    const timed = prepare({
      file: 'main.js',
      text: `${nap}\nconst jobs = [1, 2, 3, 4, 5, 6];\nconst done = /*[*/jobs.map((n) => nap(n))/*]*/;\nconsole.log(done);\n`,
      imports: `import { pool } from 'looppool';\nimport { task } from './main.tasks.js';\n`,
      parallel: `pool.mapSync(task, jobs)`,
      tasks: `import { task as define } from 'looppool';\n${nap}\nexport const task = define(import.meta.url, 'task', (n) => nap(n), { pure: true });\n`,
      facts: { outsideEffects: true },
    });
    const report = await timed.run({ runtimeDir, workers: 3, runs: 3, curve: true });
    expect(report).toMatchObject({ same: true, workers: 3, bound: 'blocking-wait' });
    expect(report.curve.map(({ workers }) => workers)).toEqual([1, 2, 3]);
    expect(report.bytesCopied).toBeGreaterThan(0);
    expect(report.serial.meanMs).toBeGreaterThan(235);
    expect(report.speedup.median).toBeGreaterThan(1.3);
  });
});
