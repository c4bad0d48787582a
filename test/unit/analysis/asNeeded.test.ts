import { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { computesAsNeeded } from '../../../server/analysis/variants/asNeeded.js';
import { FIB, readText } from '../../support/judge.js';

/** Whether a function with these statements, beside a `cache`, only computes what that lacks. */
function isAsNeeded(...statements: string[]): boolean {
  const { source, checker } = readText(
    `${FIB}const cache = new Map<string, number>();\nlet calls = 0;\nexport function cached(name: string, n: number): number {\n${statements.join('\n')}\nreturn calls;\n}\n`,
  );
  const fn = source.statements.filter(ts.isFunctionDeclaration).at(-1)!;
  return computesAsNeeded(fn, checker);
}

it.each([
  [
    'what was not found',
    ['let known = cache.get(name);', 'if (known === undefined) cache.set(name, (known = fib(n)));'],
  ],
  ['what is not there', ['calls++;', 'if (!cache.has(name)) { cache.set(name, fib(n)); }']],
])('sees that %s is computed', (_, statements) => {
  expect(isAsNeeded(...statements)).toBe(true);
});

it.each([
  ['computes first', ['const value = fib(n);', 'if (!cache.has(name)) cache.set(name, value);']],
  ['computes in any case', ['cache.set(name, fib(n));']],
  ['computes under another condition', ['if (n > 3) cache.set(name, fib(n));']],
  ['computes something besides', ['calls += fib(n + 1);', 'if (!cache.has(name)) cache.set(name, fib(n));']],
  ['stores what it is given', ['if (!cache.has(name)) cache.set(name, n);', 'calls += fib(n);']],
  [
    'fills a map of its own',
    ['const cache = new Map<string, number>();', 'if (!cache.has(name)) cache.set(name, fib(n));'],
  ],
])('leaves alone what %s', (_, statements) => {
  expect(isAsNeeded(...statements)).toBe(false);
});
