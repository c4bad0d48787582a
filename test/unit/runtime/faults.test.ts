import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtRuntime, linesOf, program, runProgram } from './program.js';

// Ample: several threads each, on machines with two busy cores.
vi.setConfig({ testTimeout: 120_000 });
beforeAll(builtRuntime, 60_000);

const anonymous = (lines: string[]): string[] => lines.map((line) => line.replace(/looppool \d+/g, 'looppool N'));

describe('an item that throws', () => {
  const tasks = `
    class ParseError extends Error { constructor(line) { super('line ' + line); this.line = line; } }
    export const parse = task(import.meta.url, 'parse', (x) => { if (x >= 3) throw new ParseError(x); return x; }, pure);
    export const impure = task(import.meta.url, 'impure', function impureBody(x) { if (x >= 3) throw Object.assign(new TypeError('bad ' + x), { code: 'E_BAD' }); return x; });
    export const here = task(import.meta.url, 'here', (x, _, { isWorker }) => { if (isWorker) throw new Error('only there'); return x; }, pure);
    export const other = task(import.meta.url, 'other', (x) => { throw x; }, pure);`;

  it('throws the genuine error at its place, after the items before it, whatever comes behind', async () => {
    for (const inline of ['never', 'always', 'auto']) {
      const lines = await linesOf(
        tasks,
        `const inline = ${JSON.stringify(inline)};
         try { for (const [x, y] of pool.zipSync(t.parse, range(10), undefined, { inline })) show(x, y); } catch (e) { show(e.constructor.name, e.line, e.stack.includes('loops.tasks.js')); }
         try { pool.mapSync(t.parse, range(10), undefined, { inline }); } catch (e) { show(e.constructor.name, e.line); }
         try { await pool.map(t.parse, range(10), undefined, { inline }); } catch (e) { show(e.constructor.name, e.line); }
         try { for await (const [x, y] of pool.zip(t.parse, range(10), undefined, { inline })) show(x, y); } catch (e) { show(e.constructor.name, e.line); }
         const caught = [];
         for (const pair of pool.zipSync(t.parse, [1, 5, 2, 4], undefined, { inline })) { try { caught.push(pair[1]); } catch (e) { caught.push(e.message); } }
         show(caught);
         try { pool.mapSync(t.other, [{ reason: 1 }], undefined, { inline }); } catch (e) { show(e); }`,
      );
      expect(lines).toEqual([
        '0 0',
        '1 1',
        '2 2',
        'ParseError 3 true',
        'ParseError 3',
        'ParseError 3',
        '0 0',
        '1 1',
        '2 2',
        'ParseError 3',
        '[1,"line 5",2,"line 4"]',
        '{"reason":1}',
      ]);
    }
  });

  it('is described by a TaskError where the task is not pure', async () => {
    const lines = await linesOf(
      tasks,
      `function caller() { return pool.mapSync(t.impure, [1, 2, 3, 4], undefined, never); }
       try { caller(); } catch (e) {
         show(e instanceof TaskError, e.name, e.code, e.task, e.index, e.message);
         show(e.cause.name, e.cause.message, e.cause.code, /impureBody/.test(e.stack), /caller/.test(e.stack), /impureBody/.test(e.cause.stack));
       }`,
    );
    expect(anonymous(lines)).toEqual([
      'true TaskError ERR_LOOPPOOL_FAILED impure 2 task "impure": item 2 failed in worker "looppool N": TypeError: bad 3',
      'TypeError bad 3 E_BAD true true true',
    ]);
  });

  it('is a TaskError where it does not fail on the calling thread', async () => {
    const lines = await linesOf(
      tasks,
      `try { pool.mapSync(t.here, [1, 2], undefined, never); } catch (e) { show(e.name, e.code, e.index, e.cause.message); }`,
    );
    expect(lines).toEqual(['TaskError ERR_LOOPPOOL_FAILED 0 only there']);
  });

  it('past an exit is discarded; so are endless ones, before and after the exit in the same chunk', async () => {
    const lines = await linesOf(
      `export const odd = task(import.meta.url, 'odd', (x) => { if (x === 3) throw new Error('three'); if (x === 4) for (;;); return x; }, pure);`,
      `for (const chunkSize of [1, 10, 'auto']) {
         for (const [x, y] of pool.zipSync(t.odd, range(10), undefined, { ...never, chunkSize })) { show(y); if (y === 2) break; }
         try { for (const [x, y] of pool.zipSync(t.odd, range(1, 10), undefined, { ...never, chunkSize })) show(y); } catch (e) { show(e.message); }
       }
       show(pool.mapSync(t.odd, [0, 1], undefined, never));`,
    );
    const block = ['0', '1', '2', '1', '2', 'three'];
    expect(lines).toEqual([...block, ...block, ...block, '[0,1]']);
  });
});

describe('a worker that dies', () => {
  const tasks = `
    export const exits = task(import.meta.url, 'exits', (x) => { if (x === 3) process.exit(7); return x; }, pure);
    export const hangs = task(import.meta.url, 'hangs', (x) => { if (x === 3) for (;;); return x; }, pure);
    export const eats = task(import.meta.url, 'eats', (x) => { if (x === 3) { const all = []; for (;;) all.push(new Array(1e5).fill(x)); } return x; }, pure);
    export const impure = task(import.meta.url, 'impure', (x) => { if (x === 3) process.exit(7); return x; });`;

  it('is an error of exactly its item, and is replaced', async () => {
    const lines = await linesOf(
      tasks,
      `const small = new Pool({ workers: 2, name: 'small', resourceLimits: { maxOldGenerationSizeMb: 64 } });
       for (const [task, options, p] of [[t.exits, {}, pool], [t.hangs, { timeout: 150 }, pool], [t.eats, {}, small], [t.impure, {}, pool]]) {
         for (const chunkSize of [1, 10]) {
           const results = [];
           for (const pair of p.zipSync(task, range(6), undefined, { ...never, ...options, chunkSize })) {
             try { results.push(pair[1]); } catch (e) { results.push(e.code + ' ' + e.index); }
           }
           show(results);
         }
         try { p.mapSync(task, range(6), undefined, { ...never, ...options }); } catch (e) { show(e.name, e.message); }
         await p.map(task, range(6), undefined, { ...never, ...options }).catch((e) => show(e.name, e.index, e.cause instanceof Error));
       }
       await small.close();`,
      {},
    );
    const block = (code: string, name: string, text: string): string[] => [
      `[0,1,2,"${code} 3",4,5]`,
      `[0,1,2,"${code} 3",4,5]`,
      `TaskError task "${name}": item 3: its worker "${name === 'eats' ? 'small' : 'looppool'} N" ${text}`,
      'TaskError 3 true',
    ];
    expect(lines.map((line) => line.replace(/(looppool|small) \d+/, '$1 N'))).toEqual([
      ...block('ERR_LOOPPOOL_EXIT', 'exits', 'ended while it ran (process.exit()?)'),
      ...block('ERR_LOOPPOOL_TIMEOUT', 'hangs', 'did not finish it within the timeout'),
      ...block('ERR_LOOPPOOL_MEMORY', 'eats', 'ran out of memory'),
      ...block('ERR_LOOPPOOL_EXIT', 'impure', 'ended while it ran (process.exit()?)'),
    ]);
  });

  it('runs no item of an impure task twice', async () => {
    const lines = await linesOf(
      `import { appendFileSync } from 'node:fs';
       export const log = task(import.meta.url, 'log', (x, { file }) => { appendFileSync(file, x + ' '); if (x === 5) process.exit(1); return x; });`,
      `import { readFileSync } from 'node:fs';
       const results = [];
       for (const pair of pool.zipSync(t.log, range(20), { file: 'log.txt' }, { ...never, chunkSize: 10 })) { try { results.push(pair[1]); } catch (e) { results.push('x'); } }
       show(results.join(' '));
       show(readFileSync('log.txt', 'utf8').trim().split(' ').map(Number).sort((a, b) => a - b).join(' '));`,
    );
    expect(lines).toEqual([
      '0 1 2 3 4 x 6 7 8 9 10 11 12 13 14 15 16 17 18 19',
      '0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19',
    ]);
  });
});

describe('a supervisor that dies', () => {
  it.each([
    ['when it starts', 'process.exit(3);'],
    ['with an error', 'throw new Error("broken");'],
    ['later', "require('node:worker_threads').workerData.port.once('message', () => process.exit(3));"],
  ])('%s ends blocking and other calls in a clear error, not in a hang', async (_, text) => {
    const folder = mkdtempSync(join(tmpdir(), 'looppool-broken-'));
    try {
      cpSync(await builtRuntime(), folder, { recursive: true });
      // As the real one: it says that it ended.
      const farewell =
        "process.on('exit', () => { const c = new Int32Array(require('node:worker_threads').workerData.control); c[2] = 1; Atomics.notify(c, 0); });";
      writeFileSync(join(folder, 'supervisor.js'), `${farewell}\n${text}`);
      const lines = await linesOf(
        `export const same = task(import.meta.url, 'same', (x) => x, pure);`,
        `try { pool.mapSync(t.same, [1], undefined, never); } catch (e) { show(e.name, e.message); }
         await pool.map(t.same, [1], undefined, never).catch((e) => show(e.name));
         show(pool.mapSync(t.same, [1], undefined, { inline: 'always' }));`,
        { runtime: folder, timeout: 40_000 },
      );
      expect(lines).toEqual(['PoolError pool "looppool": the supervising thread ended', 'PoolError', '[1]']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a module that no worker can load', () => {
  it.each([
    [
      'ends its thread',
      "import { isMainThread } from 'node:worker_threads'; if (!isMainThread) process.exit(1);",
      'loading it in a worker fails',
    ],
    [
      'throws',
      "import { isMainThread } from 'node:worker_threads'; if (!isMainThread) throw new Error('not here');",
      'not here',
    ],
    ['has no such export', '', 'has no exported function "missing"'],
  ])('%s: its tasks run here, with one warning', async (_, head, reason) => {
    const finished = await runProgram(
      program(
        `${head}\nexport const same = task(import.meta.url, ${reason.includes('missing') ? "'missing'" : "'same'"}, (x, _, { isWorker }) => [x, isWorker], pure);`,
        `show(pool.mapSync(t.same, [1, 2, 3], undefined, never)); show(pool.mapSync(t.same, [4], undefined, never)); show(await pool.map(t.same, [5], undefined, never));`,
      ),
    );
    expect(finished.stdout).toBe('[[1,false],[2,false],[3,false]]\n[[4,false]]\n[[5,false]]\n');
    expect(finished.stderr.match(/LooppoolWarning/g)).toHaveLength(1);
    expect(finished.stderr).toContain(reason);
    expect(finished.stats?.calls[0]).toMatchObject({ itemsInWorkers: 0, itemsInline: 3 });
  });

  it('is the program itself: a worker never loads that', async () => {
    const finished = await runProgram({
      files: {
        'main.js': `import { pool, task } from 'looppool';
          console.log('once');
          export const same = task(import.meta.url, 'same', (x, _, { isWorker }) => isWorker, { pure: true });
          const plain = (x) => x;
          console.log(pool.mapSync(same, [1], undefined, { inline: 'never' }), pool.mapSync(plain, [2], undefined, { inline: 'never' }));`,
      },
      entry: 'main.js',
    });
    expect(finished.stdout).toBe('once\n[ false ] [ 2 ]\n');
    expect(finished.stderr).toContain('its module is the program itself');
    expect(finished.stderr).toContain('the function was not made by task()');
  });

  it('was never registered: named by mistakes of the caller', async () => {
    const lines = await linesOf(
      `export const same = task(import.meta.url, 'same', (x) => x, pure);`,
      `for (const wrong of [() => pool.mapSync(5, []), () => pool.mapSync(t.same, 5), () => pool.zipSync(t.same, [], {}, { chunkSize: -1 }), () => new Pool({ threads: 2 })]) try { wrong(); } catch (e) { show(e.name, e.message); }`,
    );
    expect(lines).toEqual([
      'TypeError pool.mapSync(): expected a task made by task(), received number 5',
      'TypeError expected an iterable as items (an array, a Map, range(…)), received number 5',
      "TypeError options.chunkSize: expected 'auto' or an integer of at least 1, received number -1",
      'TypeError new Pool(options): expected one of workers, name, timeout, resourceLimits, maxTasksPerWorker, initializer, received threads',
    ]);
  });
});

describe('what a task leaves behind', () => {
  const tasks = `
    import { appendFileSync } from 'node:fs';
    export const leave = task(import.meta.url, 'leave', (x, file) => { appendFileSync(file, x + ' '); Promise.reject(new Error('left by ' + x)); return x; });
    export const end = task(import.meta.url, 'end', (x, file) => { appendFileSync(file, x + ' '); setImmediate(() => process.exit(1)); return x; });
    export const late = task(import.meta.url, 'late', (x) => { setTimeout(() => { throw new RangeError('too late'); }, 20); return x; }, pure);`;

  it('never makes an item run twice that may run once', async () => {
    const lines = await linesOf(
      tasks,
      `import { readFileSync, writeFileSync } from 'node:fs';
       for (const name of ['leave', 'end']) {
         writeFileSync('ran.txt', '');
         const results = [];
         for (let i = 0; i < 30; i += 2) results.push(...(await pool.map(t[name], [i, i + 1], 'ran.txt', { ...never, chunkSize: 1 + (i % 4) / 2 })));
         const ran = readFileSync('ran.txt', 'utf8').trim().split(' ').map(Number);
         show(results.join() === [...range(30)].join(), ran.length, new Set(ran).size);
       }`,
    );
    expect(lines).toEqual(['true 30 30', 'true 30 30']);
  });

  it('is told when it ends an idle thread, which is replaced', async () => {
    const { stdout, stderr } = await runProgram(
      program(
        tasks,
        `show(await pool.map(t.late, [1, 2], undefined, never));
         await new Promise((resolve) => setTimeout(resolve, 500));
         show(await pool.map(t.late, [3], undefined, never));`,
      ),
    );
    expect(stdout).toBe('[1,2]\n[3]\n');
    expect(stderr).toContain(
      'LooppoolWarning: pool "looppool": an error that no task caught has ended an idle thread: RangeError: too late',
    );
  });
});

describe('workers that are all at items which never end', () => {
  it('keep another call waiting once, not for every item', async () => {
    const lines = await linesOf(
      `export const find = task(import.meta.url, 'find', (x) => { while (x > 4) ; return x; }, pure);
       export const twice = task(import.meta.url, 'twice', (x) => 2 * x, pure);`,
      `for (const [x, y] of pool.zipSync(t.find, range(20), undefined, { ...never, chunkSize: 1 })) {
         if (x < 4) continue;
         show(y);
         await new Promise((resolve) => setTimeout(resolve, 100));
         const since = performance.now();
         show(pool.mapSync(t.twice, range(5), undefined, { ...never, chunkSize: 1 }), (await pool.map(t.twice, range(5), undefined, never)));
         show(performance.now() - since < 14_000);
         break;
       }`,
    );
    expect(lines).toEqual(['4', '[0,2,4,6,8] [0,2,4,6,8]', 'true']);
  });
});
