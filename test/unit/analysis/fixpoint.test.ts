/** Answers that rest on one another, against what can be reached in a graph. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Fixpoint } from '../../../server/analysis/calls/fixpoint.js';

type Graph = readonly (readonly number[])[];

const graphs: fc.Arbitrary<Graph> = fc
  .integer({ min: 1, max: 9 })
  .chain((size) => fc.array(fc.array(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }));

/** Every node that can be reached, by a search of its own for each. */
function reachable(graph: Graph, from: number): number[] {
  const found = new Set([from]);
  for (const node of found) for (const next of graph[node]!) found.add(next);
  return [...found].sort();
}

const createReached = (graph: Graph, onFind: (node: number) => void = () => {}): ((node: number) => number[]) => {
  const answers = new Fixpoint<number, ReadonlySet<number>>((before, after) => before.size === after.size);
  const reached = (node: number): ReadonlySet<number> =>
    answers.get(node, new Set(), () => {
      onFind(node);
      return new Set([node, ...graph[node]!.flatMap((next) => [...reached(next)])]);
    });
  return (node) => [...reached(node)].sort();
};

it('finds the least answers, whichever is asked for first', () => {
  fc.assert(
    fc.property(graphs, fc.array(fc.nat(8), { minLength: 1, maxLength: 5 }), (graph, questions) => {
      const reached = createReached(graph);
      for (const question of questions) {
        const node = question % graph.length;
        expect(reached(node)).toEqual(reachable(graph, node));
      }
    }),
    { numRuns: 2_000 },
  );
});

it('finds what rests on no circle once', () => {
  const asked: number[] = [];
  const reached = createReached([[1, 2], [3], [3], []], (node) => asked.push(node));
  expect(reached(0)).toEqual([0, 1, 2, 3]);
  expect(asked.sort()).toEqual([0, 1, 2, 3]);
});

it('forgets what a question has begun that ends with an error', () => {
  const answers = new Fixpoint<string, number>((before, after) => before === after);
  const failing = (): number => {
    throw new Error('cancelled');
  };
  expect(() => answers.get('outer', 0, () => answers.get('inner', 0, failing) + 1)).toThrow('cancelled');
  expect(answers.get('outer', 0, () => answers.get('inner', 0, () => 2) + 1)).toBe(3);
});

it('ends with an error where answers do not settle', () => {
  const answers = new Fixpoint<string, number>((before, after) => before === after);
  const other = (): number => answers.get('one', 0, (before) => 1 - before + 0 * one());
  const one = (): number => answers.get('other', 0, (before) => 1 - before + 0 * other());
  expect(one).toThrow('cannot be followed');
});
