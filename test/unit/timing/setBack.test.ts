/** Objects hold what they held, and stay the objects that other code may have got hold of. */
import { expect, it } from 'vitest';
import fc from 'fast-check';
import { compare } from '../../../server/timing/values/compare.js';
import { packValues, unpackValues, whyNotCopyable } from '../../../server/timing/values/copying.js';
import { ModuleBindings } from '../../../server/timing/values/moduleBindings.js';
import { setBack } from '../../../server/timing/values/setBack.js';

const copyOf = <T>(value: T): T => unpackValues(packValues({ value })).value as T;

it('keeps every object that is of the same kind at the same place', () => {
  const inner = { n: 1 };
  const value = {
    list: [inner, 2],
    map: new Map<unknown, unknown>([['a', inner]]),
    set: new Set([1]),
    bytes: new Uint8Array([1, 2]),
    date: new Date(0),
    gone: 1,
  };
  const [wanted, { list, map, set, bytes, date }] = [copyOf(value), value];
  inner.n = 2;
  list.push(3);
  map.set('b', 1);
  set.add(2);
  bytes[0] = 9;
  date.setTime(1);
  Object.assign(value, { added: true });
  expect(setBack(value, wanted, new Map())).toBe(value);
  expect(value).toEqual({
    list: [{ n: 1 }, 2],
    map: new Map([['a', { n: 1 }]]),
    set: new Set([1]),
    bytes: new Uint8Array([1, 2]),
    date: new Date(0),
    gone: 1,
  });
  expect([value.list, value.map, value.set, value.bytes, value.date]).toEqual([list, map, set, bytes, date]);
  expect(value.list[0]).toBe(inner);
  expect(value.map.get('a')).toBe(inner); // one object in two places stays one
});

it('goes round circles, and takes the copy where the kind is another or the object is frozen', () => {
  const circle: { self?: unknown; n: number } = { n: 1 };
  circle.self = circle;
  const wanted = copyOf(circle);
  circle.n = 2;
  setBack(circle, wanted, new Map());
  expect(circle.n).toBe(1);
  expect(circle.self).toBe(circle);
  for (const [now, then] of [
    [[1], { a: 1 }],
    [Object.freeze([1]), [2]],
    [3, {}],
    [new Uint8Array(1), new Uint8Array(2)],
    [/a/, /b/],
  ])
    expect(setBack(now, then, new Map())).toBe(then);
});

it('takes properties away, and puts them back in their order', () => {
  const now: Record<string, unknown> = { b: 1, c: 2 };
  setBack(now, { a: 0, b: 1 }, new Map());
  expect(Object.entries(now)).toEqual([
    ['a', 0],
    ['b', 1],
  ]);
  const extra = Object.assign([1], { note: 1 });
  expect(setBack(extra, [1], new Map())).not.toBe(extra);
});

it('makes any value what any other was', () => {
  const anything = fc.anything({
    withMap: true,
    withSet: true,
    withDate: true,
    withTypedArray: true,
    withSparseArray: true,
    withNullPrototype: true,
  });
  const copyable = anything.filter((value) => whyNotCopyable(value, 'value') === null);
  fc.assert(
    fc.property(copyable, copyable, (now, then) => {
      const set = setBack(copyOf(now), copyOf(then), new Map());
      expect(compare(then, set)).toBeNull();
    }),
  );
});

it('sets variables, tells which constants it could not, and lets other inputs lead to the same objects', () => {
  const bindings = new ModuleBindings();
  let depth = 5;
  const list = [1, 2, 3];
  const fixed = Object.freeze([1]);
  bindings.take('a.js', {
    depth: [() => depth, (value) => (depth = value as number)],
    list: [() => list],
    fixed: [() => fixed],
  });
  const wanted = [1];
  const inputs: Record<string, unknown> = {
    xs: wanted,
    'a.js#depth': 7,
    'a.js#list': wanted,
    'a.js#fixed': [2],
    'b.js#n': 1,
  };
  bindings.restore(inputs);
  expect([depth, list, inputs.xs]).toEqual([7, [1], [1]]);
  expect(inputs.xs).toBe(list);
  expect(bindings.failed).toEqual(['a.js#fixed']);
  depth = 8;
  bindings.readInto(inputs);
  expect(bindings.among(inputs)).toEqual({ 'a.js#depth': 8, 'a.js#fixed': fixed, 'a.js#list': list });
});
