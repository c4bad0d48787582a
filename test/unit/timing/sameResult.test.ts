import { afterEach, describe, expect, it } from 'vitest';
import { busy, committed, mapped, once } from './samples.js';
import { leftovers, prepare, removePrograms } from './timed.js';

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

describe('timeLoop compares', () => {
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

  it('compares what is written to files', async () => {
    const saved = {
      ...committed,
      text: committed.text
        .replace("console.log('at', x);", 'fs.writeFileSync(`${process.cwd()}/out/${x}.txt`, Buffer.from(String(y)));')
        .replace(
          'function busy',
          "import fs, { mkdirSync } from 'node:fs';\nmkdirSync('out', { recursive: true });\nfunction busy",
        ),
      parallel: committed.parallel.replace(
        "console.log('at', x);",
        'fs.writeFileSync(`${process.cwd()}/out/${x}.txt`, String(y));',
      ),
    };
    const wrong = async (changed: string, by: string): Promise<string | null> =>
      (await prepare({ ...saved, parallel: saved.parallel.replace(changed, by) }).run()).difference;
    expect(await wrong('', '')).toBeNull();
    expect(await wrong('String(y)', 'String(2 * y)')).toMatch(
      /^writes\[0\]\.given\[1\] is "[-\d.]+" in the loop and "[-\d.]+" in the pool$/,
    );
    expect(await wrong('${x}.txt', '${x}0.txt')).toMatch(
      /^writes\[0\]\.given\[0\] is ".*" in the loop and ".*" in the pool$/,
    );
    expect(await wrong('fs.writeFileSync', 'if (x !== 2) fs.writeFileSync')).toBe(
      'writes.length is 3 in the loop and 2 in the pool',
    );
  });

  it('compares with a loop that meets the files that are there already', async () => {
    const body = (): string => 'if (existsSync(`out/${x}`)) continue;\n    writeFileSync(`out/${x}`, String(busy(x)));';
    const report = await prepare({
      file: 'main.js',
      text: `import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
${busy}
export function main(xs) {
  mkdirSync('out', { recursive: true });
  /*[*/for (const x of xs) {
    ${body()}
  }/*]*/
}
main([3, 1, 2]);
`,
      parallel: `for (const x of xs) {\n    ${body()}\n  }`,
      facts: once,
    }).run();
    expect(report.difference).toBeNull();
    expect(report.noise.message).toContain('the loop writes something else when its files are there already');
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

  it('compares the first results only where the loop changes what is not restored', async () => {
    const changed = {
      ...mapped,
      imports: '',
      files: {
        'counter.js': `const state = (() => { let n = 0; return () => n++; })(); export const next = () => state();`,
      },
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

  it('says how a loop fails, where both versions do', async () => {
    const failing = (text: string, parallel: string) =>
      prepare({ ...mapped, imports: '', text: `let y;\n/*[*/${text}/*]*/\n`, parallel }).run({ runs: 1 });
    const report = await failing(`y = [1].map((x) => x.y.z);`, `y = [1].map((x) => x.y.z);`);
    expect(report.difference).toBeNull();
    expect(report.failure?.kind).toBe('error');
    expect(report.failure?.message).toMatch(/^TypeError: Cannot read/);
    expect((await failing(`y = 1;`, `y = 1;`)).failure).toBeNull();
  });

  it('sees rejections that nobody handles', async () => {
    const left = (text: string, parallel: string) =>
      prepare({ ...mapped, imports: '', text: `let y;\n/*[*/${text}/*]*/\n`, parallel }).run({ runs: 2 });
    const quiet = 'y = [1, 2].length;';
    const lost = `${quiet} Promise.reject(new RangeError('lost'));`;
    expect((await left(quiet, lost)).difference).toBe(
      'unhandledRejection is "" in the loop and "RangeError: lost" in the pool',
    );
    expect((await left(lost, quiet)).difference).toBe(
      'unhandledRejection is "RangeError: lost" in the loop and "" in the pool',
    );
    expect(await left(lost, lost)).toMatchObject({
      difference: null,
      failure: { kind: 'rejection', message: 'RangeError: lost' },
    });
  });

  it('does not take warnings of Node for something that the loop prints', async () => {
    const body = `for (const x of [1, 2]) await new Promise(setImmediate);`;
    const { difference } = await prepare({
      ...mapped,
      imports: '',
      text: `/*[*/${body}/*]*/\n`,
      parallel: `process.emitWarning('this module is parsed twice'); ${body}`,
      facts: { awaits: true },
    }).run({ runs: 2 });
    expect(difference).toBeNull();
  });

  it('leaves out what the rewritten loop declares itself, where an error ends both', async () => {
    const failing = (text: string, parallel: string): Promise<string | null> =>
      prepare({ ...mapped, imports: '', text, parallel })
        .run({ runs: 1 })
        .then((report) => report.difference);
    const loop = `for (const x of [1, 2]) {\n  if (x > 1) throw new TypeError('bad');\n  ys.push(x);\n  seen++;\n}`;
    const text = `let seen = 0;\nconst ys = [];\n/*[*/${loop}/*]*/\nconsole.log(ys, seen);\n`;
    expect(await failing(text, `const ys = [1].map((x) => (seen++, x)); throw new TypeError('bad');`)).toBeNull();
    expect(await failing(text, `const ys = [1]; throw new TypeError('bad');`)).toMatch(/^seen is 1 in the loop and 0/);
  });
});
