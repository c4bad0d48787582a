import { describe, expect, it } from 'vitest';
import { scanFile } from '../../../server/pipeline.js';
import { createSourceReader } from '../../../server/project.js';
import { createConfigFinder } from '../../../server/compilerConfig.js';
import { NODE_TYPES } from '../../../server/shippedTypes.js';
import { createTexts } from '../../../server/texts.js';
import { inProject } from '../../support/project.js';

/** Verdicts of the loops of a file that are worth a thread, the first line first. */
const verdicts = (files: Record<string, string>, name: string): Promise<string[]> =>
  inProject(files, (project) =>
    scanFile(createSourceReader(), project.at(name))
      .filter(({ weight }) => weight === 'heavy')
      .map(({ verdict }) => verdict.kind),
  );

const HASH = `import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
const digests = {};
for (const name of readdirSync('.').sort()) {
  digests[name] = createHash('sha256').update(readFileSync(name, 'utf8')).digest('hex');
}
`;

describe('a project without declarations of Node', () => {
  it('is read with those that come along', async () => {
    expect(await verdicts({ 'hash.mjs': HASH }, 'hash.mjs')).toEqual(['independent']);
  });

  it('though the folder that one stands in has some', () =>
    inProject({ 'tsconfig.json': '{}', 'hash.mjs': HASH }, (project) => {
      expect(createConfigFinder(createTexts())(project.at('hash.mjs')).types).toEqual([NODE_TYPES]);
    }));

  it('whatever its tsconfig.json says of types', async () => {
    const files = { 'hash.ts': HASH.replace('{};', '{} as Record<string, string>;'), 'tsconfig.json': '{}' };
    expect(await verdicts(files, 'hash.ts')).toEqual(['independent']);
  });
});

/** A recursion that is worth a thread, untyped. */
const FIB = 'export function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\n';

it('sees that another file begins to replace a method', () => {
  const files = {
    'sum.js': `${FIB}export class Sum { of(xs) { return fib(xs.length); } }\nexport const all = (lists) => lists.map((xs) => inner(xs));\nfunction inner(xs) { return new Sum().of(xs.slice()); }\n`,
    'main.js': "import { all, Sum } from './sum.js';\nlet count = 0;\nconsole.log(all([[1], [2, 3]]), Sum, count);\n",
  };
  return inProject(files, (project) => {
    const reader = createSourceReader();
    const verdict = (): string => scanFile(reader, project.at('sum.js'))[0]!.verdict.kind;
    expect(verdict()).toBe('independent');
    reader.overlay(project.at('main.js'), `${files['main.js']}Sum.prototype.of = () => ++count;\n`, 2);
    expect(verdict()).toBe('refused');
    reader.uncover(project.at('main.js'));
    expect(verdict()).toBe('independent');
  });
});

describe('of a folder with many programs', () => {
  const files = {
    'hash.js': `${FIB}export const hash = (text) => fib(text.charCodeAt(0) % 9);\n`,
    'names.js':
      "import { hash } from './hash.js';\nconst names = ['a', 'b'];\nconsole.log(names.map((name) => hash(name)));\n",
    'strange.js':
      "import { hash } from './hash.js';\nlet n = 0;\nconst strange = { charCodeAt: () => ++n };\nconsole.log([1, 2].map(() => hash(strange)));\n",
    'fields.js': `${FIB}const user = JSON.parse('{"name":"Ann"}');\nconsole.log([1, 2].map((n) => fib(n) + user.name.trim()));\n`,
    'others.js': 'const list = [{ name: { trim: () => 1 } }];\nconsole.log(list[0].name.trim());\n',
  };
  const kinds = (names: readonly string[]): Promise<string[]> =>
    inProject(files, (project) => {
      const reader = createSourceReader();
      reader.prepare(Object.keys(files).map((name) => project.at(name)));
      return names.map((name) => scanFile(reader, project.at(name))[0]!.verdict.kind);
    });

  it('each is judged by the files that it runs with, whatever others give the same helper', async () => {
    expect(await kinds(['strange.js', 'names.js'])).toEqual(['refused', 'independent']);
  });

  it('each has fields of its own', async () => {
    expect(await kinds(['fields.js'])).toEqual(['independent']);
  });
});

describe('what a function gives to another that nobody calls', () => {
  const LOOP =
    "import { hash } from './lib.js';\nexport const all = () => ['a', 'b'].map((name) => hash(name));\nall();\n";
  const lib = (more: string): string => `${FIB}export const hash = (text) => fib(text.charCodeAt(0) % 9);\n${more}`;
  const kindWith = async (more: string, files: Record<string, string> = {}): Promise<string> =>
    (await verdicts({ 'main.js': LOOP, 'lib.js': lib(more), ...files }, 'main.js'))[0]!;

  it.each([
    ['of its own module', 'function other(x) { return hash(x); }\n'],
    ['that is exported', 'export const other = (x) => hash(x);\n'],
    ['that is exported by its name', 'function other(x) { return hash(x); }\nexport { other };\n'],
  ])('is nothing: one %s', async (_, more) => {
    expect(await kindWith(more)).toBe('independent');
  });

  it.each([
    ['is called', 'function other(x) { return hash(x); }\nexport const go = (x) => other(x.y);\nexport let z = go;\n'],
    ['is handed on', 'export const other = (x) => hash(x);\nexport const table = { other };\n'],
    ['is the default', 'const other = (x) => hash(x);\nexport default other;\n'],
    ['has a loop', 'export const other = (xs) => { let n = 0; for (const x of xs) n += hash(x); return n; };\n'],
    ['may be named by `eval`', 'export const other = (x) => hash(x);\nexport const run = (code) => eval(code);\n'],
  ])('counts where it %s', async (_, more) => {
    expect(await kindWith(more)).toBe('refused');
  });

  it.each([
    [
      'of a module that another takes as a whole',
      "import * as lib from './lib.js';\nimport './main.js';\nconsole.log(lib);\n",
    ],
    [
      'that another module calls',
      "import './main.js';\nimport { other as o } from './lib.js';\nconsole.log(o(JSON.parse('{}').x));\n",
    ],
  ])('counts: one %s', async (_, user) => {
    expect(await kindWith('export const other = (x) => hash(x);\n', { 'user.js': user })).toBe('refused');
  });

  it('counts in a file that nobody imports', async () => {
    const user =
      "import './main.js';\nimport { hash } from './lib.js';\nexport const handler = (event) => hash(event.name);\n";
    expect(await kindWith('', { 'user.js': user })).toBe('refused');
  });
});

/** A loop over `users` that calls `work(user)`, which `code` declares. */
const program = (code: string): Record<string, string> => ({
  'main.js': `${FIB}let count = 0;
const users = [{ id: 20, scores: [1, 2, 3] }, { id: 21, scores: [4] }];
${code}
const results = [];
for (const user of users) results.push(fib(user.id) + work(user));
console.log(results, count);
`,
});

const SUM = 'function work(user) { return user.scores.reduce((a, b) => a + b, 0); }';

describe('a parameter without a type', () => {
  const offered: Record<string, string> = {
    'has that of the argument at the only call': SUM,
    'has that of the arguments at all calls': `${SUM}\nconsole.log(work({ id: 3, scores: [7] }));`,
    'has that of the items of an array, in a callback': `${SUM}\nconsole.log(users.map(work));`,
    'of a function in a constant': 'const work = (user) => user.scores.slice().sort((a, b) => a - b).length;',
    'is followed where it is taken apart':
      'function work({ id, scores: list }) { return fib(id) + list.map((score) => score / 2).length; }',
    'is followed through lists that `map` makes of it':
      'function work(user) { const named = user.scores.map((score) => String(score)); return named.map(Number).reduce((a, b) => a + b, 0); }',
    'is followed through `flatMap` and `reduce`':
      "function work(user) { return user.scores.flatMap((score) => [score, -score]).reduce((text, score) => text + score, '').split('-').length; }",
    'is followed through several calls':
      'const total = (xs) => xs.reduce((a, b) => a + b, 0);\nfunction work(user) { return total(user.scores); }',
    'of a method and of a constructor': `class Table { constructor(rows) { this.rows = rows; } sum(column) { return this.rows.map((row) => row + column.length).length; } }
function work(user) { return new Table(user.scores).sum([user.id]); }`,
    'that an object gives on to others of its class': `class Box { constructor(xs) { this.xs = xs; } next() { return new Box(this.xs); } size() { return this.xs.map((x) => x).length; } }
function work(user) { return new Box(user.scores).next().size(); }`,
  };
  for (const [name, code] of Object.entries(offered))
    it(name, async () => expect(await verdicts(program(code), 'main.js')).toContain('independent'));

  it('has that of the calls in other files', async () => {
    const files = {
      'work.js': `${FIB}export function work(user) { return fib(user.id) + user.scores.reduce((a, b) => a + b, 0); }\nexport const all = (list) => list.map((one) => work(one));\n`,
      'main.js': "import { all } from './work.js';\nconsole.log(all([{ id: 20, scores: [1, 2, 3] }]));\n",
    };
    expect(await verdicts(files, 'work.js')).toEqual(['independent']);
  });

  it('of what a CommonJS module exports', async () => {
    const files = {
      'package.json': '{ "type": "commonjs" }',
      'work.js': `${FIB.replace('export ', '')}function work(user) { return fib(user.id) + user.scores.reduce((a, b) => a + b, 0); }
function all(list) { return list.map((one) => work(one)); }
module.exports = { work, all };\n`,
      'main.js': "const { all } = require('./work.js');\nconsole.log(all([{ id: 20, scores: [1, 2, 3] }]));\n",
    };
    expect(await verdicts(files, 'work.js')).toEqual(['independent']);
  });

  const refused: Record<string, string> = {
    'where one of its parts is given another value inside':
      'function work({ scores }) { scores = { map: () => users.pop() }; return scores.map((score) => score).id; }',
    'where it is taken apart, and two calls give different objects': `function work({ scores }) { return scores.map((score) => score).length; }
work({ scores: { map: () => users.pop() } });`,
    'where `reduce` goes on with something else than it began with':
      "function work(user) { return user.scores.reduce((so, score) => (score > 2 ? so.concat(score) : { concat: () => users.push(user) }), '').length; }",
    'where `map` and `flatMap` may be those of another class': `class Rows { map(f) { users.length = 1; return [1]; } }
function work(user, rows = user.scores) { return rows.map((score) => String(score)).length; }
console.log(work(users[0], new Rows()));`,
    'where two calls differ in what their objects do': `function work(user) { return user.run(); }
users.forEach((user) => { user.run = () => 1; });
console.log(work({ run() { return 1; } }), work({ run() { return ++count; } }));`,
    'where the function is handed on': `${SUM}\nconst table = new Map([['work', work]]);\nconsole.log([...table.values()].map((f) => f({ scores: { reduce: () => ++count } })));`,
    'where it is called in another way': `${SUM}\nwork.call(null, { scores: { reduce: () => ++count } });`,
    'where it is called with what nobody knows': `${SUM}\nwork(globalThis.unknown);`,
    'where it is given another value inside': `function work(user) { user = { scores: { reduce: () => ++count } }; return user.scores.reduce((a, b) => a + b, 0); }`,
    'where it is changed through `arguments`': `function work(user) { arguments[0] = { scores: { reduce: () => ++count } }; return user.scores.reduce((a, b) => a + b, 0); }`,
    'where a field is given another value elsewhere': `class Box { constructor(xs) { this.xs = xs; } }
function work(user) { const box = new Box(user.scores); fill(box); return box.xs.reduce((a, b) => a + b, 0); }
function fill(box) { box.xs = { reduce: () => ++count }; }`,
    'where a method of the class is replaced': `class Sum { of(xs) { return xs.length; } }
Sum.prototype.of = function () { return ++count; };
function work(user) { return new Sum().of(user.scores); }`,
    'where a method is replaced by name': `class Sum { of(xs) { return xs.length; } }
Object.defineProperty(Sum.prototype, 'of', { value: () => ++count });
function work(user) { return new Sum().of(user.scores); }`,
    'where a method is replaced in a pattern': `class Sum { of(xs) { return xs.length; } }
[Sum.prototype.of] = [() => ++count];
function work(user) { return new Sum().of(user.scores); }`,
    'where a constructor is called through `super`': `class Box { constructor(xs) { this.xs = xs; } size() { return this.xs.map((x) => x).length; } }
class Other extends Box { constructor() { super({ map: () => ({ length: ++count }) }); } }
console.log(new Other().size());
function work(user) { return new Box(user.scores).size(); }`,
    'where a method may be called through its base': `class Base { of(xs) { return 0; } }
class Sum extends Base { of(xs) { return xs.reduce((a, b) => a + b, 0); } }
function ask(base, xs) { return base.of(xs); }
console.log(ask(new Sum(), { reduce: () => ++count }));
function work(user) { return new Sum().of(user.scores); }`,
    'where a method is called on one of two classes': `class One { of(xs) { return xs.reduce((a, b) => a + b, 0); } }
class Two { of(xs) { return 1; } }
const either = users.length ? new One() : new Two();
console.log(either.of({ reduce: () => ++count }));
function work(user) { return new One().of(user.scores); }`,
    'where an object gives something else to others of its class': `class Box { constructor(xs) { this.xs = xs; } next() { return new Box(other(this.xs)); } size() { return this.xs.map((x) => x).length; } }
function other(xs) { return { map: () => ({ length: ++count }), from: xs }; }
function work(user) { return new Box(user.scores).next().size(); }`,
    'where another class inherits': `class Sum { constructor(xs) { this.xs = xs; } of() { return this.xs.map((x) => x).length; } }
class Other extends Sum { constructor() { super({ map: () => ({ length: ++count }) }); } }
function work(user) { return new Other(user.scores).of(); }`,
  };
  for (const [name, code] of Object.entries(refused))
    it(`is not known ${name}`, async () => {
      expect(await verdicts(program(code), 'main.js')).not.toContain('independent');
    });
});

/** A `map` over `users` whose results are those of `work`, which `code` declares. */
const mapped = (code: string): Record<string, string> => ({
  'main.js': `${FIB}const users = [{ id: 20 }, { id: 21 }];
${code}
const results = users.map((user) => work(user));
console.log(results, users.map((user, i) => user === results[i]));
`,
});

describe('a list without a type', () => {
  const offered: Record<string, string> = {
    'has that of what fills it, and of what is assigned to it': `function work({ id }) {
  const best = new Array(id + 1).fill(0);
  for (let i = 1; i <= id; i++) best[i] = Math.max(best[i - 1] + 1, fib(i));
  return best[id];
}`,
    'of what is counted in it': `function work({ id }) {
  const counts = new Array(8);
  for (let i = 0; i < id; i++) counts[fib(i) % 8]++;
  return counts[0];
}`,
    'of what is put into the lists in it': `function work({ id }) {
  const rows = Array.from({ length: 3 }, () => new Array(id).fill(0));
  for (let i = 1; i < id; i++) rows[1][i] = rows[1][i - 1] + fib(i);
  return rows[1][id - 1];
}`,
    'of lists that are pushed': `function work({ id }) {
  const rows = [];
  for (let i = 0; i < 3; i++) rows.push([fib(id), 0]);
  rows[2][1] += id;
  return rows[2][1];
}`,
    'that is returned at the end': `const cells = (n) => { const list = new Array(n).fill(0); for (let i = 0; i < n; i++) list[i] += fib(i); return { list, n }; };
function work({ id }) { const list = new Array(3).fill(0); for (let i = 0; i < 3; i++) list[i] += fib(id); if (id > 99) return list; return list[0] + cells(3).n; }`,
    'that a function looks at': `const sum = (list) => { let all = 0; for (let i = 0; i < list.length; i++) all += list[i]; return all; };
function work({ id }) { const list = new Array(3).fill(0); for (let i = 0; i < 3; i++) list[i] = list[i] + fib(id); return sum(list); }`,
    'whose elements go through a variable': `function work({ id }) {
  const list = new Array(id).fill(0);
  for (let i = 0; i < id; i++) { let own = list[i]; for (let k = 0; k < 9; k++) own += fib(k); list[i] = own; }
  return list[0];
}`,
    'that a variable holds, and copies of it': `function work({ id }) {
  let cells = [fib(id)];
  cells = [...cells, 2].slice();
  cells = cells.filter((cell) => cell > 1);
  cells[0] += cells[1];
  return cells[0];
}`,
    'that is sorted by a comparison': `function work({ id }) {
  const cells = [fib(id), 2, 1];
  cells.sort((a, b) => a * 2 - b * 2);
  return cells[0];
}`,
  };
  for (const [name, code] of Object.entries(offered))
    it(name, async () => expect(await verdicts(mapped(code), 'main.js')).toContain('independent'));

  // A function with a label is not taken apart, as others with effects would be.
  const refused: Record<string, string> = {
    'that is handed to a function': `function put(list, user) { list[1] = user; }
function work(user) { const cells = new Array(2).fill(fib(user.id)); put(cells, user); own: return cells[1]; }`,
    'that a callback is given':
      'function work(user) { const cells = new Array(2).fill(fib(user.id)); cells.forEach((_, i, all) => { all[i] = user; }); return cells[1]; }',
    'with an object among the numbers':
      'function work(user) { const cells = new Array(2).fill(fib(user.id)); cells[1] = user; return cells[1]; }',
    'whose rows have another name':
      'function work(user) { const rows = [[fib(user.id)]]; const row = rows[0]; row[0] = user; return rows[0][0]; }',
    'that a function hands on':
      'const lists = [];\nfunction keep(list) { lists.push(list); }\nfunction work(user) { const cells = new Array(2).fill(fib(user.id)); keep(cells); lists[0][1] = user; own: return cells[1]; }',
    'that is returned, and looked at in the end':
      'let last;\nfunction fill(cells) { last = cells; return cells; }\nfunction work(user) { const cells = new Array(2).fill(fib(user.id)); try { if (user.id > 1) return cells[1]; } finally { fill(cells)[1] = user; } own: return cells[1]; }',
    'whose elements go through a variable that is given an object':
      'function work(user) { const cells = new Array(2).fill(fib(user.id)); let own = cells[0]; own = user; cells[1] = own; return cells[1]; }',
    'into which another list is spread':
      'function work(user) { const cells = []; cells.push(fib(user.id), ...[user]); return cells[1]; }',
    'in whose place comes another one':
      'const others = [{ id: 1 }];\nfunction work(user) { let cells = [fib(user.id)]; cells = others; own: return cells[0]; }',
    'that has another name while it is new':
      'function work(user) { let cells = [fib(user.id)]; const other = (cells = []); other.push(user); own: return cells[0]; }',
    'that is copied with another object':
      'function work(user) { let cells = [fib(user.id)]; cells = [...cells, user]; own: return cells[1]; }',
    'that is the copy of one with objects':
      'function work(user) { const users = [user]; let cells = [fib(user.id)]; cells = users.slice(); own: return cells[0]; }',
    'that a function puts another one in place of':
      'function work(user) { let cells = [fib(user.id)]; const change = () => { cells = [user]; }; change(); own: return cells[0]; }',
    'whose row is another list':
      'function work(user) { const own = [user]; const rows = [[fib(user.id)]]; rows[0] = own; return rows[0][0]; }',
  };
  for (const [name, code] of Object.entries(refused))
    it(`is not known ${name}`, async () =>
      expect(await verdicts(mapped(code), 'main.js')).not.toContain('independent'));
});

describe('a CommonJS module', () => {
  const work = `${FIB.replace('export ', '')}let count = 0;
class Model { constructor(k) { this.k = k; } predict(n) { return fib(n) * this.k; } }
module.exports = { fib, twice: (n) => fib(n) * 2, draw: () => fib(9) + ++count, Model };
`;
  const loop = (call: string, before = ''): Record<string, string> => ({
    'package.json': '{ "type": "commonjs" }',
    'work.js': work,
    'main.js': `const lib = require('./work.js');
const { fib, twice, draw, Model } = require('./work.js');
${before}
const out = [];
for (let i = 0; i < 20; i++) out.push(${call});
console.log(out);
`,
  });
  it.each([
    'fib(i)',
    'twice(i)',
    'lib.fib(i)',
    'lib.twice(i)',
    'new Model(2).predict(i)',
    'new lib.Model(2).predict(i)',
  ])('is followed to what it exports: %s', async (call) =>
    expect(await verdicts(loop(call), 'main.js')).toEqual(['independent']),
  );

  it.each([
    ['draw()', ''],
    ['lib.draw()', ''],
    ['lib.twice(i)', 'lib.twice = (n) => out.push(n);'],
    ['lib.fib(i)', 'lib.fib = (n) => out.push(n);'],
  ])('is not taken for what it was: %s %s', async (call, before) =>
    expect(await verdicts(loop(call, before), 'main.js')).not.toContain('independent'),
  );
});
