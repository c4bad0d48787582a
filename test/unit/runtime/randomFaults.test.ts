import { beforeAll, expect, it, vi } from 'vitest';
import { builtRuntime, linesOf } from './program.js';

/** More of them in a long run: `LOOPPOOL_FAULTS=1000`. */
const faults = Number(process.env['LOOPPOOL_FAULTS'] ?? 60);
const seed = Number(process.env['LOOPPOOL_SEED'] ?? 1);
/** Most of a fault's time is the timeout that notices it, so several programs wait at once. */
const programs = 4;

vi.setConfig({ testTimeout: 60_000 + faults * 5000 });
beforeAll(builtRuntime, 60_000);

/**
 * Every call has one fault at a random item. Each result must be there once and at its place, the fault must be the error
 * of exactly its item, and neighbours of the call, on the same pool, must not notice.
 */
it(`${faults} random faults, seed ${seed}: nothing lost, doubled or out of order, no hang, nothing left behind`, async () => {
  const runs = Array.from({ length: programs }, (_, i) =>
    linesAfter(Math.ceil(faults / programs), seed * programs + i),
  );
  expect(await Promise.all(runs)).toEqual(runs.map(() => ['0 []']));
});

/** What a program prints that makes so many calls: complaints, their number, and what is left behind. */
const linesAfter = (calls: number, start: number): Promise<string[]> =>
  linesOf(
    `const block = new Int32Array(new SharedArrayBuffer(4));
     const fault = (kind) => {
       if (kind === 'exit') process.exit(3);
       if (kind === 'memory') { const all = []; for (;;) all.push(new Array(1e5).fill(kind)); }
       if (kind === 'hang') for (;;);
       if (kind === 'sleep') Atomics.wait(block, 0, 0);
       if (kind === 'throw') throw new RangeError('thrown');
       if (kind === 'reject') return Promise.reject(new RangeError('thrown'));
       if (kind === 'forever') return new Promise(() => undefined);
     };
     const body = (x, { at, kind, ms }, { isWorker }) => {
       const end = performance.now() + ms;
       while (performance.now() < end);
       if (x === at && (isWorker || kind === 'throw')) return fault(kind);
       return [x, 'r' + x];
     };
     export const pureTask = task(import.meta.url, 'pureTask', body, pure);
     export const impure = task(import.meta.url, 'impure', (x, c, context) => { Atomics.add(c.runs, x, 1); return body(x, c, context); });
     export const quick = task(import.meta.url, 'quick', (x) => x * 2, pure);`,
    `let state = ${start} * 7919 + 1;
     const random = (n) => (state = (state * 48271) % 2147483647) % n;
     const pick = (list) => list[random(list.length)];
     const p = new Pool({ workers: 2, name: 'faulty', resourceLimits: { maxOldGenerationSizeMb: 48 } });
     const CODES = { exit: 'ERR_LOOPPOOL_EXIT', memory: 'ERR_LOOPPOOL_MEMORY', hang: 'ERR_LOOPPOOL_TIMEOUT', sleep: 'ERR_LOOPPOOL_TIMEOUT', forever: 'ERR_LOOPPOOL_TIMEOUT' };
     let wrong = 0;
     const complain = (what, more) => { wrong += 1; if (wrong < 10) show(what, more); };
     for (let call = 0; call < ${calls}; call += 1) {
       const method = pick(['mapSync', 'zipSync', 'map', 'zip', 'imap', 'imapUnordered']);
       const kinds = ['exit', 'hang', 'sleep', 'throw', ...(random(4) === 0 ? ['memory'] : [])];
       const kind = pick(method.endsWith('Sync') ? kinds : [...kinds, 'reject', 'forever', 'abort']);
       const count = 1 + random(40), at = random(count), isPure = random(2) === 0;
       const runs = new Int32Array(new SharedArrayBuffer(count * 4));
       const captures = { at: kind === 'abort' ? -1 : at, kind, ms: random(3), runs };
       const controller = new AbortController();
       const options = { inline: 'never', chunkSize: pick(['auto', 1, 5, 100]), sharedMemory: 'live', timeout: CODES[kind] === 'ERR_LOOPPOOL_TIMEOUT' ? 700 : 30_000, signal: controller.signal };
       const t0 = isPure ? t.pureTask : t.impure;
       const told = { call, method, kind, count, at, isPure, chunkSize: options.chunkSize };
       const expectError = (e) => {
         const code = e.code ?? e.name;
         const right = kind === 'abort' ? e.message === 'enough' : kind === 'throw' || kind === 'reject' ? (isPure && kind === 'throw' ? e.name === 'RangeError' : code === 'ERR_LOOPPOOL_FAILED') && (e.index ?? at) === at : code === CODES[kind] && e.index === at;
         if (!right) complain('error', { ...told, message: e.message, code });
       };
       const check = (x, result) => { if (result?.[0] !== x || result[1] !== 'r' + x) complain('result', { ...told, x, result }); };
       const items = random(2) === 0 ? Array.from(range(count)) : range(count);
       const neighbour = method.endsWith('Sync') ? null : p.map(t.quick, range(20), undefined, { inline: 'never', chunkSize: 3 });
       const start = performance.now();
       try {
         if (kind === 'abort') setTimeout(() => controller.abort(new Error('enough')), random(30));
         if (method === 'mapSync') { p.mapSync(t0, items, captures, options); complain('no error', told); }
         if (method === 'map') { const results = await p.map(t0, items, captures, options); if (kind !== 'abort') complain('no error', told); else results.forEach((r, x) => check(x, r)); }
         if (method.startsWith('zip')) {
           let next = 0;
           for await (const pair of p[method](t0, items, captures, options)) {
             if (pair[0] !== next) complain('order', { ...told, next });
             try { check(next, pair[1]); if (next === at && kind !== 'abort') complain('no error', told); } catch (e) { if (next !== at || kind === 'abort') complain('place', { ...told, next, message: e.message }); expectError(e); }
             next += 1;
           }
           if (next !== count) complain('count', { ...told, next });
         }
         if (method === 'imap') { let next = 0; for await (const r of p.imap(t0, items, captures, options)) check(next++, r); if (kind !== 'abort') complain('no error', told); }
         if (method === 'imapUnordered') {
           const seen = new Set();
           for await (const { index, value } of p.imapUnordered(t0, items, captures, options)) { check(index, value); if (seen.has(index)) complain('twice', told); seen.add(index); }
           if (kind !== 'abort') complain('no error', told);
         }
       } catch (e) { expectError(e); }
       const took = performance.now() - start;
       if (took > 40_000) complain('slow', { ...told, took });
       if (neighbour !== null) { const r = await neighbour; if (!r.every((y, x) => y === 2 * x)) complain('neighbour', told); }
       if (!isPure && method.startsWith('zip') && kind !== 'abort') runs.forEach((n, x) => { if (n !== 1) complain('runs', { ...told, x, n }); });
       if (!isPure) runs.forEach((n, x) => { if (n > 1) complain('ran twice', { ...told, x, n }); });
     }
     await p.close();
     show(wrong, process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name)));`,
    { timeout: 50_000 + calls * 5000 },
  );
