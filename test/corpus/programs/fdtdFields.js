const SCALE = Number(process.env.SCALE ?? '1');
const nx = 24;
const ny = Math.round(40 * SCALE);
const grid = (f) => Array.from({ length: nx }, (_, i) => Float64Array.from({ length: ny }, (_, j) => f(i, j)));
const ex = grid((i, j) => (i * (j + 1)) / nx);
const ey = grid((i, j) => (i * (j + 2)) / ny);
const hz = grid((i, j) => (i * (j + 3)) / nx);

function updateEy() {
  // @loop
  for (let i = 1; i < nx; i++) {
    for (let j = 0; j < ny; j++) ey[i][j] -= 0.5 * (hz[i][j] - hz[i - 1][j]);
  }
}

for (let t = 0; t < 6; t++) {
  ey[0].fill(t);
  updateEy();
  for (let i = 0; i < nx; i++) for (let j = 1; j < ny; j++) ex[i][j] -= 0.5 * (hz[i][j] - hz[i][j - 1]);
  for (let i = 0; i < nx - 1; i++)
    for (let j = 0; j < ny - 1; j++) hz[i][j] -= 0.7 * (ex[i][j + 1] - ex[i][j] + ey[i + 1][j] - ey[i][j]);
}
console.log([ex, ey, hz].map((field) => field.map((row) => row[7].toFixed(4)).join(' ')).join('\n'));
