/** How loops are reached is remembered by function. */
import { expect, it } from 'vitest';
import { loopOf, ReachMemory } from '../../../extension/reachMemory.js';
import type { ScannedLoop } from '../../../server/messages.js';

function makeMemory(): ReachMemory {
  const stored = new Map<string, unknown>();
  return new ReachMemory({
    keys: () => [...stored.keys()],
    get: <T>(key: string, fallback?: T): T => (stored.get(key) as T | undefined) ?? fallback!,
    update: (key, value) => Promise.resolve(void stored.set(key, JSON.parse(JSON.stringify(value)))),
  });
}

const score = { uri: 'file:///a.ts', function: 'score' };

it('remembers for each function, and forgets what is as it is anyway', async () => {
  const memory = makeMemory();
  await memory.set(score, { call: 'score([1])', visit: 'largest' });
  await memory.set({ uri: 'file:///a.ts', function: null }, { entry: 'npm start' });
  await memory.set({ uri: 'file:///b.ts', function: 'score' }, { entry: 'npm test' });
  expect(memory.get(score)).toEqual({ call: 'score([1])', visit: 'largest' });
  expect(memory.get({ uri: 'file:///a.ts', function: null })).toEqual({ entry: 'npm start' });
  expect(memory.get({ uri: 'file:///a.ts', function: 'other' })).toEqual({});
  expect(memory.commands).toEqual(['npm test', 'npm start']);
  await memory.set(score, {});
  expect(memory.get(score)).toEqual({});
});

it('does not grow for ever', async () => {
  const memory = makeMemory();
  for (let i = 0; i < 250; i++) await memory.set({ uri: `file:///${i}.ts`, function: 'f' }, { entry: `node ${i}.js` });
  expect(memory.get({ uri: 'file:///249.ts', function: 'f' })).toEqual({ entry: 'node 249.js' });
  expect(memory.get({ uri: 'file:///0.ts', function: 'f' })).toEqual({});
  expect(memory.commands).toHaveLength(5);
});

it('finds the loop that a command means: the one reported there, or the innermost around', () => {
  const loop = (from: number, to: number): ScannedLoop =>
    ({ range: { start: { line: from, character: 2 }, end: { line: to, character: 0 } } }) as ScannedLoop;
  const [outer, inner] = [loop(1, 9), loop(3, 5)];
  const at = (line: number, character: number) => loopOf({ uri: '', position: { line, character } }, [outer, inner]);
  expect(at(1, 2)).toBe(outer);
  expect(at(4, 0)).toBe(inner);
  expect(at(8, 0)).toBe(outer);
  expect(at(1, 0)).toBe(outer);
  expect(at(9, 5)).toBeUndefined();
});
