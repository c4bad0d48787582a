const rounds = 40 * Number(process.env.SCALE ?? '1');
const cells = Float64Array.from({ length: 122 }, (_, i) => (i * 37) % 101);

function settle(left, right) {
  let v = 0;
  for (let k = 0; k < rounds; k++) v = v * 0.5 + (left + right) * 0.25;
  return v;
}
// @loop
for (let i = 2; i < cells.length - 1; i += 2) {
  cells[i] = settle(cells[i - 1], cells[i + 1]);
}
console.log(cells.join(' '));
