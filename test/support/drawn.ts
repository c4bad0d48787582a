import { createHash } from 'node:crypto';

/** A sample without repetition, in the order of the names; the same one for the same `LOOPPOOL_SEED` and occasion. */
export function drawn(names: readonly string[], count: number, occasion = ''): string[] {
  const seed = `${process.env['LOOPPOOL_SEED'] ?? '1'}${occasion}`;
  const rank = (name: string): string => createHash('sha256').update(`${seed} ${name}`).digest('hex');
  const ranked = names.map((name) => ({ name, rank: rank(name) })).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return ranked
    .slice(0, count)
    .map(({ name }) => name)
    .sort();
}
