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
    expect(report.phases.computeMs).toBeGreaterThan(70);
    expect(report.phases.copyMs).toBeGreaterThan(0);
    expect(report.serial.meanMs).toBeGreaterThan(235);
    expect(report.speedup.median).toBeGreaterThan(1.3);
  });

  it('awaits both versions of a loop that awaits, at the top level too', async () => {
    const wait = `const wait = (ms) => new Promise((done) => setTimeout(done, ms, ms * 2));`;
    const seen: string[] = [];
    const timed = prepare({
      file: 'main.js',
      text: `${wait}\nconst jobs = [40, 30, 20, 10];\nconst done = [];\n/*[*/for (const job of jobs) {\n  done.push(await wait(job));\n}/*]*/\nconsole.log(done);\n`,
      imports: `import { pool } from 'looppool';\nimport { task } from './main.tasks.js';\n`,
      parallel: `for await (const [, waited] of pool.zip(task, jobs)) {\n  done.push(waited);\n}`,
      tasks: `import { task as define } from 'looppool';\n${wait}\nexport const task = define(import.meta.url, 'task', (ms) => wait(ms), { pure: true });\n`,
      facts: { outsideEffects: true, awaits: true },
    });
    const report = await timed.run({ runtimeDir, workers: 4, runs: 2, onProgress: (message) => seen.push(message) });
    expect(report).toMatchObject({
      same: true,
      difference: null,
      bound: 'async-wait',
      advice: { code: 'await-instead' },
    });
    expect(report.serial.meanMs).toBeGreaterThan(95);
    expect(seen).toContainEqual(expect.stringMatching(/^run 2 of 2: [\d.]+×$/));
  });
});
