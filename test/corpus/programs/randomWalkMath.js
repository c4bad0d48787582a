const SCALE = Number(process.env.SCALE ?? '1');
let n = 0;
Math.random = () => ((n += 0.618033988749895) % 1);

function walk(steps) {
  let at = 0;
  for (let k = 0; k < steps; k++) at += Math.random() < 0.5 ? -1 : 1;
  return at;
}

const lengths = Array.from({ length: 30 }, (_, k) => 20 * SCALE + k);
// @loop
const ends = lengths.map((length) => walk(length));
console.log(ends.join(' '));
