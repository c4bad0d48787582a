import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Witness } from '../../../server/model.js';
import { bearWitness } from '../../../server/timing/measure/bearWitness.js';
import type { MeasureSetting } from '../../../server/timing/measure/runMeasure.js';
import type { TimeRequest } from '../../../server/timing/timeLoop.js';
import { imports, once, tasks } from './samples.js';
import { leftovers, prepare, removePrograms, type Program } from './timed.js';

const runtimeDir = path.resolve(import.meta.dirname, '../../../dist/runtime');
const LIMIT = 60_000;

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

/** The sum so far, begun anew at every 1: computed forward on one thread it is the same each time. Nobody sees where it is kept. */
const SUM = `export const sumSoFar = (() => {
  let sum = 0;
  return (x) => (sum = x === 1 ? 1 : sum + x);
})();`;

const squares: Program = {
  file: 'main.js',
  text: `const xs = [1, 2, 3];\nconst ys = /*[*/xs.map((x) => x * x)/*]*/;\nconsole.log(ys);\n`,
  imports,
  parallel: 'pool.mapSync(task, xs)',
  tasks: tasks('(x) => x * x'),
  facts: once,
};

const planted: Program = {
  ...squares,
  files: { 'sum.js': SUM },
  text: `import { sumSoFar } from './sum.js';\nconst xs = [1, 2, 3];\nconst ys = /*[*/xs.map((x) => sumSoFar(x))/*]*/;\nconsole.log(ys);\n`,
  tasks: `import { task as define } from 'looppool';\nimport { sumSoFar } from './sum.js';\nexport const task = define(import.meta.url, 'task', (x) => sumSoFar(x), { pure: true });\n`,
};

async function witnessOf(program: Program, changes: Partial<TimeRequest> = {}): Promise<Witness | null> {
  return (await prepare(program).run({ runtimeDir, workers: 1, runs: 1, ...changes })).witness;
}

describe('the witness of a timing', { timeout: LIMIT }, () => {
  it('is the same result, computed forward, backward and shuffled', async () => {
    expect(await witnessOf(squares)).toEqual({
      orders: ['forward', 'backward', 'shuffled'],
      difference: null,
      assuming: false,
    });
  });

  it('names what depends on the order, though both versions agree in the order of the items', async () => {
    const report = await prepare(planted).run({ runtimeDir, workers: 1, runs: 2 });
    expect(report).toMatchObject({ same: true, difference: null, advice: { code: 'different-result' } });
    expect(report.witness).toEqual({
      orders: ['forward', 'backward'],
      difference: 'backward: ys[1] is 3 in the loop and 5 in the pool',
      assuming: false,
    });
    expect(report.advice.message).toMatch(/depend on the order .* backward: ys\[1\] is 3/);
  });

  it('tries loops that print and collect, too', async () => {
    const zipped = (by: string): Program => ({
      ...squares,
      text: `const xs = [1, 2, 3];\nconst ys = [];\n/*[*/for (const x of xs) {\n  console.log(x);\n  ys.push(x * x);\n}/*]*/\nconsole.log(ys);\n`,
      parallel: `for (const [x, y] of pool.zipSync(task, xs)) {\n  console.log(x);\n  ys.push(y);\n}`,
      tasks: tasks(by),
    });
    expect(await witnessOf(zipped('(x) => x * x'))).toMatchObject({ orders: { length: 3 }, difference: null });
  });

  it('says that it supports an assumption, where the loop is offered under one', async () => {
    const timed = prepare(squares);
    const { loop } = timed.request;
    const verdict = { kind: 'assuming', rewrite: 'map', call: 'sync', assumptions: [] } as const;
    const report = await timed.run({ runtimeDir, workers: 1, runs: 1, loop: { ...loop, verdict } });
    expect(report.witness).toMatchObject({ difference: null, assuming: true });
  });

  it('is none for what lasts, what is awaited, and items that can be read only once', async () => {
    const timed = prepare(squares);
    const span = timed.request.loop.site.span;
    expect(await witnessOf({ ...squares, facts: { ...once, lasting: [{ code: 'unknown-call', span }] } })).toBeNull();
    const stream = { ...squares, parallel: 'pool.mapSync(task, xs.values())' };
    expect(await witnessOf(stream)).toBeNull();
    const awaited = {
      ...squares,
      text: `const xs = [1, 2];\nconst ys = /*[*/await Promise.all(xs.map(async (x) => x * x))/*]*/;\nconsole.log(ys);\n`,
      parallel: 'await pool.map(task, xs)',
      tasks: tasks('async (x) => x * x'),
      facts: { ...once, awaits: true },
    };
    expect(await witnessOf(awaited)).toBeNull();
  });

  it('is none where the results differ already', async () => {
    expect(await witnessOf({ ...squares, tasks: tasks('(x) => x + 1') })).toBeNull();
  });

  it('is none where an item that the loop never comes to is endless', async () => {
    const endless = (x: string): string => `((x) => { while (x > 2); return x * x; })(${x})`;
    expect(
      await witnessOf({
        ...squares,
        text: `const xs = [1, 2, 3];\nconst ys = [];\n/*[*/for (const x of xs) {\n  const y = ${endless('x')};\n  ys.push(y);\n  if (y > 3) break;\n}/*]*/\nconsole.log(ys);\n`,
        parallel: `for (const [x, y] of pool.zipSync(task, xs)) {\n  ys.push(y);\n  if (y > 3) break;\n}`,
        tasks: tasks(`(x) => ${endless('x')}`),
      }),
    ).toBeNull();
  });

  it('is none where the time that is left is not enough, and the timing goes on', async () => {
    const setting = { session: { remainingMs: 9000 } } as unknown as MeasureSetting;
    const request = { benches: [], task: 'task', loopMs: 2000, assuming: false };
    expect(await bearWitness(setting, request)).toBeNull();
  });
});
