const SCALE = Number(process.env.SCALE ?? '1');
const edges = 16;
const counts = new Uint32Array(edges);

const response = (x) => {
  let v = x;
  for (let k = 0; k < 60 * SCALE; k++) v = (v * v * 3.7 + 0.11 * k) % 1;
  return v;
};
// @loop
for (let i = 0; i < 200; i++) {
  const bin = Math.min(edges - 1, Math.floor(response(i / 200) * edges));
  counts[bin]++;
}
console.log(counts.join(' '));
