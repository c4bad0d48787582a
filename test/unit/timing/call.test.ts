import { afterEach, describe, expect, it } from 'vitest';
import { readCall, withCall } from '../../../server/timing/record/call.js';
import { leftovers, prepare, removePrograms, type Program } from './timed.js';

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

/** A module that runs nothing: only a call reaches its loop. */
const library: Program = {
  file: 'main.js',
  text: `import { half } from './half.js';
const FACTOR = 3;
const makeReads = (n) => Array.from({ length: n }, (_, i) => i);
export function scoreAll(reads) {
  return /*[*/reads.map((read) => half(read) * FACTOR)/*]*/;
} // the end`,
  parallel: `reads.map((read) => half(read) * (read === 4 ? 2 : FACTOR))`,
  files: { 'half.js': `export const half = (x) => x / 2;` },
  facts: { outsideEffects: true },
};

describe('readCall', () => {
  it.each(['scoreAll(makeReads(3))', 'a, b()', 'await f()', '{ a: 1 }', '(x => x)(1) // done', 'f(x as number)'])(
    'takes %s',
    (expression) => {
      expect(readCall(expression)).toMatchObject({ shown: `--call '${expression}'` });
    },
  );

  it.each(['', '   ', 'f(', 'f(1); g(2)', '1); g((2', 'const x = 1', '1)\n} function g() { return (2'])(
    'refuses %j',
    (expression) => {
      expect(() => readCall(expression)).toThrow(/is not one expression \(.+\)\. Call the function around the loop/);
    },
  );

  it('is not swallowed by a comment at the end of the file', () => {
    expect(withCall('f(); // end', readCall('f()'))).toContain('// end\n;');
  });
});

describe('timeLoop with an expression', () => {
  it('records what the expression leads to, in the scope of the file', async () => {
    expect((await prepare(library).run({ call: 'scoreAll(makeReads(4))' })).difference).toBeNull();
    expect((await prepare(library).run({ call: 'scoreAll(makeReads(FACTOR * 2))' })).difference).toBe(
      'value[4] is 6 in the loop and 4 in the pool',
    );
  });

  it('does not take for it what the file does while it loads, nor run it as the main program', async () => {
    const report = await prepare({
      ...library,
      text: `${library.text}\nimport { argv } from 'node:process';\nif (argv[1] === import.meta.filename) throw new Error('main');\nscoreAll([4]);`,
    }).run({ call: 'scoreAll([1, 2])' });
    expect(report.difference).toBeNull();
  });

  it('awaits', async () => {
    const report = await prepare({
      ...library,
      text: library.text.replace('function scoreAll', 'async function scoreAll').replace('return', 'await 0; return'),
    }).run({ call: '(await scoreAll([1]), await scoreAll([4]))' });
    expect(report.difference).toBeNull();
  });

  it('reaches TypeScript and CommonJS', async () => {
    const typescript = prepare({
      ...library,
      file: 'src/main.ts',
      text: `enum Scale { Double = 2 }
class Reader { constructor(private readonly n: number) {} read(): number[] { return Array(this.n).fill(1); } }
function scoreAll(reads: readonly number[]): number[] { return /*[*/reads.map((x) => x * Scale.Double)/*]*/; }`,
      parallel: `reads.map((x) => x * 2)`,
    });
    const call = 'scoreAll(new Reader(2 as number).read())';
    expect((await typescript.run({ call, cwd: process.cwd() })).difference).toBeNull();
    const commonJs = prepare({
      ...library,
      file: 'main.cjs',
      text: `const os = require('node:os');
function scoreAll(reads) { return /*[*/reads.map((x) => x + os.EOL)/*]*/; }
if (require.main === module) throw new Error('main');`,
      parallel: `reads.map((x) => x + os.EOL)`,
    });
    expect((await commonJs.run({ call: 'scoreAll(["a"])' })).difference).toBeNull();
  });

  it('ends with one clear line when the expression does', async () => {
    const timed = prepare(library);
    const failing = (call: string, changes = {}): Promise<unknown> => timed.run({ call, ...changes });
    await expect(failing('scoreAl(1)')).rejects.toThrow(
      `--call 'scoreAl(1)' failed before it reached the loop at main.js:5: ReferenceError: scoreAl is not defined (exit status 1)`,
    );
    await expect(failing('makeReads(2)')).rejects.toThrow(
      `--call 'makeReads(2)' ended without reaching the loop at main.js:5. Call the function around it`,
    );
    await expect(failing('scoreAll(')).rejects.toThrow(`--call 'scoreAll(' is not one expression`);
    await expect(failing('f()', { entry: 'main.js' })).rejects.toThrow('--entry and --call: choose one.');
    await expect(timed.run()).rejects.toThrow(`or call the function around it: --call 'f(x)'`);
  });
});
