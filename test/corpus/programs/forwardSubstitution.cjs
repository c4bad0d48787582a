const n = 40 * Number(process.env.SCALE || 1);
const x = new Array(n).fill(0);
// @loop
for (let i = 0; i < n; i++) {
  let sum = 1 + (i % 5);
  for (let j = 0; j < i; j++) sum -= ((i * j) % 3) * 0.01 * x[j];
  x[i] = sum / (1 + (i % 4));
}
console.log(x.map((v) => v.toFixed(6)).join(' '));
