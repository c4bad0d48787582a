import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IterationOrder, type Order } from '../../../server/timing/values/iterationOrder.js';
import { permuted } from '../../../server/timing/bench/permuted.js';
import { ORDER_GLOBAL } from '../../../server/timing/protocol.js';

const holder = process as unknown as Record<string, IterationOrder | undefined>;

beforeEach(() => (holder[ORDER_GLOBAL] = new IterationOrder()));
afterEach(() => delete holder[ORDER_GLOBAL]);

/** Runs a loop over `xs` with its iterations in an order; `visit` notes what it is given. In a call, the method stands in `«»`. */
function run(loop: string, order: Order | null, file = 'main.js'): { visited: unknown[]; answer: unknown } {
  const plain = loop.replace(/[«»]/g, '');
  const place = { start: 0, end: plain.length, anchor: Math.max(0, loop.search(/«|\bfor\b/)) };
  const text = order === null ? plain : permuted(file, plain, place, order).text;
  const visited: unknown[] = [];
  const visit = (x: unknown): number => visited.push(x);
  const body = /^(?:\w+: )?for\b/.test(text) ? text : `return ${text};`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const evaluate = new Function('xs', 'visit', body) as (xs: number[], visit: (x: unknown) => number) => unknown;
  const answer = evaluate([3, 1, 4, 1, 5], visit);
  return { visited, answer };
}

const LOOPS = [
  'for (const x of xs) visit(x);',
  'for (const [i, x] of xs.entries()) visit(i * x);',
  'for (const x of new Set(xs)) visit(x);',
  'for (const [k, v] of new Map([[1, 2], [3, 4]])) visit(k + v);',
  "for (const c of 'loop') visit(c);",
  'for (let i = 0, n = xs.length; i < n; i++) visit(xs[i]);',
  'for (let i = xs.length - 1; i >= 0; i -= 2) { if (i === 2) continue; visit(xs[i]); }',
  'for (var i = 0; i < 4; i++) visit(i);',
  'own: for (const i in xs) { for (;;) { if (i > 2) continue own; break; } visit(i); }',
  'for (const x of xs) { switch (x) { case 4: break; default: visit(x); } }',
  'for (const x of xs) { const f = () => { return x; }; visit(f()); }',
  'xs.«map»((x, i) => (visit(i), x * i))',
  'xs.«filter»(function (x, i) { visit(x); return i > this.from; }, { from: 2 })',
  'xs.«flatMap»((x) => (visit(x), [x, x]))',
  'xs.«forEach»((x, i, all) => visit(x * all.length))',
  'new Map([[1, 2], [3, 4]]).«forEach»((value, key) => visit(value - key * 10))',
  'xs.«reduce»((sum, x, i) => (visit(i), sum + x * i), 0)',
  'xs.«reduce»((sum, x) => (visit(0), sum + x))',
  '[3, , 4].«map»((x) => visit(x) * 0)',
  'Float64Array.of(1, 2, 3).«map»((x) => (visit(x), x * 2))',
  'Array.«from»({ length: 4 }, (_, i) => (visit(i), i * i))',
  'Uint8Array.«from»(xs, (x) => (visit(x), x * 2))',
];

describe('a loop with its iterations in another order', () => {
  it.each(LOOPS)('%s', (loop) => {
    const plain = run(loop, null);
    expect(plain.visited.length).toBeGreaterThan(1);
    expect(run(loop, 'forward')).toEqual(plain);
    const backward = run(loop, 'backward');
    expect(backward.visited).toEqual(plain.visited.toReversed());
    expect(backward.answer).toEqual(plain.answer);
    const shuffled = run(loop, 'shuffled');
    expect(new Set(shuffled.visited)).toEqual(new Set(plain.visited));
    expect(shuffled.answer).toEqual(plain.answer);
    expect(holder[ORDER_GLOBAL]!.why).toBeNull();
  });

  it('is shuffled in the same way each time, and in neither of the other two', () => {
    const count = 'for (let i = 0; i < 20; i++) visit(i);';
    const [shuffled, again, forward] = [run(count, 'shuffled'), run(count, 'shuffled'), run(count, 'forward')];
    expect(shuffled).toEqual(again);
    expect(shuffled.visited).not.toEqual(forward.visited);
    expect(shuffled.visited).not.toEqual(forward.visited.toReversed());
  });

  it('keeps types, and says where the loop ends', () => {
    const text = 'let t: number = 0;\nfor (let i: number = 0; i < (n as number); i++) t += i;\nlog(t);\n';
    const start = text.indexOf('for');
    const end = text.indexOf('\nlog');
    const copy = permuted('main.ts', text, { start, end, anchor: start }, 'backward');
    expect(copy.text.slice(copy.end)).toBe('\nlog(t);\n');
    expect(copy.text).toContain('for (let i: number = 0; i < (n as number); i++)');
  });

  it('names the variables of the head that live on', () => {
    const countersOf = (loop: string) =>
      permuted('main.js', loop, { start: 0, end: loop.length, anchor: 0 }, 'backward').counters;
    expect(countersOf('for (var i = 0, n = 3; i < n; i++) f(i);')).toEqual(['i', 'n']);
    expect(countersOf('for (let i = 0; i < 3; i++) f(i);')).toEqual([]);
    expect(countersOf('for (var [a, b] of xs) f(a, b);')).toEqual(['a', 'b']);
  });
});
