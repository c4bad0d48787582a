/** Programs whose parts stand inside, or call, one another many times: what doubles with each of them never ends here. */
import { expect, it } from 'vitest';
import { scanFile } from '../../../server/pipeline.js';
import { createSourceReader } from '../../../server/project.js';
import { inProject } from '../../support/project.js';

const COUNT = 40;
const each = (text: (k: number) => string, between = '\n'): string =>
  Array.from({ length: COUNT }, (_, k) => text(k)).join(between);

const programs = {
  'loops in loops': `export function sweep(size: number, data: number[]): number {
let total = 0;
${each((k) => `for (let i${k} = 0; i${k} < size; i${k}++) { const f${k} = Math.sqrt(size * i${k});`)}
for (const x of data) total += Math.cos(x * f${COUNT - 1});
${'}'.repeat(COUNT)}
return total;
}`,
  'while loops with temporaries': `export function run(xs: number[]): number[] {
const out: number[] = [];
let a = 0, b = 0;
for (const x of xs) {
${each((k) => `while (a < ${k}) { a = Math.sqrt(x) + b; b = a + 1;`)}
${'}'.repeat(COUNT)}
out.push(a);
}
return out;
}`,
  'try in try': `export function run(xs: number[]): number[] {
const out: number[] = [];
let t = 0;
for (const x of xs) {
${each((k) => `try { t = Math.sqrt(x) + ${k};`)}
${'} catch { t = 1; }'.repeat(COUNT)}
out.push(t);
}
return out;
}`,
  'functions in functions': `export const run = (xs: number[]): number[] => xs.map((x) => {
${each((k) => `const g${k} = (y: number): number => {`)}
return x + y;
${each((k) => (k === COUNT - 1 ? '}; return g0(x);' : `}; return g${COUNT - 1 - k}(y + 1);`))}
});`,
  'callbacks in callbacks': `export const run = (xs: number[]): unknown => ${each((k) => `xs.map((x${k}) => `, '')} xs.map((y) => Math.sqrt(y * x0))${')'.repeat(COUNT)};`,
  'functions that call one another': `${each((k) => `function f${k}(x: number, o: { v: number; next?: { v: number } }): number { return x < 1 ? o.v : f${(k + 1) % COUNT}(x - 1, o) + f${(k * 7 + 3) % COUNT}(x - 2, { v: x, next: o }); }`)}
export const run = (xs: number[]): number[] => xs.map((x) => f0(x, { v: 0 }));`,
  'classes below one another': `class C0 { go(x: number): number { return x; } }
${each((k) => `class C${k + 1} extends C${k} { override go(x: number): number { return super.go(x) + Math.sqrt(x * ${k}); } }`)}
const all: C0[] = [${each((k) => `new C${k}()`, ', ')}];
export const run = (xs: number[]): number[] => xs.map((x) => all[x % ${COUNT}]!.go(x));`,
};

it.each(Object.entries(programs))('%s', (_, text) =>
  inProject({ 'a.ts': text }, (project) => {
    expect(scanFile(createSourceReader(), project.at('a.ts')).length).toBeGreaterThan(0);
  }),
);
