const SCALE = Number(process.env.SCALE ?? '1');
const points = Array.from({ length: 30 }, (_, i) => [Math.sin(i), Math.cos(i * 2), i / 30]);
const d = points.map(() => new Array(points.length).fill(0));

function far(p, q) {
  let sum = 0;
  for (let k = 0; k < 30 * SCALE; k++) sum += Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2] + k / 1000);
  return sum;
}

// @loop
for (let i = 0; i < points.length; i++) {
  for (let j = i + 1; j < points.length; j++) d[i][j] = d[j][i] = far(points[i], points[j]);
}
console.log(d.map((row) => row.reduce((s, v) => s + v, 0).toFixed(5)).join(' '));
