import { expect, it } from 'vitest';
import { FIB, judge } from '../../support/judge.js';

/** What an offer of the last loop would take for granted, or why there is none. */
const answer = (...lines: string[]): readonly string[] => {
  const { verdict } = judge(`${FIB}${lines.join('\n')}\n`).at(-1)!;
  return [
    verdict.kind,
    ...(verdict.kind === 'refused' ? verdict.reasons : verdict.assumptions).map(({ code }) => code),
  ];
};

const FS = "import { readFileSync, writeFileSync } from 'node:fs';";
const transform = 'export function transform(from: Int32Array, to: Int32Array): void {\n';
const loop = '  for (let i = 0; i < from.length; i++) to[i] = fib(from[i]!);\n}';
const given = (call: string): readonly string[] =>
  answer(`const all = Int32Array.from({ length: 40 }, (_, i) => i % 9);\n${call}\n${transform}${loop}`);
const scored = 'for (const item of items) item.score = fib(item.size + (item.before?.score ?? 0));';
const item = 'interface Item { size: number; score: number; before: Item | null }\nconst items: Item[] = [];';

it.each([
  [
    'a constant file',
    "for (let i = 0; i < 9; i++) {\n  const n = Number(readFileSync('a', 'utf8'));\n  writeFileSync('a', `${fib(n + i)}`);\n}",
  ],
  [
    'a file that has a name',
    "const file = 'a';\nfor (let i = 0; i < 9; i++) {\n  const n = Number(readFileSync(file, 'utf8'));\n  writeFileSync(file, `${fib(n + i)}`);\n}",
  ],
])('refuses to read back %s', (_, text) => {
  expect(answer(FS, text)).toEqual(['refused', 'loop-carried-dependence']);
});

it('assumes that other files are read than are written, where nothing shows that they are', () => {
  const text = "for (const name of ['a', 'b']) writeFileSync(`${name}.out`, `${fib(readFileSync(name).length)}`);";
  expect(answer(FS, text)).toEqual(['assuming', 'different-files']);
});

it.each([
  ['the same items', 'const items = [...one, ...one];'],
  ['items that it has by their places', 'const items = [one[0], one[0], one[1]];'],
  ['itself behind itself', 'const items = one.concat(one);'],
  ['every item', 'const items = one.flatMap((r) => [r, r]);'],
  ['items by their numbers', 'const items = [0, 1, 0, 2].map((i) => one[i]);'],
  [
    'items by their keys',
    'const byId = new Map(one.map((r) => [r.score, r]));\nconst items = [0, 1, 0].map((id) => byId.get(id)!);',
  ],
  ['one object for each place', 'const items = Array.from({ length: 3 }, () => one[0]);'],
  ['the values of an object with one', 'const items = Object.values({ a: one[0], b: one[0] });'],
  ['the values of a Map with one', "const items = [...new Map([['a', one[0]], ['b', one[0]]]).values()];"],
  ['the first in every other place', 'const items = one.map((r, i) => (i % 2 ? r : one[0]));'],
  ['the first again', 'const items = one;\nitems.push(items[0]!);'],
  ['one item, perhaps', 'const items = [one[0], one[1]].concat(one);', 'assuming'],
  ['none', 'const items = one.filter((r) => r.score > 0);', 'independent'],
  ['none, in another order', 'const items = one.slice().sort((a, b) => a.score - b.score);', 'independent'],
  ['none, as in a set', 'const items = [...new Set(one.concat(one))];', 'independent'],
  ['none, as the values of a Map', 'const items = [...new Map(one.map((r) => [r.score, r])).values()];', 'independent'],
])('sees that a list has %s twice', (_, list, kind = 'refused') => {
  const text = `const one = Array.from({ length: 3 }, (_, i) => ({ score: i }));\n${list}\nfor (const item of items) item!.score = fib(item!.score);`;
  expect(answer(text)[0]).toBe(kind);
});

it.each([
  ['rows that overlap', 'Array.from({ length: 5 }, (_, y) => all.subarray(y * 4, y * 4 + 8))', 'refused'],
  ['rows side by side', 'Array.from({ length: 5 }, (_, y) => all.subarray(y * 4, y * 4 + 4))', 'assuming'],
])('sees that a list has %s', (_, list, kind) => {
  const text = `const all = new Float64Array(40);\nconst rows = ${list};\nfor (const row of rows) row[0] = fib(row[3]!);`;
  expect(answer(text)[0]).toBe(kind);
});

it.each([
  ['in an object', 'const planes = { from: all, to: all };\ntransform(planes.from, planes.to);'],
  ['under another name', 'const again = all;\ntransform(all, again);'],
])('refuses where a function is given one array %s', (_, call) => {
  expect(given(call)[0]).toBe('refused');
});

it('refuses where a function returns one array as two', () => {
  const text =
    'const { a, b } = (() => { const s = [1, 2, 3]; return { a: s, b: s }; })();\nfor (let i = 1; i < 3; i++) b[i] = fib(a[i - 1]!);';
  expect(answer(text)[0]).toBe('refused');
});

it.each([
  ['given one array', 'transform(all, all);'],
  ['given views that overlap', 'transform(all.subarray(0, 30), all.subarray(1, 31));'],
  ['given a view of the whole', 'transform(all, all.subarray(1));'],
])('refuses where a function is %s', (_, call) => {
  expect(given(call)[0]).toBe('refused');
});

it.each([
  ['different arrays', 'transform(all, new Int32Array(40));'],
  ['views that lie one behind the other', 'transform(all.subarray(0, 20), all.subarray(20));'],
  ['nothing in sight', ''],
])('still offers where a function is given %s', (_, call) => {
  expect(given(call)).toEqual(['assuming', 'different-objects']);
});

it.each([
  ['the one before', 'for (let i = 0; i < 9; i++) items.push({ size: i, score: 0, before: items[i - 1] ?? null });'],
  ['the last', 'for (let i = 0; i < 9; i++) items.push({ size: i, score: 0, before: items.at(-1) ?? null });'],
  [
    'the one before, by its place',
    'for (let i = 0; i < 9; i++) items[i] = { size: i, score: 0, before: i > 0 ? items[i - 1]! : null };',
  ],
  [
    'the next, told afterwards',
    'for (let i = 0; i < 9; i++) items.push({ size: i, score: 0, before: null });\nitems.forEach((it, i) => { it.before = items[(i + 1) % 9]!; });',
  ],
])('refuses to change items that hold %s', (_, fill) => {
  expect(answer(item, fill, scored)[0]).toBe('refused');
});

it('assumes that items are apart, where nothing shows that they are not', () => {
  const fill = 'declare const one: Item;\nfor (let i = 0; i < 9; i++) items.push({ size: i, score: 0, before: one });';
  expect(answer(item, fill, scored)).toEqual(['assuming', 'distinct-items']);
});
