import vm from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, decodeCaptures, encode, encodeCaptures } from '../../../runtime/wire/codec.js';
import { findObstacle, Guard } from '../../../runtime/wire/transfer.js';

/** There and back. */
function cross(values: unknown[]): unknown[] {
  const guard = new Guard();
  for (const value of values) expect(guard.obstacle(value)).toBeNull();
  return Array.from(decode(encode(values, guard)));
}

describe('the guard', () => {
  class Point {
    x = 1;
  }
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;

  it.each<[string, unknown]>([
    ['primitives', [1, -0, Number.NaN, 'a\ud800', 5n, true, null, undefined]],
    ['plain objects', { a: { b: [1] }, 'odd key': undefined, __proto__x: 1 }],
    ['an own property named __proto__', JSON.parse('{"__proto__": 1}')],
    ['holes', [1, , 3]],
    [
      'typed arrays',
      [new Float64Array([1, -0]), new Uint8Array(new ArrayBuffer(16), 4, 2), new DataView(new ArrayBuffer(3))],
    ],
    ['Map, Set, Date', new Map<unknown, unknown>([[{ k: 1 }, new Set([new Date(0), new Date(Number.NaN)])]])],
    ['a RegExp', /a/giu],
    ['a cycle', cyclic],
    ['long arrays', Array.from({ length: 10_000 }, (_, i) => ({ i }))],
  ])('lets %s pass', (_, value) => {
    expect(findObstacle(value)).toBeNull();
    expect(cross([value, 'x'])[0]).toEqual(value);
  });

  it.each<[string, unknown, string]>([
    ['class instance', new Point(), 'an instance of Point'],
    ['null prototype', Object.create(null), 'prototype of its own'],
    ['function', () => 1, 'a function'],
    ['symbol', Symbol('s'), 'a symbol'],
    ['symbol key', { [Symbol('s')]: 1 }, 'symbol as its key'],
    [
      'accessor',
      {
        get a() {
          return 1;
        },
      },
      'an accessor property (a)',
    ],
    [
      'hidden property',
      Object.defineProperty({}, 'a', { value: 1, writable: true, configurable: true }),
      'read-only or hidden',
    ],
    [
      'read-only property',
      Object.defineProperty({}, 'a', { value: 1, enumerable: true, configurable: true }),
      'read-only or hidden',
    ],
    ['frozen object', Object.freeze({ a: 1 }), 'frozen'],
    ['sealed array', Object.seal([1]), 'sealed'],
    ['proxy', new Proxy({}, {}), 'a Proxy'],
    ['revoked proxy', revoked(), 'a Proxy'],
    ['error', new RangeError('x'), 'an instance of RangeError'],
    ['used RegExp', Object.assign(/a/g, { lastIndex: 1 }), 'lastIndex'],
    ['RegExp with a property', Object.assign(/a/g, { more: 1 }), 'properties of its own'],
    ['Buffer', Buffer.from('x'), 'a Buffer'],
    ['WeakMap', new WeakMap(), 'an instance of WeakMap'],
    ['WeakRef', new WeakRef({}), 'an instance of WeakRef'],
    ['SharedArrayBuffer', new SharedArrayBuffer(8), 'a SharedArrayBuffer'],
    ['view of shared memory', new Int32Array(new SharedArrayBuffer(8)), 'a SharedArrayBuffer'],
    ['boxed number', new Number(1), 'an instance of Number'],
    ['Math', Math, 'read-only or hidden'],
    [
      'arguments',
      (function (..._: unknown[]) {
        // eslint-disable-next-line prefer-rest-params
        return arguments;
      })(1),
      'prototype of its own',
    ],
    ['array with a property', Object.assign([1], { more: 1 }), 'other than its elements'],
    ['long array with a property', Object.assign(new Array(1000).fill(1), { more: 1 }), 'other than its elements'],
    ['array with a symbol key', Object.assign([1], { [Symbol('s')]: 1 }), 'other than its elements'],
    [
      'array with an accessor',
      Object.defineProperty([1], 0, { get: () => 1, enumerable: true, configurable: true }),
      'an accessor',
    ],
    ['array subclass', new (class Sub extends Array {})(), 'an instance of Sub'],
    ['array of another realm', vm.runInNewContext('[1]'), 'an instance of Array'],
    ['typed array with a property', Object.assign(new Uint8Array(3), { width: 1 }), 'of its own'],
    ['large typed array with a property', Object.assign(new Uint8Array(1e6), { width: 1 }), 'of its own'],
    ['typed array subclass', new (class Row extends Float64Array {})(1), 'an instance of Row'],
    ['Map with a property', Object.assign(new Map(), { more: 1 }), 'properties of its own'],
    ['Map subclass', new (class Cache extends Map {})(), 'an instance of Cache'],
    ['fake Map', Object.create(Map.prototype), 'an instance of Map'],
    ['deep inside', { a: [new Map([[1, { b: new Point() }]])] }, 'an instance of Point'],
    ['key of a Map', new Map([[new Point(), 1]]), 'an instance of Point'],
    ['promise', Promise.resolve(1), 'an instance of Promise'],
    ['URL', new URL('http://x/'), 'an instance of URL'],
    ['Map in disguise', Object.setPrototypeOf(new Map(), Object.prototype), 'prototype of its own'],
    ['Date in disguise', Object.setPrototypeOf(new Date(), Object.prototype), 'prototype of its own'],
    ['buffer in disguise', Object.setPrototypeOf(new ArrayBuffer(1), Object.prototype), 'prototype of its own'],
    ['typed array in disguise', Object.setPrototypeOf(new Uint8Array(1), Object.prototype), 'prototype of its own'],
    ['typed array as another', Object.setPrototypeOf(new Uint8Array(1), Int8Array.prototype), 'instance of Int8Array'],
    [
      'DataView as a typed array',
      Object.setPrototypeOf(new DataView(new ArrayBuffer(1)), Int8Array.prototype),
      'Int8Array',
    ],
  ])('stops: %s', (_, value, reason) => {
    expect(findObstacle(value)).toContain(reason);
    expect(findObstacle([{ value }])).toContain(reason);
  });

  function revoked(): unknown {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  }

  it('runs no code of the value', () => {
    let ran = 0;
    const trap = (): never => {
      ran += 1;
      throw new Error('trapped');
    };
    const spy = new Proxy(
      {},
      { get: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap, isExtensible: trap },
    );
    const hostile = {
      get a() {
        return trap();
      },
    };
    class Odd {
      static get [Symbol.hasInstance]() {
        return trap();
      }
    }
    for (const value of [spy, hostile, new Odd(), [spy]]) expect(findObstacle(value)).not.toBeNull();
    expect(ran).toBe(0);
  });
});

describe('what crosses', () => {
  it('is exactly what was sent, whatever it is', () => {
    const value = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
    });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (values) => {
        const guard = new Guard();
        if (values.some((each) => guard.obstacle(each) !== null)) return;
        const arrived = Array.from(decode(encode(values, guard)));
        expect(arrived).toStrictEqual(values);
      }),
      { numRuns: 300 },
    );
  });

  it('packs numbers', () => {
    const values = [1.5, -0, Number.NaN, Infinity, 2 ** 53];
    const payload = encode(values, new Guard());
    expect(payload.kind).toBe('numbers');
    const arrived = decode(payload);
    expect(arrived).toHaveLength(5);
    expect(values.every((value, i) => Object.is(value, arrived[i]))).toBe(true);
  });

  it('keeps sharing inside a value and drops it between values', () => {
    const shared = { n: 1 };
    const [a, b] = cross([[shared, shared], { shared }]) as [[object, object], { shared: object }];
    expect(a[0]).toBe(a[1]);
    expect(b.shared).not.toBe(a[0]);
    expect(b.shared).toEqual(shared);
  });

  it('keeps a view a view: the whole buffer comes along, and is shared by the same views as before', () => {
    const buffer = new ArrayBuffer(32);
    const [views] = cross([[new Uint8Array(buffer, 8, 8), new Float64Array(buffer)], 'x']) as [
      [Uint8Array, Float64Array],
    ];
    expect([views[0].byteOffset, views[0].buffer.byteLength]).toEqual([8, 32]);
    expect(views[0].buffer).toBe(views[1].buffer);
    expect(views[0].buffer).not.toBe(buffer);
  });
});

describe('captures', () => {
  it('are taken at once, shared memory included', () => {
    const shared = new Int32Array(new SharedArrayBuffer(16), 8);
    shared[0] = 1;
    const list = [1];
    const encoded = encodeCaptures({ shared, list });
    if ('obstacle' in encoded) throw new Error(encoded.obstacle);
    shared[0] = 2;
    list.push(2);
    const arrived = decodeCaptures(encoded.payload) as { shared: Int32Array; list: number[] };
    expect([arrived.shared[0], arrived.list]).toEqual([1, [1]]);
    expect(arrived.shared.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('may be anything that crosses, or nothing', () => {
    for (const value of [undefined, null, -0, 'x', [1, 2], { a: 1 }, new Set([1])]) {
      const encoded = encodeCaptures(value);
      expect('payload' in encoded && decodeCaptures(encoded.payload)).toStrictEqual(value);
    }
    expect(encodeCaptures({ f: () => 1 })).toEqual({ obstacle: 'a function (f)' });
  });

  it('too deep for the serializer stay here', () => {
    let deep: unknown = null;
    for (let i = 0; i < 200_000; i += 1) deep = { deep };
    expect(encodeCaptures(deep)).toMatchObject({ obstacle: expect.stringContaining('cannot be cloned') as string });
  });
});
