import { expect, it } from 'vitest';
import { pickLoop } from '../../../server/cli/pickLoop.js';
import { loopAt } from '../../../server/loopAt.js';
import { FIB, judge } from '../../support/judge.js';

const loops = judge(`${FIB}
export function f(rows: number[][]) {
  for (const row of rows) {
    for (const n of row) {
      console.log(fib(n));
    }
  }
  return rows.map((row) => row.map((n) => fib(n)));
}
`);

it.each([
  [4, null, 'for-of 4:3'],
  [5, null, 'for-of 5:5'],
  [6, null, 'for-of 5:5'],
  [7, null, 'for-of 5:5'],
  [8, null, 'for-of 4:3'],
  [9, null, 'map 9:15'],
  [9, 15, 'map 9:15'],
  [9, 32, 'map 9:32'],
  [9, 40, 'map 9:32'],
  [9, 3, 'map 9:15'],
  [3, null, undefined],
])('line %s, column %s', (line, column, found) => {
  const site = loopAt(loops, { line, column })?.site;
  expect(site && `${site.form} ${site.anchor.line}:${site.anchor.column}`).toBe(found);
});

it('names the nearest loop where there is none', () => {
  const file = `${process.cwd()}/main.ts`;
  const pick = (line: number) => () => pickLoop({ file, line, column: null })(loops);
  expect(pick(3)).toThrow('main.ts:3: there is no loop on this line; the nearest is on line 4');
  expect(pick(99)).toThrow('the nearest is on line 9');
  expect(() => pickLoop({ file, line: 3, column: null })([])).toThrow('main.ts:3: there is no loop in this file');
});
