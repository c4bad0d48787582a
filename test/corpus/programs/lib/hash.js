const rounds = 40 * Number(process.env.SCALE ?? '1');

/** A slow string hash. */
export function slowHash(text) {
  let h = 2166136261;
  for (let round = 0; round < rounds; round++)
    for (let k = 0; k < text.length; k++) h = Math.imul(h ^ (text.charCodeAt(k) + round), 16777619);
  return h >>> 0;
}
