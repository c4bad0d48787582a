import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../server/timing/values/compare.js';
import { packValues, shapeOf, unpackValues, whyNotCopyable } from '../../../server/timing/values/copying.js';

class Tree {}

describe('whyNotCopyable', () => {
  it.each<[string, unknown, string]>([
    ['an instance', new Tree(), 'x is an instance of Tree'],
    ['a function within', { a: [{ 'b-c': () => 0 }] }, 'x.a[0]["b-c"] is a function'],
    [
      'a getter',
      {
        get a() {
          return 1;
        },
      },
      'x.a is a getter or setter',
    ],
    ['a symbol', [Symbol('s')], 'x[0] is a symbol'],
    ['a key that is a symbol', { [Symbol.iterator]: 1 }, 'x has a symbol as a key'],
    ['a proxy', new Proxy({}, {}), 'x is a Proxy'],
    ['an iterator', new Map([['k', [1].values()]]), 'x.values()[0] is an iterator that is used up by reading it'],
    ['a generator', (function* () {})(), 'x is an iterator that is used up by reading it'],
    ['a promise', Promise.resolve(), 'x is a promise'],
    ['an error', new Error('e'), 'x is an instance of Error'],
    ['a hidden property', Object.defineProperty({}, 'h', { value: 1 }), 'x.h is not enumerable'],
    ['a subclass of Map', new (class Index extends Map {})(), 'x is an instance of Index'],
  ])('names what is in the way: %s', (_name, value, reason) => {
    expect(whyNotCopyable(value, 'x')).toBe(reason);
  });
});

describe('values of another realm, as test runners make them', () => {
  const made = runInNewContext(
    `({ plain: { a: [1, , { b: new Map([[new Date(5), new Set([1])]]) }], v: new Float32Array([1, 2]), r: /x/g }, tree: new (class Tree {})(), index: new (class Index extends Map {})(), list: new (class List extends Array {})() })`,
  ) as Record<string, unknown>;

  it('are told apart as those of this one are', () => {
    expect(whyNotCopyable(made['plain'], 'x')).toBeNull();
    expect(whyNotCopyable(made['tree'], 'x')).toBe('x is an instance of Tree');
    expect(whyNotCopyable(made['index'], 'x')).toBe('x is an instance of Index');
    expect(whyNotCopyable(made['list'], 'x')).toBe('x is an instance of List');
    expect(unpackValues(packValues({ plain: made['plain'] }))['plain']).toEqual({
      a: [1, , { b: new Map([[new Date(5), new Set([1])]]) }],
      v: new Float32Array([1, 2]),
      r: /x/g,
    });
  });
});

describe('packed values', () => {
  const round = (values: Record<string, unknown>): Record<string, unknown> => {
    expect(whyNotCopyable(values, 'values')).toBeNull();
    return unpackValues(packValues(values));
  };

  it('come back as they were', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const values = {
      plain: [1, -0, NaN, 1n, 'ä', null, undefined, , { a: 1 }],
      map: new Map([['k', new Set([1])]]),
      date: new Date(3),
      pattern: /a+/u,
      bytes: Buffer.from('hello'),
      float: new Float64Array([1.5, -0]),
      view: new DataView(new ArrayBuffer(4)),
      bare: Object.assign(Object.create(null) as object, { a: 1 }),
      cycle,
    };
    expect(compare(values, round(values))).toBeNull();
    expect(Buffer.isBuffer(round(values)['bytes'])).toBe(true);
  });

  it('come back as they were where arrays are inside anything', () => {
    const inner = [1.5, 2];
    const loop: unknown[] = [inner];
    loop.push(loop);
    const values = {
      map: new Map<unknown, unknown>([
        [inner, [inner, 3]],
        ['k', inner],
      ]),
      set: new Set<unknown>([[[]], 'x', inner]),
      named: Object.assign([1, inner], { extra: inner, more: [] }),
      holes: [inner, , [, 1]],
      key: JSON.parse('{ "a": 1, "__proto__": [[1]], "b": 2 }') as object,
      frozen: Object.freeze([Object.freeze([1]), [2]]),
      loop,
    };
    const copy = round(values);
    expect(compare(values, copy)).toBeNull();
    expect(Object.getPrototypeOf(copy['key'])).toBe(Object.prototype);
    expect((copy['frozen'] as object[]).map(Object.isFrozen)).toEqual([true, false]);
    expect(Object.isFrozen(copy['frozen'])).toBe(true);
  });

  it('have arrays of the kind that a program has, which decides how fast they are read', () => {
    setFlagsFromString('--allow-natives-syntax');
    const kind = runInNewContext(
      `(a) => [%HasSmiElements(a), %HasDoubleElements(a), %HasHoleyElements(a)].map(Number).join('')`,
    ) as (array: unknown) => string;
    const arrays = (): unknown[][] => [[1, 2, 3], [0.5, 1], [1, -0], [{}, 1], ['a']];
    const kinds = ['100', '010', '010', '000', '000'];
    expect(arrays().map(kind)).toEqual(kinds);
    for (let again = 0; again < 3; again++)
      expect((round({ all: arrays() })['all'] as unknown[]).map(kind)).toEqual(kinds);
  });

  it('are made however many elements a collection has', () => {
    const many = Array.from({ length: 300_000 }, (_, index) => index);
    const values = { map: new Map(many.map((n) => [n, n])), set: new Set(many) };
    expect(compare(values, round(values))).toBeNull();
  });

  it('keep what is shared: objects, buffers, frozen state', () => {
    const all = new Float64Array(4);
    const memory = new Int32Array(new SharedArrayBuffer(8));
    const options = Object.freeze({ deep: Object.freeze([1]) });
    const copy = round({ all, row: all.subarray(2), options, again: options, memory, length: memory.subarray(1) });
    (copy['all'] as Float64Array)[2] = 7;
    expect(copy['row']).toEqual(new Float64Array([7, 0]));
    expect(copy['again']).toBe(copy['options']);
    expect(Object.isFrozen(copy['options'])).toBe(true);
    expect((copy['memory'] as Int32Array).buffer).toBeInstanceOf(SharedArrayBuffer);
    expect((copy['length'] as Int32Array).buffer).toBe((copy['memory'] as Int32Array).buffer);
    expect(all[2]).toBe(0);
  });
});

describe('shapeOf', () => {
  it('tells whether other names can reach inside', () => {
    expect([1, 'a', null].map(shapeOf)).toEqual(['primitive', 'primitive', 'primitive']);
    expect([[1], { a: 1 }, new Map([[1, 2]]), new Float64Array(2)].map(shapeOf)).toEqual([
      'flat',
      'flat',
      'flat',
      'flat',
    ]);
    expect([[[1]], { a: {} }, new Float64Array(2).subarray(1)].map(shapeOf)).toEqual(['object', 'object', 'object']);
  });
});
