import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtRuntime, program, runProgram } from './program.js';

vi.setConfig({ testTimeout: 60_000 });
beforeAll(builtRuntime, 60_000);

const TASKS = `
export const seen = [];
export const square = task(import.meta.url, 'square', (x) => (seen.push(x), x * x), pure);
export const counted = task(import.meta.url, 'counted', (x) => [x, seen.push(x)], pure);
export const picky = task(import.meta.url, 'picky', (x) => { seen.push(x); if (x > 2) throw new RangeError('no ' + x); return x; }, pure);
export const emitting = task(import.meta.url, 'emitting', (x, c, { emit }) => { seen.push(x); emit(x); emit(x + c); if (x === 2) throw new Error('two'); }, { pure: true, emits: true });
export const later = task(import.meta.url, 'later', async (x) => { seen.push(x); return x + 1; }, pure);
`;

/** What a program prints with `LOOPPOOL_ORDER`, on the calling thread unless said otherwise. */
async function printed(order: string, main: string, inline = 'always'): Promise<string[]> {
  const run = program(TASKS, `const took = () => t.seen.splice(0);\n${main}`);
  const { stdout, stderr } = await runProgram({ ...run, env: { LOOPPOOL_INLINE: inline, LOOPPOOL_ORDER: order } });
  return [...stdout.split('\n'), ...stderr.split('\n').filter((line) => line.includes('TypeError'))].filter(Boolean);
}

describe('LOOPPOOL_ORDER', () => {
  it('computes backward, and hands results out in the order of the items', async () => {
    const lines = await printed(
      'backward',
      `show(pool.mapSync(t.square, [1, 2, 3]), took());
       show(await pool.map(t.square, new Uint8Array([2, 4])), took());
       show([...pool.zipSync(t.square, new Set([1, 2, 3]))].map(([x, y]) => [x, y]), took());
       const pairs = [];
       for await (const pair of pool.zip(t.square, range(3))) pairs.push(pair);
       show(pairs, took());
       show(Object.keys(pool.mapSync(t.square, [1, , 3])), took());
       show(pool.stats.reasonsInline);`,
    );
    expect(lines).toEqual([
      '[1,4,9] [3,2,1]',
      '[4,16] [4,2]',
      '[[1,1],[2,4],[3,9]] [3,2,1]',
      '[[0,0],[1,1],[2,4]] [2,1,0]',
      '["0","2"] [3,1]',
      '["inline: always","order: backward"]',
    ]);
  });

  it('shuffles the same way for the same seed', async () => {
    const main = `show(pool.mapSync(t.square, range(8)), took()); show(pool.stats.reasonsInline.at(-1));`;
    const [one, again, other] = [
      await printed('shuffled:1', main),
      await printed('shuffled:1', main),
      await printed('shuffled:2', main),
    ];
    expect(again).toEqual(one);
    expect(one[0]).toMatch(/^\[0,1,4,9,16,25,36,49\] /);
    expect(other[0]).toMatch(/^\[0,1,4,9,16,25,36,49\] /);
    expect(other[0]).not.toBe(one[0]);
    const order = JSON.parse(one[0]!.split(' ')[1]!) as number[];
    expect(order).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(order.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(one[1]).toBe('order: shuffled:1');
  });

  it('shows a task that remembers the items before', async () => {
    const main = `show(pool.mapSync(t.counted, ['a', 'b', 'c']));`;
    expect(await printed('forward', main)).toEqual(['[["a",1],["b",2],["c",3]]']);
    expect(await printed('backward', main)).toEqual(['[["a",3],["b",2],["c",1]]']);
  });

  it('keeps errors and emitted values at their places', async () => {
    const lines = await printed(
      'backward',
      `try { pool.mapSync(t.picky, [1, 2, 3, 4]); } catch (error) { show(error instanceof RangeError, error.message, took()); }
       const got = [];
       try { for (const [x, y] of pool.zipSync(t.picky, [1, 2, 3, 4])) got.push(y); } catch (error) { show(got, error.message); }
       for (const [x, values] of pool.zipSync(t.emitting, [1, 2], 10)) { const got = []; try { for (const value of values) got.push(value); } catch (error) { got.push(error.message); } show(x, got); }`,
    );
    expect(lines).toEqual(['true no 3 [4,3,2,1]', '[1,2] no 3', '1 [1,11]', '2 [2,12,"two"]']);
  });

  it('computes at most as much again ahead of a loop that may be left', async () => {
    const lines = await printed(
      'backward',
      `for (const [x, y] of pool.zipSync(t.square, range(1_000_000))) if (y === 1600) break;
       const seen = took();
       show(seen.length, seen[0], seen[16], Math.max(...seen));`,
    );
    expect(lines).toEqual(['64 15 31 63']);
  });

  it('stays forward, and says so, where an order cannot be imposed', async () => {
    const lines = await printed(
      'backward',
      `function* once() { yield 1; yield 2; }
       show(pool.mapSync(t.square, once()), took(), pool.stats.reasonsInline.at(-1));
       show(await pool.map(t.later, [1, 2, 3]), pool.stats.reasonsInline.at(-1), took().length);
       show(await pool.map(t.later, [1, 2], undefined, { concurrency: 2 }), took());
       show(pool.mapSync(t.square, [1, 2], undefined, { inline: 'auto' }), took());`,
    );
    expect(lines).toEqual([
      '[1,4] [1,2] order: forward, because the items can be read only once',
      '[2,3,4] order: forward, because the task is async 3',
      '[2,3] [1,2]',
      '[1,4] [1,2]',
    ]);
  });

  it('says what it expects', async () => {
    expect((await printed('sideways', `pool.mapSync(t.square, [1]);`)).join()).toMatch(
      /TypeError: LOOPPOOL_ORDER: expected 'forward', 'backward' or 'shuffled:SEED', received string 'sideways'/,
    );
  });
});
