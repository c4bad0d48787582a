import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { builtRuntime, linesOf, program, root, runProgram } from './program.js';

// Ample: several threads each, on machines with two busy cores.
vi.setConfig({ testTimeout: 120_000 });
beforeAll(builtRuntime, 60_000);

const square = `export const square = task(import.meta.url, 'square', (x) => x * x, pure);`;
const tsx = [
  '--require',
  join(root, 'node_modules/tsx/dist/preflight.cjs'),
  '--import',
  `file://${join(root, 'node_modules/tsx/dist/loader.mjs')}`,
];

describe('where it runs', () => {
  it('CommonJS, with __filename', async () => {
    const finished = await runProgram({
      files: {
        'package.json': '{}',
        'loops.tasks.js': `const { task } = require('looppool'); exports.square = task(__filename, 'square', (x, { k }, { isWorker }) => [x * k, isWorker], { pure: true });`,
        'main.js': `const { pool } = require('looppool'); const { square } = require('./loops.tasks.js'); console.log(pool.mapSync(square, [1, 2], { k: 3 }, { inline: 'never' }));`,
      },
      entry: 'main.js',
    });
    expect(finished.stdout).toBe('[ [ 3, true ], [ 6, true ] ]\n');
  });

  it('a package without "type": Node warns of it once, not in every thread again', async () => {
    const { files, entry } = program(square, `show(pool.mapSync(t.square, [3], undefined, { inline: mode }));`);
    const [here, there] = await Promise.all(
      ['always', 'never'].map((mode) =>
        runProgram({
          files: {
            ...files,
            'package.json': '{}',
            'main.js': `const mode = '${mode}';\n${files['main.js'] ?? ''}`,
          },
          entry,
        }),
      ),
    );
    const warnings = (text = ''): number => text.split('MODULE_TYPELESS_PACKAGE_JSON').length;
    expect(there?.stdout).toBe('[9]\n');
    expect(warnings(there?.stderr)).toBe(warnings(here?.stderr));
  });

  it('one pool and one registry for import and require', async () => {
    const lines = await linesOf(
      square,
      `import { createRequire } from 'node:module';
       const required = createRequire(import.meta.url)('looppool');
       show(required.pool === pool, required.TaskError === TaskError, required.pool.mapSync(t.square, [3], undefined, never));`,
    );
    expect(lines).toEqual(['true true [9]']);
  });

  it('is imported about as fast as it is required: an ES module does not cost every thread a search of the whole package', async () => {
    const finished = await runProgram({
      files: {
        'import.js': "import 'looppool';",
        'require.cjs': "require('looppool');",
        'main.js': `import { once } from 'node:events';
          import { Worker } from 'node:worker_threads';
          const best = {};
          const cpu = () => Object.values(process.cpuUsage()).reduce((sum, us) => sum + us);
          // What else the machine does only adds.
          for (let i = 0; i < 14; i += 1) {
            const name = ['import.js', 'require.cjs'][i % 2];
            const start = cpu();
            await once(new Worker(new URL(name, import.meta.url)), 'exit');
            best[name] = Math.min(best[name] ?? Infinity, cpu() - start);
          }
          console.log(best['import.js'] / best['require.cjs']);`,
      },
      entry: 'main.js',
    });
    expect(finished.stderr).toBe('');
    expect(Number(finished.stdout)).toBeLessThan(1.5);
  });

  it('TypeScript under tsx, ES modules and CommonJS', async () => {
    const files = {
      'loops.tasks.ts': `import { task, type Emits } from 'looppool';
        import { scale } from './helper.js';
        export const scaled = task(import.meta.url, 'scaled', (x: number, { k }: { k: number }, { isWorker }): [number, boolean] => [scale(x) + k, isWorker], { pure: true });
        export const each = task(import.meta.url, 'each', (x: number, _: undefined, { emit }: Emits<string>) => { emit('a' + x); }, { pure: true, emits: true });`,
      'helper.ts': 'enum Factor { Ten = 10 }\nexport const scale = (x: number): number => x * Factor.Ten;',
      'main.ts': `import { pool, range } from 'looppool';
        import { scaled, each } from './loops.tasks.js';
        const results: [number, boolean][] = pool.mapSync(scaled, [1, 2], { k: 1 }, { inline: 'never' });
        const emitted: string[][] = pool.mapSync(each, range(2), undefined, { inline: 'never' });
        console.log(JSON.stringify([results, emitted, pool.stats.itemsInline]));`,
    };
    for (const type of ['module', 'commonjs']) {
      const finished = await runProgram({
        files: { ...files, 'package.json': JSON.stringify({ type }) },
        entry: 'main.ts',
        flags: tsx,
      });
      expect(finished).toMatchObject({ stdout: '[[[11,true],[21,true]],[["a0"],["a1"]],0]\n', stderr: '', code: 0 });
    }
  });

  it('TypeScript under tsx loads the same in a thread: default imports of CommonJS, imports at run time', async () => {
    const finished = await runProgram({
      files: {
        'package.json': '{ "type": "module" }',
        'node_modules/old/package.json': '{ "main": "index.js" }',
        'node_modules/old/index.js':
          'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = 5;',
        'more.ts': 'export const two: number = 2;',
        'loops.tasks.ts': `import { task } from 'looppool';
          import old from 'old';
          export const typeOf = task(import.meta.url, 'typeOf', async (x: number) => [x, typeof old, (await import('./more.js')).two]);`,
        'main.ts': `import { pool } from 'looppool';
          import { typeOf } from './loops.tasks.js';
          console.log(JSON.stringify([await typeOf(1), ...(await pool.map(typeOf, [1], undefined, { inline: 'never' }))]), pool.stats.itemsInWorkers);`,
      },
      entry: 'main.ts',
      flags: tsx,
    });
    expect(finished).toMatchObject({ stderr: '', code: 0 });
    const [here, there] = JSON.parse(finished.stdout.replace(/ 1\n$/, '')) as unknown[];
    expect(there).toEqual(here);
  });

  it('with flags that threads refuse, and as a script given on the command line', async () => {
    const { files } = program(square, '');
    const code = `import { pool } from 'looppool'; import * as t from './loops.tasks.js'; console.log(pool.mapSync(t.square, [3], undefined, { inline: 'never' }), pool.stats.itemsInWorkers);`;
    const finished = await runProgram({
      files,
      entry: '',
      flags: ['--expose-gc', '--max-old-space-size=300', '--input-type=module', '-e', code],
      env: { NODE_OPTIONS: '--max-old-space-size=400 --no-warnings' },
    });
    expect(finished).toMatchObject({ stdout: '[ 9 ] 1\n', code: 0 });
  });

  it('tasks see the environment and the arguments that the main thread saw when it loaded them', async () => {
    const finished = await runProgram({
      ...program(
        `const { COLOR, LATER } = process.env; const args = process.argv.slice(1).map((a) => a.split(/[\\\\/]/).pop());
         export const read = task(import.meta.url, 'read', () => [COLOR, LATER, ...args], pure);`,
        `process.env.COLOR = 'changed'; process.env.LATER = 'set';
         show(pool.mapSync(t.read, [1], undefined, never));`,
      ),
      args: ['one'],
      env: { COLOR: 'red' },
    });
    expect(finished.stdout.split('\n')[0]).toBe('[["red",null,"main.js","one"]]');
  });

  it('a task registered later sees the later environment', async () => {
    const run = program(
      `export const read = task(import.meta.url, 'read', () => process.env.COLOR, pure);`,
      `show(pool.mapSync(t.read, [1], undefined, never));
       process.env.COLOR = 'green';
       const { read } = await import('./more.tasks.js');
       process.env.COLOR = 'blue';
       show(pool.mapSync(read, [1, 2, 3, 4], undefined, never));`,
    );
    const files = {
      ...run.files,
      'more.tasks.js': `import { task } from 'looppool'; const color = process.env.COLOR; export const read = task(import.meta.url, 'read', () => color, { pure: true });`,
    };
    const finished = await runProgram({ ...run, files, env: { COLOR: 'red' } });
    expect(finished.stdout).toBe('["red"]\n["green","green","green","green"]\n');
  });

  it('calls inside a worker run there', async () => {
    const lines = await linesOf(
      `import { pool } from 'looppool';
       export const inner = task(import.meta.url, 'inner', (x, _, { isWorker }) => isWorker && x, pure);
       export const outer = task(import.meta.url, 'outer', (x) => pool.mapSync(inner, [x, x + 1], undefined, { inline: 'never' }), pure);`,
      `show(pool.mapSync(t.outer, [1, 3], undefined, never));`,
    );
    expect(lines).toEqual(['[[1,2],[3,4]]']);
  });

  it('prints what tasks print, in full, while the caller blocks; and nothing of its own', async () => {
    const finished = await runProgram(
      program(
        `export const log = task(import.meta.url, 'log', (x) => { console.log('x'.repeat(40_000)); console.error('err ' + x); return x; });`,
        `pool.mapSync(t.log, range(20), undefined, never);`,
      ),
    );
    expect(finished.stdout).toBe(`${'x'.repeat(40_000)}\n`.repeat(20));
    expect(finished.stderr.split('\n').sort().slice(1)).toEqual(
      Array.from({ length: 20 }, (_, i) => `err ${i}`).sort(),
    );
  });

  it('tells on a terminal which thread printed a line, and on nothing else', async () => {
    const finished = await runProgram(
      program(
        `export const log = task(import.meta.url, 'log', (x) => { process.stdout.write('a' + x); console.log('b\\n\\nc'); console.error('e'); return x; });`,
        `process.stdout.isTTY = true;
         const p = new Pool({ workers: 1, name: 'lone' });
         for (const x of [1, 2]) p.mapSync(t.log, [x], undefined, never);`,
      ),
    );
    const lines = (x: number): string => `[lone 1] a${x}b\n[lone 1] \n[lone 1] c\n`;
    expect(finished.stdout).toBe(lines(1) + lines(2));
    expect(finished.stderr).toBe('e\ne\n');
  });
});

describe('threads', () => {
  it('keep no process alive, whatever it left behind', async () => {
    const slow = `export const slow = task(import.meta.url, 'slow', async (ms) => { await new Promise((resolve) => setTimeout(resolve, ms)); return ms; }, pure);
      export const spin = task(import.meta.url, 'spin', () => { for (;;); }, pure);\n${square}`;
    const mains = [
      `pool.mapSync(t.square, [1], undefined, never);`,
      `await pool.map(t.square, [1], undefined, never);`,
      `const p = new Pool({ workers: 2 }); p.mapSync(t.square, [1], undefined, never);`,
      `const it = pool.zip(t.square, range(1000), undefined, never); await it.next();`,
      `const it = pool.zipSync(t.spin, range(1000), undefined, never); it.next();`,
      `for (const pair of pool.zipSync(t.spin, range(1000), undefined, never)) break;`,
      `void pool.map(t.spin, [1], undefined, never); setTimeout(() => process.exit(0), 100);`,
    ];
    for (const main of mains) {
      const finished = await runProgram({ ...program(slow, main), timeout: 30_000 });
      expect([main, finished.code, finished.stderr]).toEqual([main, 0, '']);
    }
    expect(await linesOf(slow, `void pool.map(t.slow, [300], undefined, never).then(show);`)).toEqual(['[300]']);
  });

  it('end with close and terminate; calls under way are finished or fail', async () => {
    const lines = await linesOf(
      `export const slow = task(import.meta.url, 'slow', async (ms) => { await new Promise((resolve) => setTimeout(resolve, ms)); return ms; }, pure);`,
      `const a = new Pool({ workers: 1, name: 'a' });
       const results = a.map(t.slow, [200], undefined, never);
       await a.close();
       show(await results);
       try { a.mapSync(t.slow, [1]); } catch (e) { show(e.name, e.message); }
       const b = new Pool({ workers: 1, name: 'b' });
       const lost = b.map(t.slow, [10_000], undefined, never).catch((e) => show(e.name, e.message));
       await b.terminate();
       await lost;
       const c = new Pool({ workers: 3 });
       show(c.workers, pool.workers, c.name);
       await c[Symbol.asyncDispose]();`,
    );
    expect(lines).toEqual([
      '[200]',
      'PoolError pool.mapSync(): pool "a" is closed',
      'PoolError pool "b": was terminated',
      '3 2 looppool',
    ]);
  });

  it('are left alone when a signal aborts the call', async () => {
    const lines = await linesOf(
      `export const slow = task(import.meta.url, 'slow', (ms, _, { signal }) => new Promise((resolve) => { const end = setTimeout(() => resolve('ran'), ms); signal.addEventListener('abort', () => { clearTimeout(end); resolve('told'); }); }), pure);\n${square}`,
      `const controller = new AbortController();
       setTimeout(() => controller.abort(new Error('enough')), 300);
       const start = performance.now();
       await pool.map(t.slow, [60_000, 60_000], undefined, { ...never, signal: controller.signal }).catch((e) => show(e.message));
       show(performance.now() - start < 5000, pool.mapSync(t.square, [2], undefined, never));
       try { pool.mapSync(t.square, [2], undefined, { signal: controller.signal }); } catch (e) { show(e.message); }`,
    );
    expect(lines).toEqual(['enough', 'true [4]', 'enough']);
  });
});

describe('the package', () => {
  it('installs offline from its folder and from its tarball, and is typed for import and require', async () => {
    const runtime = await builtRuntime();
    const manifest = JSON.parse(readFileSync(join(runtime, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      dependencies?: unknown;
    };
    expect(manifest).toMatchObject({
      name: 'looppool',
      license: 'MIT',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    });
    expect(manifest.dependencies).toBeUndefined();
    const tarball = join(dirname(runtime), `looppool-${manifest.version}.tgz`);
    expect(existsSync(tarball)).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), 'looppool-install-'));
    try {
      writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }');
      execFileSync(
        'npm',
        ['install', '--offline', '--no-audit', '--no-fund', '--cache', join(folder, 'cache'), tarball],
        { cwd: folder, stdio: 'pipe' },
      );
      writeFileSync(
        join(folder, 'loops.tasks.js'),
        `import { task } from 'looppool';\n${square.replace('pure)', '{ pure: true })')}`,
      );
      writeFileSync(
        join(folder, 'main.js'),
        `import { pool } from 'looppool'; import { square } from './loops.tasks.js'; console.log(pool.mapSync(square, [3], undefined, { inline: 'never' }));`,
      );
      expect(execFileSync(process.execPath, ['main.js'], { cwd: folder, encoding: 'utf8' })).toBe('[ 9 ]\n');
      const types = `import { Pool, pool, range, task, type Emits, type Indexed, type Progress } from 'looppool';
        const length = task('', 'length', (s: string, { add }: { add: number }) => s.length + add, { pure: true });
        const a: number[] = pool.mapSync(length, ['x'], { add: 1 });
        const each = task('', 'each', (n: number, _: undefined, { emit }: Emits<string>) => { emit(String(n)); }, { emits: true });
        const b: string[][] = pool.mapSync(each, range(3));
        const later = task('', 'later', async (n: number) => n, { pure: true });
        export async function run(): Promise<number[]> { for await (const [n, r] of pool.zip(later, [1])) a.push(n + r); return pool.map(later, [1]); }
        for (const [s, n] of pool.zipSync(length, new Set(['x']), { add: 1 }, { holes: 'skip' })) a.push(s.length + n + length(s, { add: 0 }));
        async function* lines(): AsyncGenerator<string> { yield 'x'; }
        export async function streams(): Promise<void> {
          for await (const n of pool.imap(length, lines(), { add: 1 })) n.toFixed();
          for await (const n of pool.imap(later, [1], undefined, { concurrency: 3 })) n.toFixed();
          for await (const { index, value } of pool.imapUnordered(length, ['x'], { add: 1 }) as AsyncIterable<Indexed<number>>) a.push(index + value);
          const one: number = await pool.submit(later, 1, undefined, { timeout: 5, signal: AbortSignal.timeout(9) });
          const some: number[] = await pool.map(later, range(3), undefined, { concurrency: 2, onProgress: ({ done, total }: Progress) => { done.toFixed(); total?.toFixed(); } });
          await using own = new Pool({ workers: 2, initializer: task('', 'setUp', () => 1), maxTasksPerWorker: 10 });
          own.mapSync(sum, [{ data: new Float64Array(2) }], undefined, { transfer: (item) => [item.data.buffer], sharedMemory: 'live' });
          // @ts-expect-error an item of the wrong type
          await pool.submit(length, 1, { add: 1 });
          // @ts-expect-error blocking calls have no concurrency
          pool.mapSync(length, ['x'], { add: 1 }, { concurrency: 2 });
          // @ts-expect-error a blocking call takes no async iterable
          pool.mapSync(length, lines(), { add: 1 });
          // @ts-expect-error holes belong to zip
          await pool.map(length, ['x'], { add: 1 }, { holes: 'skip' });
          // @ts-expect-error buffers of something else
          pool.mapSync(sum, [], undefined, { transfer: (item) => item.data });
          // @ts-expect-error not a mode
          pool.mapSync(length, ['x'], { add: 1 }, { inline: 'sometimes' });
          // @ts-expect-error the context has no such thing
          task('', 'odd', (n: number, _: undefined, { worker }) => n);
          void [one, some];
        }
        const sum = task('', 'sum', ({ data }: { data: Float64Array<ArrayBuffer> }) => data.length, { pure: true });
        const context = task('', 'context', (n: number, _: undefined, { index, signal, isWorker }) => [n + index, signal.aborted, isWorker] as const);
        const contexts: (readonly [number, boolean, boolean])[] = pool.mapSync(context, new Set([1]));
        void contexts;
        // @ts-expect-error captures are missing
        pool.mapSync(length, ['x']);
        // @ts-expect-error items of the wrong type
        pool.mapSync(length, [1], { add: 1 });
        void b;`;
      writeFileSync(join(folder, 'types.mts'), types);
      writeFileSync(join(folder, 'types.cts'), types);
      const compilerOptions = {
        module: 'nodenext',
        target: 'es2022',
        lib: ['es2022', 'esnext.disposable'],
        strict: true,
        noEmit: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
      };
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: ['types.mts', 'types.cts'] }),
      );
      execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
        stdio: 'pipe',
        encoding: 'utf8',
      });
    } catch (error) {
      throw new Error(String((error as { stdout?: unknown }).stdout ?? error), { cause: error });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
