import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtRuntime, linesOf, program, runProgram } from './program.js';

// Ample: several threads each, on machines with two busy cores.
vi.setConfig({ testTimeout: 120_000 });
beforeAll(builtRuntime, 60_000);

/** The rows of "What differs inside a thread" in the README of the runtime. */
describe('what differs inside a thread', () => {
  it('is refused by threads, and so done on the calling thread where the task is pure', async () => {
    const lines = await linesOf(
      `export const change = task(import.meta.url, 'change', (folder) => { process.chdir(folder); return process.cwd(); }, pure);
       export const mask = task(import.meta.url, 'mask', () => { process.umask(0o22); return 'set'; }, pure);
       export const where = task(import.meta.url, 'where', (_, c, { isWorker }) => [process.cwd(), isWorker], pure);
       export const impure = task(import.meta.url, 'impure', (folder) => process.chdir(folder));`,
      `import { mkdirSync } from 'node:fs';
       mkdirSync('inner');
       const before = process.cwd();
       show(pool.mapSync(t.mask, [1], undefined, never));
       show(pool.mapSync(t.change, ['inner'], undefined, never)[0] !== before, process.cwd() !== before);
       const [[folder, isWorker]] = pool.mapSync(t.where, [1], undefined, never);
       show(folder === process.cwd(), isWorker);
       try { pool.mapSync(t.impure, ['.'], undefined, never); } catch (e) { show(e.code, e.cause.code); }`,
    );
    expect(lines).toEqual([
      '["set"]',
      'true true',
      'true true',
      'ERR_LOOPPOOL_FAILED ERR_WORKER_UNSUPPORTED_OPERATION',
    ]);
  });

  it('stays in its thread: variables, signals, stores, hooks for stacks, patches, standard input', async () => {
    const finished = await runProgram(
      program(
        `import { AsyncLocalStorage } from 'node:async_hooks';
         export const store = new AsyncLocalStorage();
         let signals = 0;
         process.on('SIGUSR2', () => { signals += 1; });
         export const look = task(import.meta.url, 'look', (x, c, { isWorker }) => {
           process.env.WRITTEN = 'by a task';
           if (isWorker) process.title = 'by a task';
           return [isWorker, store.getStore() ?? null, new Error('e').stack === 'patched', Math.random() === 5, signals, process.stdin.readableLength, new Intl.DateTimeFormat().resolvedOptions().timeZone];
         }, pure);`,
        `Error.prepareStackTrace = () => 'patched';
         Math.random = () => 5;
         process.kill(process.pid, 'SIGUSR2');
         await new Promise((resolve) => setTimeout(resolve, 100));
         const there = t.store.run('mine', () => pool.mapSync(t.look, [1], undefined, never));
         const here = t.store.run('mine', () => pool.mapSync(t.look, [1], undefined, { inline: 'always' }));
         show(there[0].slice(0, 6), here[0].slice(0, 6), there[0][6] === here[0][6]);
         delete process.env.WRITTEN;
         pool.mapSync(t.look, [1], undefined, never);
         show(process.env.WRITTEN ?? 'unset', process.title !== 'by a task');`,
      ),
    );
    expect([finished.stderr, finished.stdout.split('\n')]).toEqual([
      '',
      ['[true,null,false,false,0,0] [false,"mine",true,true,1,0] true', 'unset true', ''],
    ]);
  });

  it('is avoided where somebody watches: under a debugger and a coverage tool auto stays here', async () => {
    const heavy = program(
      `export const heavy = task(import.meta.url, 'heavy', (x, _, { isWorker }) => { const end = performance.now() + 60; while (performance.now() < end); return isWorker; }, pure);`,
      `show(pool.mapSync(t.heavy, range(6)).includes(true), pool.stats.reasonsInline); await pool.submit(t.heavy, 1); process.exit();`,
    );
    const coverage = await runProgram({ ...heavy, env: { NODE_V8_COVERAGE: 'coverage' } });
    expect(coverage.stdout).toBe('false ["auto: a debugger or a coverage tool is at work"]\n');
    const debugged = await runProgram({ ...heavy, flags: ['--inspect=0'] });
    expect(debugged.stdout).toBe('false ["auto: a debugger or a coverage tool is at work"]\n');
    const plain = await runProgram(heavy);
    expect(plain.stdout).toMatch(/^true/);
    const single = await runProgram({ ...heavy, env: { LOOPPOOL_WORKERS: '1' } });
    expect(single.stdout).toMatch(/^false/);
  });

  it('stops at a breakpoint in a task, with its variables at hand, in a worker and on the calling thread', async () => {
    const lines = await linesOf(
      `import { Session } from 'node:inspector';
       const stops = [];
       const session = new Session();
       session.connect();
       session.on('Debugger.paused', ({ params }) => {
         const [{ callFrameId, functionName }] = params.callFrames;
         session.post('Debugger.evaluateOnCallFrame', { callFrameId, expression: 'item * by' }, (error, answer) => stops.push([functionName, answer.result.value]));
       });
       session.post('Debugger.enable');
       function body(item, { by }) {
         const product = item * by;
         return product;
       }
       const lineNumber = Number(/:(\\d+):\\d+\\)?$/.exec(new Error().stack.split('\\n')[1])[1]) - 4;
       session.post('Debugger.setBreakpointByUrl', { urlRegex: 'loops\\\\.tasks\\.js$', lineNumber });
       export const times = task(import.meta.url, 'times', (item, captures, { isWorker }) => [isWorker, body(item, captures), stops.splice(0)], pure);`,
      `for (const inline of ['never', 'always']) show(pool.mapSync(t.times, [2, 3], { by: 5 }, { inline, chunkSize: 2 }));`,
    );
    const stops = (isWorker: boolean): string =>
      JSON.stringify([2, 3].map((item) => [isWorker, item * 5, [['body', item * 5]]]));
    expect(lines).toEqual([stops(true), stops(false)]);
  });

  it('may load a native addon', async () => {
    // Small, and there anyway: piscina may use it.
    const addon = JSON.stringify(createRequire(import.meta.url).resolve('@napi-rs/nice'));
    const lines = await linesOf(
      `import { createRequire } from 'node:module';
       const { nice } = createRequire(import.meta.url)(${addon});
       export const priority = task(import.meta.url, 'priority', (by, _, { isWorker }) => [isWorker, nice(by)], pure);`,
      `const there = pool.mapSync(t.priority, [0, 0, 0], undefined, { ...never, chunkSize: 1 });
       show(there.every(([isWorker, value]) => isWorker && value === t.priority(0, undefined, {})[1]), pool.stats.itemsInWorkers);`,
    );
    expect(lines).toEqual(['true 3']);
  });
});
