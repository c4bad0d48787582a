import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtRuntime, linesOf } from './program.js';

// Ample: several threads each, on machines with two busy cores.
vi.setConfig({ testTimeout: 120_000 });
beforeAll(builtRuntime, 60_000);

describe('imap and imapUnordered', () => {
  it('take async and other iterables; results in order, or as they come with their positions', async () => {
    const lines = await linesOf(
      `export const square = task(import.meta.url, 'square', (x, { add }) => x * x + add, pure);
       export const sleep = task(import.meta.url, 'sleep', async (ms) => { await new Promise((resolve) => setTimeout(resolve, ms)); return ms; }, pure);`,
      `async function* numbers(n) { for (let i = 0; i < n; i += 1) { if (i % 3 === 0) await null; yield i; } }
       const all = async (results) => { const list = []; for await (const r of results) list.push(r); return list; };
       for (const inline of ['never', 'always', 'auto']) {
         show(await all(pool.imap(t.square, numbers(6), { add: 1 }, { inline })), await all(pool.imap(t.square, [2, 3], { add: 0 }, { inline })));
         const unordered = await all(pool.imapUnordered(t.square, numbers(300), { add: 0 }, { inline }));
         show(unordered.length, unordered.every(({ index, value }) => value === index * index), new Set(unordered.map(({ index }) => index)).size);
         show(await all(pool.imap(t.square, numbers(0), { add: 0 }, { inline })), await all(pool.imapUnordered(t.square, [], { add: 0 }, { inline })));
       }
       show((await all(pool.imapUnordered(t.sleep, [1500, 5, 10], undefined, { ...never, chunkSize: 1 }))).map(({ index }) => index));
       show(await all(pool.imap(t.sleep, [300, 5, 10], undefined, { ...never, chunkSize: 1 })));`,
    );
    const block = ['[1,2,5,10,17,26] [4,9]', '300 true 300', '[] []'];
    expect(lines).toEqual([...block, ...block, ...block, '[1,2,0]', '[300,5,10]']);
  });

  it('leave nothing behind an item that takes long while others are free', async () => {
    const lines = await linesOf(
      `export const wait = task(import.meta.url, 'wait', (x, { gate, ms }) => {
         // The first waits until all that were cut at once have come back: what is behind it has to go to another worker.
         if (x === 0) { Atomics.wait(gate, 0, 0, 20_000); return gate[0]; }
         Atomics.wait(gate, 1, 0, ms);
         return x;
       }, pure);`,
      `const gate = new Int32Array(new SharedArrayBuffer(8));
       const p = new Pool({ workers: 2 });
       const seen = new Set();
       for await (const { index, value } of p.imapUnordered(t.wait, (function* () { for (let i = 0; ; i += 1) yield i; })(), { gate, ms: 20 }, { ...never, chunkSize: 1, sharedMemory: 'live' })) {
         seen.add(index);
         if (index === 0) { show(value); break; }
         if ([1, 2, 3, 4, 5, 6].every((i) => seen.has(i))) { gate[0] = 1; Atomics.notify(gate, 0); }
       }
       await p.close();`,
    );
    expect(lines).toEqual(['1']);
  });

  it('meet the first error in order, what the source throws at its place, and close the source on early exit', async () => {
    const lines = await linesOf(
      `export const parse = task(import.meta.url, 'parse', (x) => { if (x === 3) throw new RangeError('three'); return x; }, pure);`,
      `async function* numbers(bad) { try { for (let i = 0; ; i += 1) { if (i === bad) throw new Error('source'); yield i; } } finally { show('closed'); } }
       for (const inline of ['never', 'always', 'auto']) {
         for (const method of ['imap', 'imapUnordered']) {
           try { for await (const r of pool[method](t.parse, numbers(-1), undefined, { inline, chunkSize: 1 })) if (method === 'imap') show(r); } catch (e) { show(e.name, e.message); }
           let count = 0;
           try { for await (const r of pool[method](t.parse, numbers(2), undefined, { inline })) count += 1; } catch (e) { show(count, e.message); }
           for await (const r of pool[method](t.parse, numbers(-1), undefined, { inline })) break;
         }
       }`,
    );
    const ordered = ['0', '1', '2', 'RangeError three'];
    const block = (values: string[]): string[] => [...values, 'closed', '2 source', 'closed'];
    const sorted = (list: string[]): string => [...list].sort().join('|');
    // Whether the source is closed before or after the error is met depends on where the items run.
    const both = [...block(ordered), 'closed', ...block(['RangeError three']), 'closed'];
    expect(sorted(lines)).toBe(sorted([...both, ...both, ...both]));
  });

  it('read an endless source no further than the window', async () => {
    const lines = await linesOf(
      `export const same = task(import.meta.url, 'same', (x) => x, pure);`,
      `let pulled = 0, ahead = 0, count = 0;
       async function* endless() { for (;;) yield (pulled += 1); }
       for await (const x of pool.imap(t.same, endless(), undefined, { ...never, chunkSize: 100 })) {
         ahead = Math.max(ahead, pulled - x);
         if ((count += 1) === 100_000) break;
       }
       show(count, ahead < 6000);`,
    );
    expect(lines).toEqual(['100000 true']);
  });
});

describe('submit', () => {
  it('runs one item in a worker; many at once, with errors and cancellation of their own', async () => {
    const lines = await linesOf(
      `export const add = task(import.meta.url, 'add', (x, { by }, { isWorker }) => { if (x < 0) throw new RangeError('negative'); return [x + by, isWorker]; }, pure);
       export const slow = task(import.meta.url, 'slow', (ms, _, { signal }) => new Promise((resolve) => { const end = setTimeout(() => resolve(ms), ms); signal.addEventListener('abort', () => clearTimeout(end)); }), pure);`,
      `show(await pool.submit(t.add, 1, { by: 2 }));
       await pool.submit(t.add, -1, { by: 2 }).catch((e) => show(e.name, e.message));
       // More than can be on their way at once.
       const results = await Promise.all(Array.from({ length: 1500 }, (_, i) => pool.submit(t.add, i, { by: 1 })));
       show(results.every(([y], x) => y === x + 1), results.every(([, there]) => there));
       const controller = new AbortController();
       const cancelled = pool.submit(t.slow, 60_000, undefined, { signal: controller.signal });
       const neighbour = pool.submit(t.slow, 200);
       controller.abort(new Error('enough'));
       await cancelled.catch((e) => show(e.message));
       show(await neighbour);`,
    );
    expect(lines).toEqual(['[3,true]', 'RangeError negative', 'true true', 'enough', '200']);
  });
});

describe('a busy pool', () => {
  it('does not make the calling thread run what waits for a worker, in submit and map', async () => {
    const lines = await linesOf(
      `export const sleep = task(import.meta.url, 'sleep', (ms, _, { isWorker }) => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms); return isWorker; }, pure);`,
      `await pool.map(t.sleep, [1, 1], undefined, never);
       const submitted = Array.from({ length: 4 }, () => pool.submit(t.sleep, 5000));
       const mapped = pool.map(t.sleep, [5000, 5000], undefined, { ...never, chunkSize: 1 });
       const where = [...(await Promise.all(submitted)), ...(await mapped)];
       show(where.every((isWorker) => isWorker), pool.stats.itemsInline, pool.stats.reasonsInline);`,
    );
    expect(lines).toEqual(['true 0 []']);
  });

  it('does, where workers are busy with items that a loop may never come to', async () => {
    const lines = await linesOf(
      `export const late = task(import.meta.url, 'late', (x) => { if (x > 0) for (;;); return x; }, pure);
       export const same = task(import.meta.url, 'same', (x) => x, pure);`,
      `await pool.map(t.same, [1, 1], undefined, never);
       for await (const [x] of pool.zip(t.late, range(9), undefined, { ...never, chunkSize: 1 })) {
         show(x, await pool.submit(t.same, 7), await pool.map(t.same, [8], undefined, never));
         break;
       }`,
    );
    expect(lines).toEqual(['0 7 [8]']);
  });
});

describe('concurrency', () => {
  const tasks = `
    let running = 0;
    export const most = { ran: [], running: 0 };
    export const wait = task(import.meta.url, 'wait', async (x, c, { index, isWorker, signal }) => {
      most.ran.push(index);
      running += 1; most.running = Math.max(most.running, running);
      try {
        await new Promise((resolve, reject) => { const end = setTimeout(resolve, c?.[index] ?? 5); signal.addEventListener('abort', () => { clearTimeout(end); reject(signal.reason); }); });
        if (x === 'bad') throw new RangeError('bad ' + index);
        return [x, isWorker];
      } finally { running -= 1; }
    }, pure);`;

  it('runs that many items at once on the calling thread, with outcomes in order, in imapUnordered as they come', async () => {
    const lines = await linesOf(
      tasks,
      `const items = Array.from({ length: 20 }, (_, i) => i);
       const results = await pool.map(t.wait, items, [60], { concurrency: 4 });
       show(results.every(([x, there], i) => x === i && !there), t.most.running);
       t.most.running = 0; t.most.ran.length = 0;
       let ahead = 0;
       for await (const [x, [y]] of pool.zip(t.wait, items, [100], { concurrency: 3 })) { ahead = Math.max(ahead, t.most.ran.length - x); if (x !== y) show('wrong'); if (x === 9) break; }
       show(t.most.running, ahead <= 7, t.most.ran.length < 18);
       show(pool.stats.reasonsInline, pool.stats.itemsInWorkers);
       async function* later() { yield* ['a', 'b']; }
       for await (const [x] of pool.imap(t.wait, later(), undefined, { concurrency: 2 })) show(x);
       for await (const { index } of pool.imapUnordered(t.wait, later(), [50, 1], { concurrency: 2 })) show(index);
       show(await pool.map((x) => x + 1, [1, 2], undefined, { concurrency: Infinity }));`,
    );
    expect(lines).toEqual([
      'true 4',
      '3 true true',
      '["concurrency: the items are awaited on the calling thread"] 0',
      'a',
      'b',
      '1',
      '0',
      '[2,3]',
    ]);
  });

  it('meets the first error in order, in zip when its result is read; a signal and a timeout end items', async () => {
    const lines = await linesOf(
      tasks,
      `const items = ['a', 'bad', 'b', 'bad', ...'cdefghij'];
       await pool.map(t.wait, items, [80, 60, 1, 1], { concurrency: 4 }).catch((e) => show(e.name, e.message, t.most.ran.length < 8));
       const seen = [];
       for await (const pair of pool.zip(t.wait, items, undefined, { concurrency: 4 })) { try { seen.push(pair[1][0]); } catch (e) { seen.push(e.message); } }
       show(seen);
       const controller = new AbortController();
       setTimeout(() => controller.abort(new Error('enough')), 30);
       const start = performance.now();
       await pool.map(t.wait, ['x', 'y'], [60_000, 60_000], { concurrency: 2, signal: controller.signal }).catch((e) => show(e.message));
       const late = [];
       for await (const pair of pool.zip(t.wait, ['x', 'y', 'z'], [1, 60_000], { concurrency: 2, timeout: 40 })) { try { late.push(pair[1][0]); } catch (e) { late.push(e.code, e.index); } }
       show(late, performance.now() - start < 10_000);
       for (const options of [{ concurrency: 0 }, { concurrency: 2, inline: 'never' }]) await pool.map(t.wait, [], undefined, options).catch((e) => show(e.message));
       try { pool.mapSync(t.wait, [], undefined, { concurrency: 2 }); } catch (e) { show(e.message); }`,
    );
    expect(lines).toEqual([
      'RangeError bad 1 true',
      '["a","bad 1","b","bad 3","c","d","e","f","g","h","i","j"]',
      'enough',
      '["x","ERR_LOOPPOOL_TIMEOUT",1,"z"] true',
      'options.concurrency: expected an integer of at least 1, received number 0',
      "options.concurrency: expected no inline: 'never' beside it, because such items run on the calling thread, received number 2",
      'pool.mapSync(): options: expected one of chunkSize, timeout, inline, signal, transfer, sharedMemory, onProgress, received concurrency',
    ]);
  });
});

describe('zip over an async iterable', () => {
  it('gives pairs in order, errors of items and of the source at their places, and closes the source on early exit', async () => {
    const lines = await linesOf(
      `export const parse = task(import.meta.url, 'parse', (x) => { if (x === 3) throw new RangeError('three'); return x * 2; }, pure);`,
      `async function* numbers(bad) { try { for (let i = 0; ; i += 1) { if (i === bad) throw new Error('source'); yield i; } } finally { show('closed'); } }
       for (const inline of ['never', 'always', 'auto']) {
         try { for await (const [item, result] of pool.zip(t.parse, numbers(-1), undefined, { inline })) show(item, result); } catch (e) { show(e.name, e.message); }
         let count = 0;
         try { for await (const pair of pool.zip(t.parse, numbers(2), undefined, { inline })) count += pair[1]; } catch (e) { show(count, e.message); }
         for await (const pair of pool.zip(t.parse, numbers(-1), undefined, { inline })) break;
       }`,
    );
    const block = ['0 0', '1 2', '2 4', 'RangeError three', 'closed', 'closed', '2 source', 'closed'];
    expect([...lines].sort()).toEqual([...block, ...block, ...block].sort());
    expect(lines.filter((line) => line !== 'closed')).toEqual(
      [...block, ...block, ...block].filter((b) => b !== 'closed'),
    );
  });

  it('lets the process end where the source will never bring anything, as for await does', async () => {
    const lines = await linesOf(
      `export const same = task(import.meta.url, 'same', (x) => x, pure);`,
      `async function* stuck() { yield 1; await new Promise(() => undefined); }
       void (async () => { for await (const [item] of pool.zip(t.same, stuck(), undefined, never)) show(item); })();`,
    );
    expect(lines).toEqual(['1']);
  });

  it('waits for promises in turn', async () => {
    const lines = await linesOf(
      `export const twice = task(import.meta.url, 'twice', (x) => x * 2, pure);`,
      `const given = [new Promise((resolve) => setTimeout(resolve, 20, 1)), 2, Promise.reject(new Error('third')), Promise.resolve(4)];
       given[2].catch(() => undefined);
       try { for await (const [item, result] of pool.zip(t.twice, inTurn(given), undefined, never)) show(item, result); } catch (e) { show(e.message); }`,
    );
    expect(lines).toEqual(['1 2', '2 4', 'third']);
  });
});

describe('sources as a loop takes them', () => {
  const tasks = "export const same = task(import.meta.url, 'same', (x) => x, pure);";

  it('are closed once by a loop that is left before its first item, too', async () => {
    const lines = await linesOf(
      tasks,
      `for (const inline of ['never', 'always', 'auto']) for (const method of ['zip', 'imap', 'imapUnordered']) for (const kind of ['iterator', 'asyncIterator']) {
         const log = [];
         const source = { [Symbol[kind]]: () => ({ next: () => ({ value: 1, done: false }), return: () => (log.push('closed'), {}) }) };
         const results = pool[method](t.same, source, undefined, { inline });
         await results.return();
         await results.return();
         log.push((await results.next()).done);
         show(log);
       }`,
    );
    expect(lines).toEqual(Array.from({ length: 18 }, () => '["closed",true]'));
  });

  it('may be arrays with an iterator of their own, throw at once, return no promise, or say by any true value that they are done', async () => {
    const lines = await linesOf(
      tasks,
      `const from = (next, end = () => ({})) => ({ [Symbol.asyncIterator]: () => ({ next, return: end }) });
       const all = async (results) => { const list = []; try { for await (const r of results) { list.push(r); if (list.length === 3) break; } } catch (e) { list.push(e.message); } return list; };
       const odd = [1, 2, 3];
       odd[Symbol.iterator] = function* () { yield 9; };
       for (const inline of ['never', 'always', 'auto']) {
         const options = { inline };
         show(pool.mapSync(t.same, odd, undefined, options), await pool.map(t.same, odd, undefined, options));
         show(await all(pool.imap(t.same, from(() => { throw new Error('at once'); }), undefined, options)));
         show(await all(pool.imap(t.same, from(() => ({ value: 1, done: 0 })), undefined, options)));
         let i = 0;
         show(await all(pool.imap(t.same, from(() => ({ value: (i += 1), done: i > 1 ? 'yes' : '' })), undefined, options)));
         i = 0;
         show(pool.mapSync(t.same, { [Symbol.iterator]: () => ({ next: () => ({ value: (i += 1), done: Number(i > 2) }) }) }, undefined, options));
         show(await all(pool.imap(t.same, from(() => 5), undefined, options)));
         try { pool.mapSync(t.same, { [Symbol.iterator]: () => ({ next: () => null }) }, undefined, options); } catch (e) { show(e.name, e.message); }
       }`,
    );
    const block = [
      '[9] [9]',
      '["at once"]',
      '[1,1,1]',
      '[1]',
      '[1,2]',
      '["expected { value, done } from the iterator of the items, received number 5"]',
      'TypeError expected { value, done } from the iterator of the items, received null',
    ];
    expect(lines).toEqual([...block, ...block, ...block]);
  });
});

describe('imapUnordered with concurrency', () => {
  it('gives results as they come, keeps to its limits, and meets errors when they happen', async () => {
    const lines = await linesOf(
      '',
      `let [running, most, begun, read] = [0, 0, 0, 0];
       const wait = async (ms, _, { signal }) => {
         begun += 1;
         most = Math.max(most, (running += 1));
         await new Promise((resolve) => setTimeout(resolve, ms));
         running -= 1;
         if (ms === 77) throw new Error('at 77');
         return ms;
       };
       const all = async (items, concurrency = 3) => {
         const list = [];
         try { for await (const { index, value } of pool.imapUnordered(wait, items, undefined, { concurrency })) list.push([index, value]); }
         catch (e) { list.push(e.message); }
         return list;
       };
       const failing = (function* () { yield 60; yield 5; throw new Error('source'); })();
       async function* stream() { yield* [120, 5, 40]; }
       show(await all([240, 160, 80]), await all([77, 10, 300]), await all(failing), await all(stream()), await all([]), await all([1, 2], Infinity));
       await new Promise((resolve) => setTimeout(resolve, 400));
       most = 0;
       show((await all(new Array(40).fill(1))).length, most);
       begun = 0;
       for await (const _ of pool.imapUnordered(wait, (function* () { for (;;) { read += 1; yield 1; } })(), undefined, { concurrency: 2 })) {
         await new Promise((resolve) => setTimeout(resolve, 100));
         show(begun, read);
         break;
       }
       await new Promise((resolve) => setTimeout(resolve, 50));
       show(begun, read);`,
    );
    expect(lines).toEqual([
      '[[2,80],[1,160],[0,240]] [[1,10],"at 77"] [[1,5],[0,60],"source"] [[1,5],[2,40],[0,120]] [] [[0,1],[1,2]]',
      '40 3',
      '5 5',
      '5 5',
    ]);
  });
});
