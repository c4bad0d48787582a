const rounds = 60 * Number(process.env.SCALE ?? '1');

/** A costly whole number from 0 to 999. */
export function work(x: number): number {
  let h = x | 0;
  for (let k = 0; k < rounds; k++) h = (Math.imul(h ^ (h >>> 13), 0x5bd1e995) + k) | 0;
  return (h >>> 0) % 1000;
}
