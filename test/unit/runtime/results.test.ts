import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtRuntime, linesOf, program, runProgram } from './program.js';

// Ample: several threads each, on machines with two busy cores.
vi.setConfig({ testTimeout: 120_000 });
beforeAll(builtRuntime, 60_000);

describe('results', () => {
  it('come in order from workers, for every kind of items', async () => {
    const lines = await linesOf(
      `export const same = task(import.meta.url, 'same', (x, _, { index, isWorker }) => [x, index, isWorker], pure);
       export const square = task(import.meta.url, 'square', (x) => x * x, pure);`,
      `show(pool.mapSync(t.same, ['a', { b: 1 }], undefined, never));
       for (const items of ['a😀', new Set([1, 2]), new Map([[1, 2]]), new Uint8Array([7]), range(2), (function* () { yield 5; })()])
         show(pool.mapSync(t.same, items, undefined, never).map(([x]) => x));
       console.log(pool.mapSync(t.square, [1, , -0, NaN, , 3], undefined, never), Object.is(pool.mapSync(t.square, [-0], undefined, never)[0], 0));
       console.log(pool.mapSync(t.same, [undefined, null, 5n, -0], undefined, never).map(([x]) => x));
       const long = pool.mapSync(t.square, range(200_000), undefined, never);
       show(long.length, long.every((y, x) => y === x * x), pool.mapSync(t.square, [], undefined, never));
       const { itemsInline, reasonsInline } = pool.stats;
       show(itemsInline, reasonsInline);`,
    );
    expect(lines).toEqual([
      '[["a",0,true],[{"b":1},1,true]]',
      '["a","😀"]',
      '[1,2]',
      '[[1,2]]',
      '[7]',
      '[0,1]',
      '[5]',
      '[ 1, <1 empty item>, 0, NaN, <1 empty item>, 9 ] true',
      '[ undefined, null, 5n, -0 ]',
      '200000 true []',
      '0 []',
    ]);
  });

  it('of zip stand beside the original items; leaving the loop closes the source and stops the work', async () => {
    const lines = await linesOf(
      `export const name = task(import.meta.url, 'name', (x, { suffix }) => x.name + suffix, pure);
       export const late = task(import.meta.url, 'late', (x) => { if (x > 2) for (;;); return x; }, pure);`,
      `const items = [{ name: 'a' }, { name: 'b' }];
       for (const [item, result] of pool.zipSync(t.name, items, { suffix: '!' }, never)) show(items.includes(item), result);
       function* endless() { try { for (let i = 0; ; i += 1) yield i; } finally { show('closed'); } }
       const start = performance.now();
       for (const [x, y] of pool.zipSync(t.late, endless(), undefined, never)) { show(x, y); if (x === 2) break; }
       for await (const [x, y] of pool.zip(t.late, endless(), undefined, never)) { show(x, y); if (x === 2) break; }
       show(pool.mapSync(t.late, [1, 2], undefined, never), performance.now() - start < 15_000);`,
    );
    expect(lines).toEqual([
      'true a!',
      'true b!',
      '0 0',
      '1 1',
      '2 2',
      'closed',
      '0 0',
      '1 1',
      '2 2',
      'closed',
      '[1,2] true',
    ]);
  });

  it('are waited for only when they are read', async () => {
    const lines = await linesOf(
      `export const slow = task(import.meta.url, 'slow', (ms) => { const end = performance.now() + ms; while (performance.now() < end); return ms; }, pure);`,
      `for (const inline of ['never', 'always', 'auto']) {
         const start = performance.now();
         for (const pair of pool.zipSync(t.slow, [12_000, 1], undefined, { inline })) { show(Array.isArray(pair), pair[0]); break; }
         show(performance.now() - start < 6000);
       }`,
    );
    expect(lines).toEqual(['true 12000', 'true', 'true 12000', 'true', 'true 12000', 'true']);
  });

  it('of light pure items are in order, with errors, exits and new items at their places', async () => {
    const { stdout, stats } = await runProgram(
      program(
        `export const half = task(import.meta.url, 'half', (x) => { if (x === 500) throw new RangeError('at 500'); return x === 700 ? Promise.resolve() : x / 2; }, pure);`,
        `const items = Array.from(range(1000)), seen = [], errors = [];
       for (const pair of pool.zipSync(t.half, items)) {
         try { const [x, result] = pair; if (result !== x / 2) errors.push(x); seen.push(x); } catch (e) { errors.push(pair[0], e.name); }
         if (items.length < 1010) items.push(2000);
         if (pair[0] === 900) break;
       }
       show(errors); show(seen.length, seen[500], seen.at(-1));
       let last; for (const [x, result] of pool.zipSync(t.half, [...range(100), ...range(100), 1, 2])) last = [x, result]; show(last);
       const grown = [...range(300)]; let count = 0; for (const [, result] of pool.zipSync(t.half, grown)) if (count++ < 300) grown.push(result); show(count);`,
      ),
    );
    expect(stdout.trim().split('\n')).toEqual(['[500,"RangeError",700,"TypeError"]', '899 501 900', '[2,1]', '600']);
    // 499 + 199 + 200 plain ones, the two that failed, run once more or not at all: each is counted once.
    expect(stats?.calls.map(({ items }) => items)).toEqual([901, 202, 600]);
  });

  it('of holes are left out with holes: "skip", indices counting on', async () => {
    const lines = await linesOf(
      `export const at = task(import.meta.url, 'at', (x, _, { index }) => index, pure);`,
      `for (const inline of ['never', 'always']) {
         show([...pool.zipSync(t.at, [, 'a', , 'b'], undefined, { inline, holes: 'skip' })]);
         show([...pool.zipSync(t.at, [, 'a'], undefined, { inline })]);
         show(await Array.fromAsync?.(pool.zip(t.at, [, 'a'], undefined, { inline, holes: 'skip' })) ?? [['a', 1]]);
       }`,
    );
    expect(lines).toEqual([
      '[["a",1],["b",3]]',
      '[[null,0],["a",1]]',
      '[["a",1]]',
      '[["a",1],["b",3]]',
      '[[null,0],["a",1]]',
      '[["a",1]]',
    ]);
  });

  it('of a bounded window: a long range needs no more memory than a short one', async () => {
    const lines = await linesOf(
      `export const big = task(import.meta.url, 'big', (x) => new Float64Array(1000).fill(x), pure);`,
      `let most = 0, sum = 0, ahead = 0, pulled = 0;
       function* items() { for (let i = 0; i < 20_000; i += 1) { pulled = i; yield i; } }
       for (const [x, row] of pool.zipSync(t.big, items(), undefined, { ...never, chunkSize: 10 })) {
         sum += row[999]; ahead = Math.max(ahead, pulled - x);
         if (x % 500 === 0) most = Math.max(most, process.memoryUsage().rss);
       }
       show(sum, most < 400e6, ahead < 300);`,
    );
    expect(lines).toEqual(['199990000 true true']);
  });

  it('come from async tasks, awaited, and blocking calls say that they cannot', async () => {
    const lines = await linesOf(
      `export const later = task(import.meta.url, 'later', async (x, { add }) => { await null; if (x === 9) throw new RangeError('nine'); return x + add; }, pure);`,
      `for (const inline of ['never', 'always', 'auto']) {
         show(await pool.map(t.later, [1, , 2], { add: 1 }, { inline }));
         for await (const [x, y] of pool.zip(t.later, [1, 2], { add: 1 }, { inline })) show(x, y);
         await pool.map(t.later, [1, 9, 2], { add: 1 }, { inline }).catch((e) => show(e.name, e.message));
         const pairs = [];
         for await (const pair of pool.zip(t.later, [9, 1], { add: 1 }, { inline })) { try { pairs.push(pair[1]); } catch (e) { pairs.push(e.message); } }
         show(pairs);
         try { pool.mapSync(t.later, [1], { add: 1 }, { inline }); } catch (e) { show(e.message); }
       }`,
    );
    const block = [
      '[2,null,3]',
      '1 2',
      '2 3',
      'RangeError nine',
      '["nine",2]',
      'task "later": expected a plain result in a blocking call, received a promise: use pool.map or pool.zip',
    ];
    expect(lines).toEqual([...block, ...block, ...block]);
  });

  it('see the captures of the time of the call, in late and replaced workers too', async () => {
    const lines = await linesOf(
      `export const read = task(import.meta.url, 'read', (x, { list, shared }) => { if (x < 0) process.exit(1); return list.length * 10 + shared[0]; }, pure);`,
      `const captures = { list: [1], shared: new Int32Array(new SharedArrayBuffer(4)) };
       const results = [];
       for (const pair of pool.zipSync(t.read, [1, -1, -1, ...range(40)], captures, { ...never, chunkSize: 1 })) {
         captures.list.push(0); captures.shared[0] += 1;
         try { results.push(pair[1]); } catch (e) { results.push(e.code); }
       }
       show([...new Set(results)]);`,
    );
    expect(lines).toEqual(['[10,"ERR_LOOPPOOL_EXIT"]']);
  });

  it('may be Buffers, as may items and captures', async () => {
    const lines = await linesOf(
      `export const keyed = task(import.meta.url, 'keyed', (bytes, { key }, { isWorker }) => {
         const mixed = Buffer.from(bytes.map((byte, i) => byte ^ key[i % key.length]));
         return { mixed, head: mixed.subarray(0, 2), isWorker, are: [bytes, key].every(Buffer.isBuffer) };
       }, pure);`,
      `const file = Buffer.from('some bytes in a pool');
       const items = [file.subarray(0, 8), file.subarray(4, 12), Buffer.alloc(1 << 20, 'x')];
       for (const inline of ['never', 'always']) {
         const results = pool.mapSync(t.keyed, items, { key: Buffer.from('key') }, { inline });
         results[0].head[0] = 0;
         show(results.map(({ mixed, head, are }) => [mixed.toString('hex', 0, 8), mixed.length, head.length, are, Buffer.isBuffer(mixed)]));
         show(results.every(({ isWorker }) => isWorker), file.toString());
       }
       show(pool.stats.reasonsInline.filter((reason) => /Buffer/.test(reason)));`,
    );
    expect(lines[0]).toBe(lines[2]);
    expect(lines[0]).toBe(
      JSON.stringify([
        ['000a140e451b1211', 8, 2, true, true],
        ['4b07001f000a4b0c', 8, 2, true, true],
        ['131d01131d01131d', 1 << 20, 2, true, true],
      ]),
    );
    expect([lines[1], lines[3], lines[4]]).toEqual(['true some bytes in a pool', 'false some bytes in a pool', '[]']);
  });

  it('that cannot cross, or come from items or captures that cannot, are made on the calling thread', async () => {
    const lines = await linesOf(
      `export class Point { constructor(x) { this.x = x; } }
       export const point = task(import.meta.url, 'point', (x) => (x === 2 ? new Point(x) : x), pure);
       export const ofPoint = task(import.meta.url, 'ofPoint', (p, c, { isWorker }) => [p.x ?? p, isWorker, typeof c?.f], pure);
       export const impure = task(import.meta.url, 'impure', (x) => (x === 2 ? new Point(x) : x));`,
      `const results = pool.mapSync(t.point, [1, 2, 3], undefined, never);
       show(results[1] instanceof t.Point, results);
       show(pool.mapSync(t.ofPoint, [1, new t.Point(2), 3], undefined, never));
       show(pool.mapSync(t.ofPoint, [1], { f: () => 1 }, never));
       try { pool.mapSync(t.impure, [1, 2], undefined, never); } catch (e) { show(e.code, e.index, e.message); }
       show(pool.stats.reasonsInline);`,
    );
    expect(lines).toEqual([
      'true [1,{"x":2},3]',
      '[[1,true,"undefined"],[2,false,"undefined"],[3,true,"undefined"]]',
      '[[1,false,"function"]]',
      'ERR_LOOPPOOL_RESULT 1 task "impure": item 1: the result cannot leave its worker unaltered: it is or holds an instance of Point. Mark the task { pure: true } to have such items run on the calling thread',
      '["result: an instance of Point","item: an instance of Point","captures: a function (f)"]',
    ]);
  });

  it('that are instances of the classes of their task keep them, as do items and captures', async () => {
    const lines = await linesOf(
      `export class Point { constructor(x) { this.x = x; } get twice() { return this.x * 2; } far() { return this.x > 1; } }
       export class Line extends Point { constructor(x, from) { super(x); this.from = from; } }
       export class Secret { #x = 1; read() { return this.#x; } }
       export class Table extends Map {}
       const classes = () => [Point, Line, Secret, Table];
       export const moved = task(import.meta.url, 'moved', ({ line, same }, { by }, { isWorker }) =>
         [isWorker, line.far(), line instanceof Point, line.from === same, new Line(line.twice + by.x, line.from), [by.constructor === Point]], { pure: true, classes });
       export const read = task(import.meta.url, 'read', (o, c, { isWorker }) => [isWorker, o instanceof Map ? o.size : o.read()], { pure: true, classes });
       export const wrong = task(import.meta.url, 'wrong', (o) => o, { pure: true, classes: () => [1] });`,
      `const same = new t.Point(1);
       for (const items of [[1, 2], [1, 2, 3]]) for (const chunkSize of [1, 100]) {
         const shared = items.map((x) => ({ line: new t.Line(x, same), same }));
         for (const [, [isWorker, far, isPoint, isSame, line, [isBy]]] of pool.zipSync(t.moved, shared, { by: new t.Point(5) }, { ...never, chunkSize }))
           show(isWorker, far, isPoint, isSame, isBy, line instanceof t.Line, line.twice, line.from instanceof t.Point, Object.keys(line));
       }
       show(pool.stats.itemsInline);
       show(pool.mapSync(t.read, [new t.Secret(), new t.Table([[1, 2]])], undefined, never), pool.stats.reasonsInline);
       try { pool.mapSync(t.wrong, [1], undefined, never); } catch (e) { show(e.message); }`,
    );
    const line = (x: number): string => `true ${x > 1} true true true true ${(x * 2 + 5) * 2} true ["x","from"]`;
    expect(lines).toEqual([
      ...[1, 2, 1, 2, 1, 2, 3, 1, 2, 3].map(line),
      '0',
      '[[false,1],[false,1]] ["item: an instance of Secret (Secret has private names (#))","item: an instance of Table (it extends Map)"]',
      'options.classes of task(): expected a function that returns an array of classes, received object [ 1 ]',
    ]);
  });

  it('of an emitting task are what it emitted, and an error keeps its place among them', async () => {
    const lines = await linesOf(
      `export const count = task(import.meta.url, 'count', (n, _, { emit }) => { for (let i = 0; i < n; i += 1) { if (i === 3) throw new RangeError('three'); emit(i * 10); } }, { pure: true, emits: true });
       export const impure = task(import.meta.url, 'impure', (n, _, { emit }) => { emit(n); throw new RangeError('after ' + n); }, { emits: true });
       export const wrong = task(import.meta.url, 'wrong', (n, _, { emit }) => emit(n), pure);`,
      `for (const inline of ['never', 'always']) {
         for (const [n, values] of pool.zipSync(t.count, [0, 2, 4], undefined, { inline })) {
           try { for (const value of values) show(n, value); } catch (e) { show(e.name, e.message, values.length); }
         }
         show(pool.mapSync(t.count, [4], undefined, { inline })[0].slice(0, 3));
         const [values] = pool.mapSync(t.impure, [7], undefined, { inline });
         try { show(values[0]); values[1]; } catch (e) { show(inline, e.name, e.message); }
         try { pool.mapSync(t.wrong, [1], undefined, { inline }); } catch (e) { show(e.message); }
       }`,
    );
    const block = ['2 0', '2 10', '4 0', '4 10', '4 20', 'RangeError three 4', '[0,10,20]', '7'];
    const wrong =
      'emit(): expected a task with the option { emits: true }, received one without: its result is what it returns';
    expect(lines.map((line) => line.replace(/looppool \d+/, 'looppool N'))).toEqual([
      ...block,
      'never TaskError task "impure": item 0 failed in worker "looppool N": RangeError: after 7',
      wrong,
      ...block,
      'always RangeError after 7',
      wrong,
    ]);
  });

  it('are those of the loop for random calls: errors, exits, odd values, any chunk size', async () => {
    const lines = await linesOf(
      `class Odd { constructor(x) { this.x = x; } }
       export const any = task(import.meta.url, 'any', (x, { seed }, { index }) => {
         const dice = (x * 7919 + seed * 104729) % 101;
         if (dice === 0) throw new RangeError('item ' + index);
         if (dice === 1) return new Odd(x);
         if (dice < 20) return { x, list: [x, , index], set: new Set([x]) };
         if (dice < 30) return 'text ' + x;
         if (dice < 33) { const end = performance.now() + dice - 28; while (performance.now() < end); }
         return x / 3;
       }, pure);`,
      `import { inspect } from 'node:util';
       let state = 1;
       const random = (n) => (state = (state * 48271) % 2147483647) % n;
       async function traceOf(how, items, seed, options, exit) {
         const trace = [];
         try {
           if (how === 0) trace.push(pool.mapSync(t.any, items(), { seed }, options));
           if (how === 1) for (const [x, y] of pool.zipSync(t.any, items(), { seed }, options)) { trace.push(x, y); if (x === exit) break; }
           if (how === 2) trace.push(await pool.map(t.any, items(), { seed }, options));
           if (how === 3) for await (const [x, y] of pool.zip(t.any, items(), { seed }, options)) { trace.push(x, y); if (x === exit) break; }
           if (how === 4) for (const pair of pool.zipSync(t.any, items(), { seed }, options)) { try { trace.push(pair[1]); } catch (e) { trace.push(e.message); } }
           if (how === 5) { const pairs = [...pool.zipSync(t.any, items(), { seed }, options)]; for (const [x, y] of pairs.reverse()) trace.push(x, y); }
         } catch (e) { trace.push(e.constructor.name, e.message); }
         return inspect(trace, { depth: 5, maxArrayLength: null });
       }
       let wrong = 0;
       for (let call = 0; call < 150; call += 1) {
         const count = random(120), seed = random(100), how = random(6), exit = random(200), kind = random(3);
         const items = () => (kind === 0 ? range(count) : kind === 1 ? Array.from(range(count)) : (function* () { yield* range(count); })());
         const chunkSize = ['auto', 1, 7, 100][random(4)];
         const there = await traceOf(how, items, seed, { inline: 'never', chunkSize }, exit);
         const here = await traceOf(how, items, seed, { inline: 'always' }, exit);
         if (there !== here) { wrong += 1; show({ call, how, count, chunkSize }, there.slice(0, 500), here.slice(0, 500)); }
       }
       show(wrong, pool.stats.itemsInWorkers > 3000);`,
    );
    expect(lines).toEqual(['0 true']);
  });

  it('of auto: light work stays here and costs next to nothing, heavy work goes to workers', async () => {
    const lines = await linesOf(
      `export const light = task(import.meta.url, 'light', (x) => x + 1, pure);
       export const heavy = task(import.meta.url, 'heavy', (x) => { const end = performance.now() + 20; while (performance.now() < end); return x; }, pure);`,
      `show(pool.mapSync(t.light, range(1000)).length, pool.stats.itemsInWorkers);
       show(pool.mapSync(t.heavy, range(30)).length, pool.stats.itemsInWorkers > 20);
       let walked = 0;
       const captures = new Proxy({}, { getPrototypeOf: (target) => { walked += 1; return Reflect.getPrototypeOf(target); } });
       show(pool.mapSync(t.heavy, range(12), { captures, f: () => 1 }, { inline: 'auto' }).length, walked, pool.stats.reasonsInline);
       const before = pool.stats.itemsInWorkers;
       for (const [x, y] of pool.zipSync(t.heavy, range(10))) if (x !== y) throw new Error('wrong');
       show(pool.stats.itemsInWorkers - before);`,
    );
    expect(lines).toEqual([
      '1000 0',
      '30 true',
      '12 0 ["auto: a pool would not pay, or not yet","captures: a function (f)"]',
      '10',
    ]);
  });

  it('of a blocking call are made by the calling thread too, while threads still load their module', async () => {
    const lines = await linesOf(
      `import { isMainThread } from 'node:worker_threads';
       const spend = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
       if (!isMainThread) spend(400);
       export const five = task(import.meta.url, 'five', (x, _, { isWorker }) => { spend(5); return [x, isWorker]; }, pure);`,
      `const helped = 'auto: the calling thread helped';
       const results = pool.mapSync(t.five, range(200));
       const here = results.filter(([, isWorker]) => !isWorker).length;
       show(results.every(([x], i) => x === i), pool.stats.itemsInline === here, pool.stats.reasonsInline.includes(helped), here > 40, here < 160);
       const other = new Pool({ workers: 2 });
       show(other.mapSync(t.five, range(8), undefined, never).every(([, isWorker]) => isWorker), other.stats.reasonsInline);
       await other.close();`,
    );
    expect(lines).toEqual(['true true true true true', 'true []']);
  });

  it('nested more deeply than the calling thread can unpack are made there', async () => {
    const lines = await linesOf(
      `const nest = (n) => { let list = []; for (let i = 0; i < n; i += 1) list = [list]; return list; };
       export const nested = task(import.meta.url, 'nested', (n) => nest(n), pure);
       export const impure = task(import.meta.url, 'impure', (n) => nest(n));`,
      `const depth = (list) => { let n = 0; for (let at = list; at.length > 0; at = at[0]) n += 1; return n; };
       // How deep is too deep differs from Node to Node.
       const sizes = [1, 3500, 5000, 7000, 9000, 2];
       show(pool.mapSync(t.nested, sizes, undefined, { ...never, chunkSize: 6 }).map(depth), (await pool.map(t.nested, sizes, undefined, never)).map(depth));
       show(pool.stats.reasonsInline.every((reason) => /^result: a value that cannot be cloned \\(Maximum call stack/.test(reason)));
       const settled = await pool.allSettled(t.impure, sizes, undefined, { ...never, chunkSize: 3 });
       show(settled.map(({ value, reason }, i) => (value ? depth(value) === sizes[i] : reason.code === 'ERR_LOOPPOOL_RESULT')));
       show(settled.some(({ reason }) => reason !== undefined));`,
    );
    const sizes = '[1,3500,5000,7000,9000,2]';
    expect(lines).toEqual([`${sizes} ${sizes}`, 'true', '[true,true,true,true,true,true]', 'true']);
  });
});
