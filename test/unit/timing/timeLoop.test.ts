import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { leftovers, prepare, removePrograms, type Program } from './timed.js';

const root = path.resolve(import.meta.dirname, '../../..');
const busy = `function busy(x) { let v = 0; for (let k = 0; k < 20000; k++) v += Math.sin(x * k); return v; }`;
const imports = `import { pool } from 'looppool';\nimport { task } from './main.tasks.js';\n`;

/** A tasks module whose task is the function with this text. */
function tasks(text: string): string {
  return `import { task as define } from 'looppool';\n${busy}\nexport const task = define(import.meta.url, 'task', ${text});\n`;
}

/** One loop a run: the tests look at results, not at times. */
const once = { outsideEffects: true };

const mapped: Program = {
  file: 'main.js',
  text: `${busy}
const SCALE = 2;
export function main() {
  const xs = [1, 2, 3];
  const ys = /*[*/xs.map((x) => busy(x) * SCALE)/*]*/;
  console.log(ys.length);
}
main();
`,
  imports,
  parallel: `pool.mapSync(task, xs, { SCALE })`,
  tasks: tasks(`(x, { SCALE }) => busy(x) * SCALE`),
  facts: once,
};

/** A loop that collects into an array, with a total and a module-level variable. */
const committed: Program = {
  file: 'main.js',
  text: `${busy}
let seen = 0;
function note() { seen++; }
export function main(xs) {
  const out = [];
  let total = 0.5;
  /*[*/for (const x of xs) {
    const y = busy(x);
    out.push(y);
    total += y;
    note();
    console.log('at', x);
  }/*]*/
  return [out, total, seen];
}
main([3, 1, 2]);
`,
  imports,
  parallel: `for (const [x, y] of pool.zipSync(task, xs)) {
    out.push(y);
    total += y;
    note();
    console.log('at', x);
  }`,
  tasks: tasks(`(x) => busy(x)`),
  facts: once,
};

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

describe('timeLoop', () => {
  it('measures both versions on the recorded inputs', async () => {
    const report = await prepare({ ...mapped, facts: {} }).run();
    expect(report).toMatchObject({
      same: true,
      difference: null,
      bound: 'cpu',
      workers: 2,
      bytesCopied: 24,
      curve: [],
    });
    expect(report.serial.runs).toBe(3);
    expect(report.serial.loops * report.serial.meanMs).toBeGreaterThan(100);
    expect(report.parallel.runs).toBe(3);
    expect(report.speedup.low).toBeLessThanOrEqual(report.speedup.median);
  });

  it('leaves the files of the program as they were', async () => {
    const timed = prepare(mapped);
    const before = readdirSync(timed.folder);
    await timed.run();
    expect(readdirSync(timed.folder)).toEqual(before);
    expect(readFileSync(timed.request.file, 'utf8')).toBe(timed.request.text);
  });

  it('compares what is printed, collected, summed and changed in the module', async () => {
    expect((await prepare(committed).run()).difference).toBeNull();
    const wrong = async (changed: string, by: string): Promise<string | null> =>
      (await prepare({ ...committed, parallel: committed.parallel.replace(changed, by) }).run()).difference;
    expect(await wrong('out.push(y)', 'out.unshift(y)')).toMatch(
      /^out\[0\] is [-\d.]+ in the loop and [-\d.]+ in the pool$/,
    );
    expect(await wrong('total += y', 'total -= y')).toMatch(/^total is/);
    expect(await wrong('note();', '')).toBe('seen is 3 in the loop and 0 in the pool');
    expect(await wrong(`'at'`, `'At'`)).toMatch(/^stdout is/);
    expect(await wrong(`console.log('at', x);`, `throw new RangeError('x' + x);`)).toMatch(
      /^error is undefined in the loop and a RangeError \(x3\) in the pool$/,
    );
  });

  it('takes the array that a rewrite declares for the one that the loop fills', async () => {
    const program = prepare({
      ...mapped,
      text: mapped.text.replace(
        /const ys.*;/,
        `const ys = [];\n  /*[*/for (const x of xs) ys.push(busy(x) * SCALE);/*]*/`,
      ),
    });
    const { text, rewrite } = program.request;
    const declaration = text.indexOf('const ys = [];');
    const parallel = `const ys = pool.mapSync(task, xs, { SCALE });`;
    const { start, end } = rewrite.site.span;
    const file = rewrite.site.span.file;
    const edits = [
      { file, start: 0, end: 0, text: imports },
      { file, start: declaration, end, text: parallel },
    ];
    const from = imports.length + declaration;
    expect(start).toBeGreaterThan(declaration);
    const report = await program.run({
      rewrite: { ...rewrite, edits, loopAfter: { start: from, end: from + parallel.length } },
    });
    expect(report.difference).toBeNull();
  });

  it('resets what the loop changes, in helpers too', async () => {
    const report = await prepare({
      ...mapped,
      text: `const cache = new Map();
function slow(x) { if (!cache.has(x)) cache.set(x, cache.size); return cache.get(x); }
const xs = [5, 6];
slow(9);
const ys = /*[*/xs.map((x) => slow(x))/*]*/;
`,
      imports: '',
      parallel: `xs.map((x) => cache.size + xs.indexOf(x) - (xs.indexOf(x) && slow(5) && 0))`,
      facts: {},
    }).run({ runs: 2 });
    expect(report.difference).toBe('cache.size is 3 in the loop and 2 in the pool');
  });

  it('compares the first results only where the loop changes the state of another module', async () => {
    const changed = {
      ...mapped,
      imports: '',
      files: { 'counter.js': `let n = 0; export const next = () => n++;` },
      text: `import { next } from './counter.js';\nconst ys = /*[*/[1, 2].map(() => next())/*]*/;`,
      facts: {},
    };
    const run = (parallel: string): Promise<string | null> =>
      prepare({ ...changed, parallel })
        .run({ runs: 2 })
        .then((report) => report.difference);
    expect(await run(`[1, 2].map(() => next())`)).toBeNull();
    expect(await run(`[1, 2].map(() => 0)`)).toBe(
      'ys[1] is 1 in the loop and 0 in the pool (but the loop itself gives another result each time it runs)',
    );
  });

  it('makes again what cannot be copied and is new at the loop', async () => {
    const report = await prepare({
      ...mapped,
      imports: '',
      text: `import { createHash } from 'node:crypto';
class Counter { #n = 0; next() { return ++this.#n; } }
const digest = createHash('sha1');
function main(salt) {
  const counter = new Counter();
  /*[*/for (const word of ['a', 'b']) digest.update(word + salt + counter.next());/*]*/
  return digest.digest('hex');
}
main('x');
digest.destroyed;
`,
      parallel: `for (const word of ['a', 'b']) { const n = counter.next(); digest.update(word + salt + (n === 2 ? 1 : n)); }`,
    }).run();
    expect(report.difference).toMatch(/^digest.digest\(\) is \w{40} in the loop and \w{40} in the pool$/);
  });

  it('runs CommonJS, with the helpers of the enclosing function', async () => {
    const report = await prepare({
      file: 'main.cjs',
      text: `'use strict';
const { createHash } = require('node:crypto');
function main(words, width) {
  const pad = (text) => text.padEnd(width, fill);
  function hash(text) { return createHash('sha1').update(pad(text)).digest('hex'); }
  const fill = '.';
  const found = new Map();
  /*[*/words.forEach((word, index) => {
    found.set(word, hash(word) + index);
  });/*]*/
  return found;
}
if (require.main === module) main(process.argv.slice(2), 9);
`,
      parallel: `for (const [index, word] of words.entries()) {
    found.set(word, hash(word) + index);
  }`,
      facts: once,
    }).run({ entry: 'node --no-warnings main.cjs "a b" c' });
    expect(report.difference).toBeNull();
  });

  it('runs TypeScript through tsx, reaching the loop from another program', async () => {
    const timed = prepare({
      ...mapped,
      file: 'src/lib.ts',
      text: `enum Mode { Half = 2 }
import { scale } from './scale.js';
${busy.replace('(x)', '(x: number): number')}
export function all(xs: readonly number[]): number[] {
  return /*[*/xs.map((x): number => busy(x) * Mode.Half * scale)/*]*/;
}
`,
      parallel: `xs.map((x): number => scale * busy(x) * 2)`,
      imports: '',
      files: {
        'src/scale.ts': `export const scale: number = 0.5;`,
        'program.ts': `import { all } from './src/lib.js';\nif (process.argv[2] === 'go') console.log(all([1, 2]));`,
      },
    });
    const inRoot = { cwd: root };
    const program = path.join(timed.folder, 'program.ts');
    expect((await timed.run({ ...inRoot, entry: `tsx ${program} go` })).difference).toBeNull();
    await expect(timed.run({ ...inRoot, entry: `tsx ${program} stop` })).rejects.toThrow(
      /program.ts ended without reaching the loop/,
    );
    await expect(timed.run(inRoot)).rejects.toThrow(
      /lib.ts by itself does not reach the loop at .*lib.ts:5. Name the program that does: --entry/,
    );
  });

  it('awaits loops that await', async () => {
    const report = await prepare({
      ...committed,
      text: `const wait = (ms) => new Promise((done) => setTimeout(done, ms));
async function main(xs) {
  const out = [];
  /*[*/for (const x of xs) {
    await wait(20);
    out.push(x);
  }/*]*/
  return out;
}
await main([1, 2, 3]);
`,
      imports: `import { pool } from 'looppool';\n`,
      parallel: `out.push(...(await pool.map((x) => wait(20).then(() => x), xs)));`,
      facts: { awaits: true, outsideEffects: true },
    }).run();
    expect(report).toMatchObject({ difference: null, bound: 'async-wait', advice: { code: 'await-instead' } });
    expect(report.serial.meanMs).toBeGreaterThan(55);
    expect(report.cpuShare).toBeLessThan(0.2);
  });

  it('tells blocking from computing', async () => {
    const report = await prepare({
      ...mapped,
      text: `const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
const ys = /*[*/[20, 10].map((ms) => pause(ms))/*]*/;`,
      parallel: `[20, 10].map((ms) => pause(ms))`,
      imports: '',
    }).run();
    expect(report).toMatchObject({ difference: null, bound: 'blocking-wait' });
  });

  it('keeps how a loop is left: by return, by a label, by an error', async () => {
    const left = (body: string, parallel = body): Promise<string | null> =>
      prepare({
        ...mapped,
        imports: '',
        text: `function main(xs) {\n  outer: for (;;) {\n    /*[*/${body}/*]*/\n    break;\n  }\n}\nmain([1, 2, 3]);`,
        parallel,
      })
        .run({ runs: 1 })
        .then((report) => report.difference);
    expect(await left(`for (const x of xs) if (x > 1) return x;`)).toBeNull();
    expect(await left(`for (const x of xs) if (x > 1) return x;`, `for (const x of xs) if (x > 2) return x;`)).toMatch(
      /^value is 2 in the loop and 3/,
    );
    expect(await left(`for (const x of xs) if (x > 1) break outer;`)).toBeNull();
    expect(await left(`for (const x of xs) if (x > 1) throw new TypeError('bad ' + x);`)).toBeNull();
    expect(
      await left(`for (const x of xs) if (x > 1) throw new TypeError('bad ' + x);`, `throw new RangeError('bad 2');`),
    ).toMatch(/^error is a TypeError/);
  });

  it('draws the scaling curve', async () => {
    const report = await prepare(mapped).run({ curve: true, workers: 4 });
    expect(report.workers).toBe(4);
    expect(report.curve.map((point) => point.workers)).toEqual([1, 2, 4]);
  });
});

describe('timeLoop ends with one clear line', () => {
  const failing = (before: string, loop = '0', changes = {}): Promise<unknown> =>
    prepare({
      ...mapped,
      imports: '',
      text: `${before}\nconst ys = /*[*/[1].map(() => ${loop})/*]*/;\n`,
      parallel: '[0]',
    }).run(changes);

  it('for inputs that cannot be copied, by name', async () => {
    await expect(failing(`class Tree { size = 0; }\nconst tree = new Tree();\ntree.size++;`, 'tree')).rejects.toThrow(
      '`tree` cannot be copied (tree is an instance of Tree)',
    );
    await expect(
      failing(`const options = { deep: [{ run() {} }] };\noptions.deep[0].run();`, 'options'),
    ).rejects.toThrow('options.deep[0].run is a function');
  });

  it('for a program that fails before the loop', async () => {
    await expect(failing(`null.x;`)).rejects.toThrow(
      /main.js failed before it reached the loop at main.js:2: TypeError: .* \(exit status 1\)/,
    );
    await expect(failing(`process.exit(3);`)).rejects.toThrow(/exit status 3/);
    await expect(failing(`process.exit(0);`)).rejects.toThrow(/does not reach the loop/);
  });

  it('for a loop that ends the process', async () => {
    await expect(failing('', 'process.exit(4)')).rejects.toThrow(
      'The loop failed while it was timed on copies of its inputs: exit status 4.',
    );
  });

  it('for an endless program and an endless loop', async () => {
    await expect(failing('for (;;);', '0', { timeoutS: 1 })).rejects.toThrow(
      /stopped after 1 s, while running main.js until it reaches the loop/,
    );
    await expect(failing('', '{ for (;;); }', { timeoutS: 2 })).rejects.toThrow(
      /stopped after 2 s, while measuring both versions/,
    );
  });

  it('for a cancelled one', async () => {
    const signal = AbortSignal.timeout(300);
    await expect(failing('for (;;);', '0', { signal })).rejects.toThrow('Timing was cancelled.');
    await expect(failing('', '0', { signal: AbortSignal.abort() })).rejects.toThrow('Timing was cancelled.');
  });

  it('for an entry that is no program', async () => {
    await expect(failing('', '0', { entry: 'npm test' })).rejects.toThrow(`'npm' is not a file of your package.`);
    await expect(failing('', '0', { entry: 'node nowhere.js' })).rejects.toThrow(/There is no program nowhere.js/);
  });

  it('for memory without end', async () => {
    const limited = { memoryMb: 300 };
    await expect(failing('', `{ const all = []; for (;;) all.push({ x: [all.length] }); }`, limited)).rejects.toThrow(
      'ran out of memory',
    );
    if (process.platform !== 'linux') return;
    await expect(
      failing('', `{ const all = []; for (;;) all.push(new Float64Array(1e6).fill(1)); }`, limited),
    ).rejects.toThrow('Timing stopped, while measuring both versions: the program took more than 300 MB of memory.');
  });

  it('and ends processes that the loop leaves behind, in their own group even', async () => {
    const timed = prepare({
      ...mapped,
      text: `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const ys = /*[*/[1].map(() => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { detached: true, stdio: 'ignore' });
  child.unref();
  writeFileSync('pids.txt', child.pid + ' ', { flag: 'a' });
})/*]*/;`,
      imports: '',
      parallel: '[undefined]',
    });
    await timed.run({ runs: 1 });
    const pids = readFileSync(path.join(timed.folder, 'pids.txt'), 'utf8').trim().split(' ').map(Number);
    expect(pids.length).toBeGreaterThan(0);
    if (process.platform === 'linux') await expect.poll(() => pids.filter(isRunning), { timeout: 5000 }).toEqual([]);
  });
});

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('a signal', () => {
  it('leaves neither process nor file', async () => {
    const timed = prepare({
      ...mapped,
      text: `import { writeFileSync } from 'node:fs';\nwriteFileSync('pid.txt', String(process.pid));\nfor (;;);\n/*[*/[1].map(() => 0)/*]*/;`,
      parallel: '',
      imports: '',
    });
    const { cwd, ...request } = timed.request;
    const script = path.join(timed.folder, 'time.ts');
    writeFileSync(
      script,
      `import { timeLoop } from ${JSON.stringify(path.join(root, 'server/timing/timeLoop.ts'))};
setTimeout(() => process.kill(process.pid, 'SIGINT'), 1500);
await timeLoop({ ...${JSON.stringify(request)}, cwd: ${JSON.stringify(cwd)} });`,
    );
    const ended = spawnSync(process.execPath, ['--import', 'tsx', script], {
      cwd: root,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(ended.signal, ended.stderr).toBe('SIGINT');
    const pid = Number(readFileSync(path.join(timed.folder, 'pid.txt'), 'utf8'));
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
    expect(readdirSync(path.dirname(timed.folder)).filter((name) => name.startsWith(`looppool-${ended.pid}-`))).toEqual(
      [],
    );
  });
});
