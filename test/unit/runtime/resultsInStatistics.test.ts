import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtRuntime, program, runProgram } from './program.js';

// Ample: several threads each, on machines with two busy cores.
vi.setConfig({ testTimeout: 120_000 });
beforeAll(builtRuntime, 60_000);

describe('results', () => {
  it('say in the statistics where they were made', async () => {
    const tasks = `export const same = task(import.meta.url, 'same', (x) => x, pure);`;
    const main = `pool.mapSync(t.same, range(100)); for (const [x, y] of pool.zipSync(t.same, range(100))) if (y === 9) break; show(pool.stats.calls);`;
    const workers = await runProgram({
      ...program(tasks, `${main} process.exit(3);`),
      env: { LOOPPOOL_INLINE: 'never' },
    });
    expect(workers.code).toBe(3);
    expect(workers.stats?.calls).toMatchObject([
      { task: 'same', items: 100, itemsInWorkers: 100, itemsInline: 0, workers: 2, reasonsInline: [] },
      { task: 'same', items: 10, itemsInWorkers: 10, itemsInline: 0, workers: 2, reasonsInline: [] },
    ]);
    expect(workers.stats?.calls[0]?.['bytesCopied']).toBe(1600);
    expect(workers.stats?.calls[0]?.['workerMs']).toBeGreaterThan(0);
    const inline = await runProgram({
      ...program(tasks, `${main} throw new Error('end');`),
      env: { LOOPPOOL_INLINE: 'always' },
    });
    expect(inline.code).toBe(1);
    expect(inline.stats?.calls[0]).toMatchObject({
      items: 100,
      itemsInWorkers: 0,
      itemsInline: 100,
      workers: 0,
      workerMs: 0,
      bytesCopied: 0,
      reasonsInline: ['inline: always'],
    });
  });

  it('say so in the statistics where a worker computed in vain: those items ran on the calling thread, for a reason', async () => {
    const { stats, stdout, stderr } = await runProgram(
      program(
        `export const odd = task(import.meta.url, 'odd', (x) => { if (x % 2) throw new RangeError('odd'); return x; }, pure);
         export const impure = task(import.meta.url, 'impure', (x) => { if (x % 2) throw new RangeError('odd'); return x; });
         export const made = task(import.meta.url, 'made', (x) => (x === 1 ? () => x : x), pure);
         export const moved = task(import.meta.url, 'moved', () => { process.chdir('.'); return 1; }, pure);`,
        `const attempt = (f) => { try { f(); } catch {} };
         for (const task of [t.odd, t.impure]) {
           for (const pair of pool.zipSync(task, range(4), undefined, never)) attempt(() => pair[1]);
           for await (const pair of pool.zip(task, range(4), undefined, never)) attempt(() => pair[1]);
         }
         const reports = [];
         const onProgress = ({ done, total }) => void reports.push(done <= total);
         pool.mapSync(t.made, range(3), undefined, { ...never, onProgress });
         await pool.map(t.made, range(3), undefined, { ...never, onProgress });
         pool.mapSync(t.moved, [0], undefined, never);
         show(reports.every((right) => right));`,
      ),
    );
    expect([stdout, stderr]).toEqual(['true\n', '']);
    const again = { items: 4, itemsInWorkers: 2, itemsInline: 2 };
    const failed = { ...again, reasonsInline: ['it failed in a worker: run again, for the genuine error'] };
    const once = { items: 4, itemsInWorkers: 4, itemsInline: 0, reasonsInline: [] };
    const kept = { items: 3, itemsInWorkers: 2, itemsInline: 1, reasonsInline: ['result: a function (anonymous)'] };
    const refused = { itemsInWorkers: 0, itemsInline: 1, reasonsInline: ['Node refused in a thread what it did'] };
    expect(stats?.calls).toMatchObject([failed, failed, once, once, kept, kept, refused]);
  });
});
