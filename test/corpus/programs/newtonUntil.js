const SCALE = Number(process.env.SCALE ?? '1');
let x = 1000;
let steps = 0;
let change = Infinity;
// @loop
while (change > 1e-9) {
  let next = x;
  for (let k = 0; k < 20 * SCALE; k++) next = x - (x * x - 2) / (2 * x) / (1 + k * 1e-12);
  change = Math.abs(next - x);
  x = next;
  steps++;
}
console.log(x.toFixed(9), steps);
