import { afterEach, describe, expect, it } from 'vitest';
import { committed, mapped } from './samples.js';
import { leftovers, prepare, removePrograms } from './timed.js';

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

describe('timeLoop tells what bounds a loop', () => {
  it('awaits loops that await', async () => {
    const report = await prepare({
      ...committed,
      text: `const wait = (ms) => new Promise((done) => setTimeout(done, ms));
async function main(xs) {
  const out = [];
  /*[*/for (const x of xs) {
    await wait(20);
    out.push(x);
  }/*]*/
  return out;
}
await main([1, 2, 3]);
`,
      imports: `import { pool } from 'looppool';\n`,
      parallel: `out.push(...(await pool.map((x) => wait(20).then(() => x), xs)));`,
      facts: { awaits: true, outsideEffects: true },
    }).run();
    expect(report).toMatchObject({ difference: null, bound: 'async-wait', advice: { code: 'await-instead' } });
    expect(report.serial.meanMs).toBeGreaterThan(55);
    expect(report.cpuShare).toBeLessThan(0.2);
  });

  it('tells blocking from computing', async () => {
    const report = await prepare({
      ...mapped,
      text: `const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const ys = /*[*/[20, 10].map((ms) => pause(ms))/*]*/;`,
      parallel: `[20, 10].map((ms) => pause(ms))`,
      imports: '',
    }).run();
    expect(report).toMatchObject({ difference: null, bound: 'blocking-wait' });
  });
});
