import vm from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Classes } from '../../../runtime/wire/classes.js';
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
    ['Buffer with a property', Object.assign(Buffer.from('x'), { at: 1 }), 'of its own'],
    ['large Buffer with a property', Object.assign(Buffer.alloc(1e6), { at: 1 }), 'of its own'],
    [
      'Buffer with another prototype',
      disguised(Buffer.from('x'), Object.create(Buffer.prototype as object)),
      'prototype of',
    ],
    ['other view as a Buffer', disguised(new Int8Array(1), Buffer.prototype), 'an instance of'],
    ['Buffer of shared memory', Buffer.from(new SharedArrayBuffer(8)), 'a SharedArrayBuffer'],
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

  function disguised(object: object, prototype: unknown): unknown {
    return Object.setPrototypeOf(object, prototype as object) as unknown;
  }

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

describe('Buffers', () => {
  const all = Buffer.from(Array.from({ length: 100 }, (_, i) => i));

  it('arrive as Buffers, with memory of their own and their bytes alone', () => {
    const values = [Buffer.from('pooled'), { deep: [new Map([[1, all.subarray(10, 20)]])] }, Buffer.alloc(0), all];
    const arrived = cross(values);
    expect(arrived).toEqual(values);
    const deep = (arrived[1] as { deep: [Map<number, Buffer>] }).deep[0].get(1);
    for (const one of [arrived[0], deep, arrived[2], arrived[3]] as Buffer[]) {
      expect(Buffer.isBuffer(one)).toBe(true);
      expect(Object.getPrototypeOf(one)).toBe(Buffer.prototype);
      expect([one.byteOffset, one.buffer.byteLength]).toEqual([0, one.length]);
    }
    const small = [Buffer.from('small')];
    expect(encode(small, guardOf(small)).data.byteLength).toBeLessThan(64);
  });

  it('that have bytes in common in one value still do, however they view them', () => {
    const large = Buffer.allocUnsafeSlow(64).fill(1);
    const [[whole, part, again], [bytes, words], [memory, view], apart] = cross([
      [large, large.subarray(8, 16), large],
      [all.subarray(8, 16), new Uint8Array(all.buffer, all.byteOffset, 100)],
      ((own: ArrayBuffer) => [own, Buffer.from(own, 4, 8)])(new ArrayBuffer(16)),
      [all.subarray(0, 8), all.subarray(8, 16)],
    ]) as [[Buffer, Buffer, Buffer], [Buffer, Uint8Array], [ArrayBuffer, Buffer], [Buffer, Buffer]];
    expect(whole).toBe(again);
    part[0] = 9;
    expect([whole[8], large[8]]).toEqual([9, 1]);
    bytes[0] = 99;
    expect([words[8], all[8], Buffer.isBuffer(words)]).toEqual([99, 8, false]);
    expect([view.buffer === memory, view.byteOffset, view.length]).toEqual([true, 4, 8]);
    expect(apart.map((one) => [one.byteOffset, one.buffer.byteLength])).toEqual([
      [0, 8],
      [0, 8],
    ]);
  });

  it('share nothing between values, and travel beside instances, other views and shared objects', () => {
    class Page {
      constructor(readonly data: Buffer) {}
    }
    const classes = new Classes([Page]);
    for (const common of [{}, all, new Float64Array(2), new Page(all.subarray(5, 9)), Buffer.from('x')]) {
      const values = [
        [common, all.subarray(0, 10), new Float32Array([1, 2]), new DataView(new ArrayBuffer(3), 1)],
        [all.subarray(5, 15), common, all.subarray(0, 6)],
      ];
      const arrived = decode(encode(values, guardOf(values, classes)), classes) as unknown as unknown[][];
      expect(arrived).toEqual(values);
      (arrived[0]![1] as Buffer).fill(77);
      expect([(arrived[1]![2] as Buffer)[5], (arrived[1]![0] as Buffer)[0], all[5]]).toEqual([5, 5, 5]);
      (arrived[1]![2] as Buffer)[5] = 78;
      expect((arrived[1]![0] as Buffer)[0]).toBe(78);
    }
  });

  it('are what they were after any mixture', () => {
    const piece = fc.tuple(fc.nat(90), fc.nat(10), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 4 }), { minLength: 1, maxLength: 5 }), (shape) => {
        const values = shape.map((pieces) =>
          pieces.map(([from, length, plain]) =>
            plain ? new Uint8Array(all.buffer, all.byteOffset + from, length) : all.subarray(from, from + length),
          ),
        );
        const arrived = decode(encode(values, guardOf(values))) as unknown as Uint8Array[][];
        expect(arrived).toEqual(values);
        // A write shows in the same places of the same value as it would have.
        const copies = values.map((pieces) => pieces.map((one) => Uint8Array.from(one)));
        values.forEach((pieces, i) => {
          pieces.forEach((one, j) => {
            if (one.length === 0) return;
            const before = one[0]!;
            one[0] = 200;
            arrived[i]![j]![0] = 200;
            expect(arrived[i]!.map((other) => [...other])).toEqual(pieces.map((other) => [...other]));
            one[0] = before;
            arrived[i]![j]![0] = before;
          });
        });
        expect(arrived.map((pieces) => pieces.map((one) => Uint8Array.from(one)))).toEqual(copies);
      }),
    );
  });

  function guardOf(values: readonly unknown[], classes?: Classes): Guard {
    const guard = new Guard(classes);
    for (const value of values) expect(guard.obstacle(value)).toBeNull();
    return guard;
  }
});

describe('captures', () => {
  it('keep Buffers, those of shared memory included', () => {
    const block = new SharedArrayBuffer(8);
    const captures = { key: Buffer.from('key'), shared: Buffer.from(block, 2, 4), view: new Uint8Array(block) };
    const encoded = encodeCaptures(captures);
    if ('obstacle' in encoded) throw new Error(encoded.obstacle);
    const arrived = decodeCaptures(encoded.payload) as typeof captures;
    expect(arrived).toEqual(captures);
    arrived.shared[0] = 5;
    expect([arrived.view[2], captures.view[2], Buffer.isBuffer(arrived.shared)]).toEqual([5, 0, true]);
  });

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
