import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FIB, judge } from '../../support/judge.js';

/** Loops that read places by an inner counter and write one; the same text is run as JavaScript to see which places meet. */
interface Nest {
  readonly outer: string;
  readonly inner: string;
  readonly read: string;
  readonly write: string;
}

const nest: fc.Arbitrary<Nest> = fc.record({
  outer: fc.constantFrom(
    ...['let i = 0; i < 6; i++', 'let i = 5; i >= 0; i--', 'let i = 1; i < 6; i += 2', 'let i = 1; i <= 4; i++'],
    ...['let i = 6; i > 1; i -= 3', 'let i = from; i < 6; i += 2'],
  ),
  inner: fc.constantFrom(
    ...['let k = i + 1; k < 7; k++', 'let k = 0; k < i; k++', 'let k = 0; k <= i; k++', 'let k = 0; k < W; k++'],
    ...[
      'let k = i - 1; k > 0; k--',
      'let k = 1; k < W - 1; k++',
      'let k = W - 1; k >= 0; k -= 2',
      'let k = i; k < 9; k += 2',
    ],
  ),
  read: fc.constantFrom(
    ...['k', 'k + 1', 'k - 1', 'i + 1', 'i - 1', '2 * k', '2 * k + 1', '2 * i + 1', 'i * W + k', '(i + 1) * W + k'],
    ...['(i - 1) * W + k', 'W * i + k + 1', 'k * W + i', 'i * W + (k + 2) % W', '(i + 1) * W + Math.min(W - 1, k)'],
    ...['(i + 1) * W + Math.max(0, k - 3)', 'i + k', 'i - k', '(i + 1) * 4 + k', '7 - i', '3 * i - k + 1'],
  ),
  write: fc.constantFrom(
    ...['i', '2 * i', 'i + 1', 'i * W', 'i * W + 2', 'W * i + W - 1', 'i * 4 + 1', '9 - i', '4 * i + 3', '(i - 1) * W'],
  ),
});

/** Whether an iteration reads what an earlier one wrote. */
function isCarried({ outer, inner, read, write }: Nest): boolean {
  const run = runInNewContext(`(W, from) => {
    const written = new Set();
    let met = false;
    for (${outer}) { for (${inner}) met ||= written.has(${read}); written.add(${write}); }
    return met;
  }`) as (width: number, from: number) => boolean;
  return [1, 2, 3, 4, 5, 7, 9].some((width) => [-2, 0, 1, 3].some((from) => run(width, from)));
}

const loopOf = ({ outer, inner, read, write }: Nest, k: number): string =>
  `export function f${k}(a: number[], W: number, from: number) { for (${outer}) { let s = 0; for (${inner}) s += a[${read}]!; a[${write}] = fib(s); } }`;

it('a place that an earlier iteration wrote is never read ahead, and some others are', () => {
  const all = fc.sample(nest, { numRuns: 250, seed: 3 });
  const wrong: Nest[] = [];
  let found = 0;
  for (let from = 0; from < all.length; from += 25) {
    const some = all.slice(from, from + 25);
    const loops = judge(FIB + some.map(loopOf).join('\n')).filter(
      (l) => l.site.depth === 0 && l.site.function !== 'fib',
    );
    expect(loops).toHaveLength(some.length);
    some.forEach((each, i) => {
      const [carried, offered] = [isCarried(each), loops[i]!.verdict.kind !== 'refused'];
      if (offered && carried) wrong.push(each);
      if (!carried && offered) found++;
    });
  }
  expect(wrong).toEqual([]);
  // The rest is apart by the chance of the numbers alone.
  expect(found).toBeGreaterThan(12);
});

it.each([
  ['a column of the next row', 'for (let k = 0; k < W; k++) s += a[(i + 1) * W + k]!; a[i * W] = fib(s);', true],
  [
    'a column that may be in another row',
    'for (let k = 0; k <= W; k++) s += a[(i + 1) * W + k]!; a[i * W] = fib(s);',
    false,
  ],
  ['rows of another width', 'for (let k = 0; k < W; k++) s += a[(i + 1) * W + k]!; a[i * n] = fib(s);', false],
  [
    'planes of rows',
    'for (let k = 0; k < W; k++) s += a[((i + 1) * n + 1) * W + k]!; a[(i * n + 1) * W] = fib(s);',
    false,
  ],
  [
    'pixels of four values',
    'for (let k = 0; k < W; k++) s += a[((i + 1) * W + k) * 4 + 2]!; a[i * W * 4 + 1] = fib(s);',
    true,
  ],
  [
    'a row by its name',
    'const row = (i + 1) * W; for (let k = 0; k < W; k++) s += a[row + k]!; const own = i * W; a[own] = fib(s);',
    true,
  ],
  ['a counter that the body moves', 'for (let k = i + 1; k < W; k++) { s += a[k]!; k -= 3; } a[i] = fib(s);', false],
  ['a place behind the bound', 'a[i] = fib(a[n]!);', true],
  ['the place before the bound', 'a[i] = fib(a[n - 1]!);', false],
  ['a place before the start', 'for (let k = n + 1; k < W; k++) a[k] = fib(a[n - i]!);', true],
  ['a place from the start on', 'for (let k = n - 1; k < W; k++) a[k] = fib(a[n - i]!);', false],
  ['later places only', 'for (let k = i + 1; k < W; k++) s += a[k]!; a[i] = fib(s);', true],
  ['a counter from elsewhere', 'const c = k; for (k = i + 1; k < W; k++) s += a[c]!; a[i] = fib(s);', false],
  ['a bound of the iteration', 'const next = i + 1; for (let k = next; k < W; k++) s += a[k]!; a[i] = fib(s);', true],
])('%s', (_name, body, isOffered) => {
  const program = `export function f(a: number[], W: number, n: number) { let k = 0; for (let i = 0; i < n; i++) { let s = 0; ${body} } return k; }`;
  const loop = judge(FIB + program).find((l) => l.site.function === 'f' && l.site.depth === 0)!;
  expect(loop.verdict.kind !== 'refused').toBe(isOffered);
});
