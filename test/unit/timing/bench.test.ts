import { describe, expect, it } from 'vitest';
import { writeBench } from '../../../server/timing/bench/bench.js';
import type { RecordedName } from '../../../server/timing/protocol.js';
import { instrument } from '../../../server/timing/record/recording.js';

/** The text without its marks, and what they enclose. */
function marked(text: string): { text: string; start: number; end: number } {
  const start = text.indexOf('«');
  return { text: text.replace(/[«»]/g, ''), start, end: text.indexOf('»') - 1 };
}

const recorded = (changes: Partial<RecordedName> = {}): RecordedName => ({
  state: 'copied',
  shape: 'object',
  reason: '',
  canBeMade: false,
  ...changes,
});
const everything = (changes?: Partial<RecordedName>): Record<string, RecordedName> =>
  new Proxy({}, { get: () => recorded(changes) });

function bench(source: string, names = everything(), file = '/p/main.ts', results: string[] = []): string {
  const { text, start, end } = marked(source);
  return writeBench({ version: 'serial', file, text, loop: { start, end }, recorded: names, results }).text;
}

describe('instrument', () => {
  const call = (names: string): string => `globalThis.process.__looppoolRecord({ ${names} })`;
  const x = '"xs": () => xs';
  it.each<[string, string, string]>([
    ['a loop', `«for (const x of xs) f(x);»`, `{ ${call(x)}; for (const x of xs) f(x);\n}`],
    [
      'a loop without braces around it',
      `if (a) «for (const x of xs) f(x);» else b();`,
      `if (a) { ${call(x)}; for (const x of xs) f(x);\n} else b();`,
    ],
    [
      'a labelled loop',
      `out: «for (const x of xs) { continue out; }»`,
      `{ ${call(x)}; out: for (const x of xs) { continue out; }\n}`,
    ],
    [
      'a call as a statement, without semicolons',
      `a()\n«xs.forEach(f)»\nb()`,
      `a()\n{ ${call(x)}; xs.forEach(f)\n}\nb()`,
    ],
    ['a value', `const ys = «xs.map(f)»`, `const ys = (${call(x)}, (xs.map(f)))`],
    ['a part of an expression', `return1(«xs.map(f)».join())`, `return1((${call(x)}, (xs.map(f))).join())`],
    ['the body of an arrow', `const g = () => «xs.map(f)»;`, `const g = () => (${call(x)}, (xs.map(f)));`],
    [
      'what is awaited',
      `const ys = await Promise.all(«xs.map(f)»);`,
      `const ys = (${call(x)}, (await Promise.all(xs.map(f))));`,
    ],
  ])('wraps %s', (_name, source, expected) => {
    const { text, start, end } = marked(`const xs = [1];\n${source}`);
    expect(instrument('/p/main.js', text, start, end, 1).text).toBe(`const xs = [1];\n${expected}`);
  });

  it('records what helpers read, and nothing that is hidden where the loop stands', () => {
    const source = `let deep = 1; const n = 2, other = 3;
const scale = (v) => v * deep;
function twice(v) { return scale(v) * n; }
function main(xs, n) { const unused = 0; «for (const x of xs) this.add(twice(x));» }`;
    const { text, start, end } = marked(source);
    expect(instrument('/p/main.js', text, start, end, 1).names).toEqual(['xs', 'deep', 'this']);
  });

  it('refuses what cannot stand alone', () => {
    const refused = (source: string): (() => unknown) => {
      const { text, start, end } = marked(source);
      return () => instrument('/p/main.js', text, start, end, 1);
    };
    expect(refused(`function* g(xs) { «for (const x of xs) yield x;» }`)).toThrow('Loops that yield');
    expect(refused(`function g() { «for (const x of arguments) f(x);» }`)).toThrow('`arguments`');
    expect(refused(`class A { #n = 1; g(xs) { «for (const x of xs) f(this.#n);» } }`)).toThrow(
      'private members (`#n`)',
    );
    expect(refused(`class A extends B { g(xs) { «for (const x of xs) super.g(x);» } }`)).toThrow('`super`');
  });
});

describe('writeBench', () => {
  it('keeps what the loop needs, and nothing that runs the program', () => {
    const text = bench(`'use strict';
import { a } from './a.js';
import './setup.js';
export interface Shape { x: number }
enum Mode { One }
export default class Box { static made = 0; }
class Unused {}
function Old() {}
Old.prototype.go = function () { return helper(); };
function helper(): number;
function helper() { return a; }
export const run = main();
console.log(run);
export function main() { return 1; }
const ys = «[1].map((x) => new Box() && new (Old as any)().go() + Mode.One)»;
`);
    const module = text.slice(0, text.indexOf('function __looppoolSet'));
    expect(module).toBe(`'use strict';
import { a } from './a.js';
import './setup.js';
enum Mode { One }
  class Box { static made = 0; }
function Old() {}
Old.prototype.go = function () { return helper(); };
function helper() { return a; }
export {};
`);
  });

  it('keeps constants constant where nothing writes to them, and resets the rest', () => {
    const source = `const n = 1; const table = [1, 2]; const memo = [0]; let seen = 0;
function f(i) { memo.push(i); seen++; return table[i] * n; }
const ys = «[0, 1].map((i) => f(i))»;`;
    const names = {
      ...everything(),
      n: recorded({ shape: 'primitive' }),
      table: recorded({ shape: 'flat' }),
      memo: recorded({ shape: 'flat' }),
      seen: recorded({ shape: 'primitive' }),
    };
    const text = bench(source, names, '/p/main.js');
    expect(text).toContain(`const n = globalThis.__looppoolBench.constants["n"];`);
    expect(text).toContain(`const table = globalThis`);
    expect(text).toContain(`let memo;\nlet seen;`);
    expect(text).toContain(`  memo = __looppoolIn["memo"];\n  seen = __looppoolIn["seen"];\n}`);
    expect(text).toContain(`after = { ...__looppoolOut.after, memo, seen }`);
  });

  it('repeats local helpers, in the order of the file', () => {
    const text = bench(`function main(xs: number[], width: number) {
  const at = (i: number) => row(i) * width;
  function row(i: number) { return base + i; }
  const base = 10;
  const out: number[] = [];
  «for (const x of xs) out.push(at(x));»
  return out;
}`);
    expect(text).toContain(`  let xs = __looppoolIn["xs"];`);
    expect(text).toContain(
      `  const at = (i: number) => row(i) * width;\n  function row(i: number) { return base + i; }\n  try {`,
    );
    expect(text).toMatch(/after, .*\bout\b.* \};/);
  });

  it('leaves temporaries that nobody reads after the loop out of the result', () => {
    const text = bench(`function main(xs: number[], into: number[]) {
  let t = 0;
  let last = 0;
  «for (const x of xs) { t = x; last = t; into[x] = t; }»
  return last;
}`);
    expect(text).toContain(`after, last, xs, into };`.replace('last, xs', 'xs, last'));
    expect(text).not.toMatch(/after,.*\bt\b/);
  });

  it('names what stands in the way', () => {
    const refused = everything({ state: 'refused', reason: 'tree is an instance of Tree' });
    expect(() => bench(`function main(tree) { «for (const x of tree) f(x);» } function f() {}`, refused)).toThrow(
      '`tree` cannot be copied (tree is an instance of Tree)',
    );
    expect(() =>
      bench(
        `function main(f) { const ys = «[1].map(f)»; }`,
        everything({ state: 'function', reason: 'f is a function' }),
      ),
    ).toThrow('f is a function');
    expect(() => bench(`function main(n) { const g = () => n; { const n = 1; «for (const x of [n]) g();» } }`)).toThrow(
      'hidden by another `n`',
    );
  });
});
