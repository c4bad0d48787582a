import { expect, it } from 'vitest';
import { namesIn } from '../../../server/rewrite/names.js';
import { uniqueName } from '../../../server/uniqueName.js';
import { tasksFileOf } from '../../../server/rewrite/workerModule.js';

it('every identifier of a text counts as taken', () => {
  expect([...namesIn('const $a = b_1.c(`${d}`) // e')]).toEqual(['const', '$a', 'b_1', 'c', '$', 'd', 'e']);
});

it('a name that is taken gets a number', () => {
  const taken = new Set(['result', 'result2']);
  expect([uniqueName('result', taken), uniqueName('result', taken), uniqueName('other', taken)]).toEqual([
    'result3',
    'result4',
    'other',
  ]);
});

it.each([
  ['/p/score.ts', '/p/score.tasks.ts'],
  ['/p/score.mts', '/p/score.tasks.mts'],
  ['/p/view.tsx', '/p/view.tasks.ts'],
  ['/p/view.jsx', '/p/view.tasks.js'],
  ['/p/a.b.cjs', '/p/a.b.tasks.cjs'],
])('the tasks of %s are in %s', (file, tasks) => {
  expect(tasksFileOf(file, '.tasks').replaceAll('\\', '/')).toBe(tasks);
});
