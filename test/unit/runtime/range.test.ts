import { describe, expect, it } from 'vitest';
import { range } from '../../../runtime/items/range.js';
import { sourceOf } from '../../../runtime/items/source.js';

function loop(start: number, end: number, step: number): number[] {
  const values: number[] = [];
  for (let i = start; step > 0 ? i < end : i > end; i += step) values.push(i);
  return values;
}

describe('range', () => {
  it.each([
    [0, 5, 1],
    [5, 0, -1],
    [5, 0, 1],
    [0, 1, 0.1],
    [1, 0, -0.3],
    [-3, 4.5, 2],
    [0.5, 3, 1],
    [2, 2, 1],
    [0, 10, 3],
    [-0, 2, 1],
    [0, Number.NaN, 1],
    [2 ** 53 - 4, 2 ** 53 - 1, 1],
  ])('range(%d, %d, %d) has the values of the loop', (start, end, step) => {
    const values = loop(start, end, step);
    expect([...range(start, end, step)]).toEqual(values);
    const { length } = range(start, end, step);
    if (length !== undefined) expect(length).toBe(values.length);
    const source = sourceOf(range(start, end, step), 'visit');
    const pulled: number[] = [];
    while (source.pull()) pulled.push(source.item);
    expect(pulled).toEqual(values);
  });

  it.each([
    [2.5, 0, -1],
    [0.5, 3, 1],
    [0.5, 2.5, 1],
    [3, 0, -1],
    [-0.5, 0, 0.25],
    [0, 1, 0.1],
  ])('range(%d, %d, %d, { inclusive: true }) has the end where the loop comes to it', (start, end, step) => {
    const values: number[] = [];
    for (let i = start; step > 0 ? i <= end : i >= end; i += step) values.push(i);
    expect([...range(start, end, step, { inclusive: true })]).toEqual(values);
  });

  it('takes the end alone, has a length where that is certain, and is never materialized', () => {
    expect([...range(3)]).toEqual([0, 1, 2]);
    expect(range(3).length).toBe(3);
    expect(range(2.5).length).toBe(3);
    expect(range(0, 1, 0.1).length).toBeUndefined();
    expect(range(1e15).length).toBe(1e15);
  });

  it('says what it expected and what it got', () => {
    expect(() => range(0, 5, 0)).toThrow('expected a step other than 0, received number 0');
    expect(() => range('5' as unknown as number)).toThrow("expected a number as end, received string '5'");
  });
});
