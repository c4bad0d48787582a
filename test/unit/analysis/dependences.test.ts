import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIB, judge } from '../../support/judge.js';

/** `a[factor * i + shift]`, in a loop from 0 to 9, or from 9 down. */
interface Pair {
  readonly write: readonly [factor: number, shift: number];
  readonly read: readonly [factor: number, shift: number];
  readonly down: boolean;
}

const subscript = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -6, max: 6 }));
const pair: fc.Arbitrary<Pair> = fc.record({ write: subscript, read: subscript, down: fc.boolean() });

/** Whether some iteration reads what an earlier one wrote; in the order of the loop. */
function isCarried({ write, read, down }: Pair): boolean {
  const order = Array.from({ length: 10 }, (_, k) => (down ? 9 - k : k));
  return order.some((p, at) => order.slice(at + 1).some((q) => write[0] * p + write[1] === read[0] * q + read[1]));
}

const text = ([factor, shift]: readonly [number, number]): string => `${factor} * i + ${shift}`;

function loopOf({ write, read, down }: Pair): string {
  const head = down ? 'let i = 9; i >= 0; i--' : 'let i = 0; i < 10; i++';
  return `export function f(a: number[]) { for (${head}) { a[${text(write)}] = fib(a[${text(read)}]!); } }`;
}

/** Whether each loop is offered; a few programs at a time. */
function offered(programs: readonly string[]): boolean[] {
  if (programs.length === 0) return [];
  const text = programs.slice(0, BATCH).map((p, k) => p.replace('function f', `function f${k}`));
  const verdicts = judge(FIB + text.join('\n')).map((l) => l.verdict.kind !== 'refused');
  return [...verdicts, ...offered(programs.slice(BATCH))];
}
const BATCH = 25;

describe('subscripts of one counter', () => {
  it('a value that an earlier iteration wrote is never taken for one from before the loop', () => {
    const pairs = fc.sample(pair, { numRuns: 300, seed: 7 });
    const verdicts = offered(pairs.map(loopOf));
    expect(verdicts).toHaveLength(300);
    expect(pairs.filter((p, k) => verdicts[k] && isCarried(p))).toEqual([]);
  });

  it('with equal factors the answer is exact', () => {
    const pairs = fc
      .sample(pair, { numRuns: 100, seed: 11 })
      .map((p) => ({ ...p, write: [p.read[0] || 1, p.write[1]] as const, read: [p.read[0] || 1, p.read[1]] as const }))
      // Beyond the bounds of the loop the test does not look, and need not.
      .filter((p) => Math.abs((p.write[1] - p.read[1]) / p.write[0]) < 10);
    const verdicts = offered(pairs.map(loopOf));
    expect(pairs.filter((p, k) => verdicts[k] === isCarried(p))).toEqual([]);
  });
});

describe('other places', () => {
  const program = (body: string, before = ''): string =>
    `export function f(n: number, m: number) { const a: number[] = []; const rows = [[1], [2], [3]]; const o: Record<string, number> = {}; ${before}
      for (let i = 0; i < n; i++) { ${body} } return [a, rows, o]; }`;

  it.each([
    ['another constant index', 'a[0] = fib(a[1]!);', true],
    ['the same constant index', 'a[1] = fib(a[1]!);', false],
    ['terms that cancel', 'a[i + m] = fib(a[i + m]!);', true],
    ['terms that differ', 'a[i + m] = fib(a[i]!);', false],
    ['a term that the loop changes', 'm++; a[i + m] = fib(a[i + m]!);', false],
    ['a term that goes down as the counter goes up', 'm--; a[i + m] = fib(a[i + m]!);', false],
    ['a constant of such a term', 'const k = m--; a[i + k] = fib(a[i + k]!);', false],
    ['a constant from before the term is changed', 'const k = m; m--; a[i + k] = fib(a[i + k]!);', false],
    ['a constant of the body', 'const k = i + 1; a[i] = fib(a[k]!);', true],
    ['an index from the data', 'a[a[i]!] = fib(a[i]!);', false],
    ['another property', 'o.x = fib(o.y!);', true],
    ['the same property', 'o.x = fib(o.x!);', false],
    ['the length, which a push changes', 'a.push(fib(a.length));', false],
    ['other rows', 'rows[i]![0] = fib(rows[i]![0]!);', true],
    ['rows above', 'rows[i + 1]![0] = fib(rows[i]![0]!);', false],
    [
      'one cell of the same row, by an inner loop: the row is its own',
      'for (let j = 1; j < m; j++) rows[i]![j] = fib(rows[i]![j - 1]!);',
      true,
    ],
    [
      'a cell of the row above, by an inner loop',
      'for (let j = 1; j < m; j++) rows[i + 1]![j] = fib(rows[i]![j]!);',
      false,
    ],
    ['what an element assigned earlier holds', 'const row = rows[0]!; row[0] = fib(row[0]!);', false],
  ])('%s', (_name, body, isOffered) => {
    const loop = judge(FIB + program(body)).find((l) => l.site.function === 'f' && l.site.depth === 0)!;
    expect(loop.verdict.kind !== 'refused').toBe(isOffered);
  });
});
