import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtRuntime, linesOf, program, runProgram } from './program.js';

// Ample: several threads each, on machines with two busy cores.
vi.setConfig({ testTimeout: 120_000 });
beforeAll(builtRuntime, 60_000);

describe('initializer', () => {
  it('runs once in every thread before its first item, in replaced workers and on the calling thread too', async () => {
    const lines = await linesOf(
      `let ready = 0;
       export const setUp = task(import.meta.url, 'setUp', async () => { await null; ready += 1; });
       export const setUpHere = task(import.meta.url, 'setUpHere', () => { ready += 1; });
       export const read = task(import.meta.url, 'read', (x) => { if (x === 'exit') process.exit(1); return ready; }, pure);`,
      `const p = new Pool({ workers: 2, initializer: t.setUp });
       show(new Set(p.mapSync(t.read, range(50), undefined, { ...never, chunkSize: 1 })).size);
       for (const pair of p.zipSync(t.read, ['exit', 'exit', 'exit'], undefined, never)) { try { pair[1]; } catch (e) { show(e.code); } }
       show([...new Set(p.mapSync(t.read, range(50), undefined, { ...never, chunkSize: 1 }))]);
       show(await p.map(t.read, [1, 2], undefined, { inline: 'always' }));
       const q = new Pool({ workers: 1, initializer: t.setUpHere });
       show(q.mapSync(t.read, [1, 2], undefined, { inline: 'always' }), q.mapSync(t.read, [1], undefined, never));
       try { new Pool({ workers: 1, initializer: t.setUp }).mapSync(t.read, [1], undefined, { inline: 'always' }); } catch (e) { show(e.message); }`,
    );
    expect(lines).toEqual([
      '1',
      'ERR_LOOPPOOL_EXIT',
      'ERR_LOOPPOOL_EXIT',
      'ERR_LOOPPOOL_EXIT',
      '[1]',
      '[1,1]',
      '[2,2] [1]',
      'initializer: expected a function with a plain result in a blocking call, received one that returns a promise: use pool.map or pool.zip',
    ]);
  });

  it('that fails ends every call in a clear error', async () => {
    const lines = await linesOf(
      `import { isMainThread } from 'node:worker_threads';
       export const fails = task(import.meta.url, 'fails', () => { if (!isMainThread) throw new RangeError('no licence'); });
       export const read = task(import.meta.url, 'read', (x) => x, pure);`,
      `const p = new Pool({ workers: 2, initializer: t.fails });
       try { p.mapSync(t.read, range(9), undefined, never); } catch (e) { show(e.name, e.message, e.cause.name); }
       await p.map(t.read, range(9), undefined, never).catch((e) => show(e.name));
       try { for await (const _ of p.imapUnordered(t.read, range(9), undefined, never)); } catch (e) { show(e.name); }
       try { new Pool({ initializer: (x) => x }).mapSync(t.read, [1], undefined, never); } catch (e) { show(e.message); }`,
    );
    expect(lines).toEqual([
      'PoolError pool "looppool": its initializer failed in a worker: RangeError: no licence RangeError',
      'PoolError',
      'PoolError',
      'initializer: expected a task made by task(), received function initializer',
    ]);
  });
});

it('maxTasksPerWorker replaces a worker after so many items, losing none', async () => {
  const lines = await linesOf(
    `import { threadId } from 'node:worker_threads';
     let count = 0;
     export const at = task(import.meta.url, 'at', (x) => [x, threadId, (count += 1)]);`,
    `const p = new Pool({ workers: 2, maxTasksPerWorker: 5 });
     const results = p.mapSync(t.at, range(40), undefined, never);
     show(results.every(([x], i) => x === i), new Set(results.map(([, id]) => id)).size >= 5, Math.max(...results.map(([, , n]) => n)) <= 9);
     await p.close();`,
  );
  expect(lines).toEqual(['true true true']);
});

it('onProgress tells how far a call is, and its end; what it throws ends the call', async () => {
  const lines = await linesOf(
    `export const slow = task(import.meta.url, 'slow', (ms) => { const end = performance.now() + ms; while (performance.now() < end); return ms; }, pure);`,
    `const items = new Array(10).fill(60);
     const check = (reports, total) => [reports.length > 2, reports.every((r, i) => r.total === total && (i === 0 || r.done > reports[i - 1].done)), reports.at(-1).done];
     for (const inline of ['never', 'always']) {
       for (const method of ['mapSync', 'zipSync', 'map', 'zip', 'imap', 'imapUnordered']) {
         const reports = [];
         const result = pool[method](t.slow, items, undefined, { inline, onProgress: (r) => reports.push(r) });
         if (method.endsWith('zipSync')) for (const pair of result) pair[1];
         else if (method === 'map') await result;
         else if (!method.endsWith('Sync')) for await (const each of result);
         const [several, rising, done] = check(reports, 10);
         if (!several || !rising || done !== 10) show(method, inline, reports);
       }
     }
     const unknown = [];
     for await (const x of pool.imap(t.slow, (async function* () { yield* [1, 2, 3]; })(), undefined, { ...never, onProgress: (r) => unknown.push(r) }));
     show(unknown.at(-1));
     await pool.map(t.slow, [1, 2], undefined, { ...never, onProgress: () => { throw new Error('stop'); } }).catch((e) => show(e.message));`,
  );
  expect(lines).toEqual(['{"done":3,"total":3}', 'stop']);
});

it('transfer moves buffers of items, and costs no other item', async () => {
  const lines = await linesOf(
    `export const sum = task(import.meta.url, 'sum', ({ data, bad }) => { if (bad === 1) process.exit(1); if (bad === 2) throw new RangeError('two'); return data.reduce((a, b) => a + b); }, pure);`,
    `const items = () => [0, 1, 2, 0].map((bad, i) => ({ data: new Float64Array([i, 1]), bad }));
     for (const inline of ['never', 'always']) {
       const sent = items().map((item) => (inline === 'always' && item.bad === 1 ? { ...item, bad: 2 } : item));
       const results = [];
       for (const pair of pool.zipSync(t.sum, sent, undefined, { inline, transfer: ({ data }) => [data.buffer] })) { try { results.push(pair[1]); } catch (e) { results.push(e.code ?? e.name); } }
       show(results, sent.map(({ data }) => data.length));
     }
     try { pool.mapSync(t.sum, items(), undefined, { ...never, transfer: (item) => item.data }); } catch (e) { show(e.message); }`,
  );
  expect(lines).toEqual([
    '[1,"ERR_LOOPPOOL_EXIT","ERR_LOOPPOOL_FAILED",4] [0,0,0,0]',
    '[1,"RangeError","RangeError",4] [2,2,2,2]',
    expect.stringContaining('options.transfer: expected a function that returns an array of ArrayBuffers') as string,
  ]);
});

describe('a signal', () => {
  it('reaches a task that only computes, and a timeout blames the item that took too long', async () => {
    const lines = await linesOf(
      `export const compute = task(import.meta.url, 'compute', (x, _, { signal }) => { const end = performance.now() + 20_000; while (performance.now() < end && !signal.aborted); return x; }, pure);
       export const id = task(import.meta.url, 'id', (x) => x, pure);
       export const odd = task(import.meta.url, 'odd', (x) => { const end = performance.now() + (x === 5 ? 400 : 15); while (performance.now() < end); return x; });`,
      `const controller = new AbortController();
       setTimeout(() => controller.abort(new Error('enough')), 300);
       await pool.map(t.compute, [1, 2], undefined, { ...never, signal: controller.signal }).catch((e) => show(e.message));
       show(pool.mapSync(t.id, [1], undefined, never));
       const results = [];
       for (const pair of pool.zipSync(t.odd, range(12), undefined, { ...never, chunkSize: 12, timeout: 200 })) { try { results.push(pair[1]); } catch (e) { results.push(e.code); } }
       show(results);`,
    );
    expect(lines).toEqual(['enough', '[1]', '[0,1,2,3,4,"ERR_LOOPPOOL_TIMEOUT",6,7,8,9,10,11]']);
  });

  it('may be that of many calls', async () => {
    const { stdout, stderr, code } = await runProgram(
      program(
        "export const wait = task(import.meta.url, 'wait', async (x) => { await new Promise((resolve) => setTimeout(resolve, 20)); return x; }, pure);",
        `import { getEventListeners } from 'node:events';
         const { signal } = new AbortController();
         for (const more of [never, { concurrency: 2 }]) {
           const calls = Array.from({ length: 15 }, (_, i) => pool.map(t.wait, [i, i], undefined, { ...more, signal }));
           show((await Promise.all(calls)).length, getEventListeners(signal, 'abort').length);
         }`,
      ),
    );
    expect([stdout, stderr, code]).toEqual(['15 0\n15 0\n', '', 0]);
  });
});
