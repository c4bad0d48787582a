import { describe, expect, it } from 'vitest';
import { compare } from '../../../server/timing/values/compare.js';

class Point {
  constructor(
    readonly x: number,
    readonly y: number,
  ) {}
}

function twoViews(one: ArrayBuffer, other = one): Uint8Array[] {
  return [new Uint8Array(one), new Uint8Array(other)];
}

function withProperties(changes: PropertyDescriptorMap = {}): object {
  return Object.defineProperties(
    { own: 1 },
    {
      secret: { value: { n: 1 }, configurable: true, writable: true },
      id: { value: 7, enumerable: true, configurable: true },
      area: { get: () => 12, enumerable: true, configurable: true },
      broken: {
        get: () => {
          throw new RangeError('no');
        },
        configurable: true,
      },
      ...changes,
    },
  );
}

function areaOf(this: { w: number }): number {
  return this.w;
}

function thrower(message: string): () => never {
  return () => {
    throw new Error(message);
  };
}

function unfolding(n: number): object {
  return {
    n,
    get next() {
      return unfolding(n + 1);
    },
  };
}

/** Made twice, so that the two sides share nothing. */
const equal: Record<string, () => unknown> = {
  primitives: () => [NaN, -0, 0, 1n, 'a', null, undefined, true],
  'arrays with holes': () => [1, , 3],
  'typed arrays': () => [
    new Float64Array([NaN, -0]),
    new BigInt64Array([1n]),
    Buffer.from('ab'),
    new Uint8Array([1]).buffer,
    new DataView(new ArrayBuffer(2)),
  ],
  collections: () => [
    new Map<unknown, unknown>([
      ['a', { b: 1 }],
      [{}, 2],
    ]),
    new Set([1, 'x']),
  ],
  'dates and patterns': () => [new Date(5), new Date(NaN), /x/gi],
  errors: () => Object.assign(new RangeError('no', { cause: new Error('why') }), { code: 7 }),
  instances: () => new Point(1, 2),
  functions: () => [(x: number): number => x + 1],
  'objects without a prototype': () => Object.assign(Object.create(null) as object, { a: 1 }),
  'shared parts': () => {
    const shared = { n: 1 };
    return [shared, { again: shared }];
  },
  cycles: () => {
    const node: { next?: unknown } = {};
    node.next = { next: node };
    return node;
  },
  // A module that is loaded for each version makes its symbols anew.
  symbols: () => {
    const kind = Symbol('kind');
    return [{ kind, [kind]: 1 }, kind, Symbol.for('x')];
  },
  'frozen objects': () => [Object.freeze([1]), Object.seal({ a: 1 }), Object.preventExtensions({ a: 1 })],
  'properties of all kinds': () => withProperties(),
  // There is no end to them.
  'objects that a getter makes anew': () => unfolding(1),
  // Small Buffers are parts of one piece of memory, where there happens to be room.
  'parts of the same memory': () => [Buffer.from('ab'), Buffer.alloc(2), ...twoViews(new ArrayBuffer(2))],
  'long chains': () => {
    let list: unknown = null;
    for (let i = 0; i < 100_000; i++) list = { list };
    return list;
  },
};

const different: [string, unknown, unknown, string][] = [
  ['0 and -0', { a: 0 }, { a: -0 }, 'result.a is 0 in the loop and -0 in the pool'],
  ['numbers', [{ v: [1, 2] }], [{ v: [1, 3] }], 'result[0].v[1] is 2 in the loop and 3 in the pool'],
  ['a hole and undefined', [, 1], [undefined, 1], 'result[0] is a hole in the loop and undefined in the pool'],
  ['undefined and nothing', { a: undefined }, {}, 'result.a is missing in the pool'],
  ['nothing and undefined', {}, { 'a b': undefined }, 'result["a b"] is missing in the loop'],
  [
    'the order of keys',
    { a: 1, b: 2 },
    { b: 2, a: 1 },
    'result has its keys in another order: a comes first in the loop, b in the pool',
  ],
  ['lengths', [1, 2], [1], 'result.length is 2 in the loop and 1 in the pool'],
  ['classes', new Point(1, 2), { x: 1, y: 2 }, 'result is a Point in the loop and an Object in the pool'],
  ['elements', new Float32Array([1, 2]), new Float32Array([1, -2]), 'result[1] is 2 in the loop and -2 in the pool'],
  ['kinds of arrays', new Uint8Array(1), [0], 'result is a Uint8Array in the loop and an Array in the pool'],
  [
    'the order of a Map',
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
    new Map([
      ['b', 2],
      ['a', 1],
    ]),
    'result.keys()[0] is "a" in the loop and "b" in the pool',
  ],
  ['values of a Map', new Map([['a', 1]]), new Map([['a', 2]]), 'result.get("a") is 1 in the loop and 2 in the pool'],
  ['sets', new Set([1]), new Set([1, 2]), 'result.size is 1 in the loop and 2 in the pool'],
  ['dates', new Date(1), new Date(2), 'result.getTime() is 1 in the loop and 2 in the pool'],
  ['messages', new Error('a'), new Error('b'), 'result.message is "a" in the loop and "b" in the pool'],
  ['bigints', 1n, 1, 'result is 1n in the loop and 1 in the pool'],
  ['boxed primitives', Object(1), Object(2), 'result.valueOf() is 1 in the loop and 2 in the pool'],
  [
    'errors in an error',
    new AggregateError([new Error('a')]),
    new AggregateError([new Error('b')]),
    'result.errors[0].message is "a" in the loop and "b" in the pool',
  ],
  [
    'addresses',
    new URL('http://a.example/'),
    new URL('http://b.example/'),
    'result.href is "http://a.example/" in the loop and "http://b.example/" in the pool',
  ],
  ['frozen objects', [Object.freeze({ a: 1 })], [{ a: 1 }], 'result[0] is frozen in the loop and open in the pool'],
  [
    'views of the same memory',
    twoViews(new ArrayBuffer(4), new ArrayBuffer(4)),
    twoViews(new ArrayBuffer(4)),
    'result[1].buffer is a new object in the loop and an object seen before in the pool',
  ],
  [
    'hidden properties',
    withProperties(),
    withProperties({ secret: { value: { n: 2 }, configurable: true, writable: true } }),
    'result.secret.n is 1 in the loop and 2 in the pool',
  ],
  [
    'properties that are hidden on one side',
    withProperties(),
    withProperties({ secret: { value: { n: 1 }, enumerable: true, configurable: true, writable: true } }),
    'result.secret is a non-enumerable property in the loop and an ordinary property in the pool',
  ],
  [
    'properties that are read-only on one side',
    withProperties(),
    withProperties({ id: { value: 7, enumerable: true, configurable: true, writable: true } }),
    'result.id is a read-only property in the loop and an ordinary property in the pool',
  ],
  [
    'accessors and values',
    withProperties(),
    withProperties({ area: { value: 12, enumerable: true, configurable: true, writable: true } }),
    'result.area is a getter in the loop and an ordinary property in the pool',
  ],
  [
    'accessors',
    withProperties(),
    withProperties({ area: { get: () => 6 * 2, enumerable: true, configurable: true } }),
    'result.area is a getter in the loop and another getter in the pool',
  ],
  [
    'what accessors give',
    Object.defineProperty({ w: 1 }, 'area', { get: areaOf }),
    Object.defineProperty({ w: 2 }, 'area', { get: areaOf }),
    'result.w is 1 in the loop and 2 in the pool',
  ],
  [
    'what reading throws',
    withProperties({ broken: { get: thrower('a') } }),
    withProperties({ broken: { get: thrower('b') } }),
    'result.broken.message is "a" in the loop and "b" in the pool',
  ],
  ['symbols', Symbol('a'), Symbol('b'), 'result is Symbol(a) in the loop and Symbol(b) in the pool'],
  [
    'texts that begin alike',
    `${'x'.repeat(99)}1`,
    `${'x'.repeat(99)}2${'y'.repeat(99)}`,
    `result is "…xxxxxxxxxx1" in the loop and "…xxxxxxxxxx2${'y'.repeat(39)}…" in the pool`,
  ],
  [
    'lines of a text',
    'one\ntwo\nthree\n',
    'one\ntwo and more\nthree\n',
    'result, line 2, is "two\\n" in the loop and "two and more\\n" in the pool',
  ],
  ['a missing line', 'one\n', 'one\n\n', 'result, line 2, is "" in the loop and "\\n" in the pool'],
  ['long texts', 'x'.repeat(99), '', `result is "${'x'.repeat(50)}…" in the loop and "" in the pool`],
];

describe('compare', () => {
  it.each(Object.entries(equal))('finds no difference between equal %s', (_name, make) => {
    expect(compare(make(), make())).toBeNull();
  });

  it.each(different)('tells the first difference: %s', (_name, left, right, difference) => {
    expect(compare(left, right)).toBe(difference);
  });

  it('sees a copy where there was the same object', () => {
    const shared = { n: 1 };
    expect(compare([shared, shared], [{ n: 1 }, { n: 1 }])).toMatch(/^result\[1\] is .* seen before/);
    expect(compare([{ n: 1 }, { n: 1 }], [shared, shared])).toMatch(/^result\[1\] is .* seen before/);
    const [kind, other] = [Symbol('kind'), Symbol('kind')];
    expect(compare([kind, kind], [other, Symbol('kind')])).toMatch(/^result\[1\] is .* seen before/);
  });
});
