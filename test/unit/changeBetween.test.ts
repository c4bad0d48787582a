import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeBetween } from '../../server/changeBetween.js';

const piece = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 6 });
const long = fc.tuple(fc.constantFrom('a', 'ab', '\nb'), fc.nat(3000)).map(([unit, count]) => unit.repeat(count));

it('gives the smallest stretch by which two texts differ', () =>
  fc.assert(
    fc.property(long, piece, piece, long, (head, one, other, tail) => {
      const [before, after] = [head + one + tail, head + other + tail];
      const { start, endBefore, endAfter } = changeBetween(before, after);
      expect(before.slice(0, start) + after.slice(start, endAfter) + before.slice(endBefore)).toBe(after);
      expect(start).toBeLessThanOrEqual(Math.min(endBefore, endAfter));
      const [gone, come] = [before.slice(start, endBefore), after.slice(start, endAfter)];
      if (gone === '' || come === '') return;
      expect(gone[0]).not.toBe(come[0]);
      expect(gone.at(-1)).not.toBe(come.at(-1));
    }),
  ));
