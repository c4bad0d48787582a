const SCALE = Number(process.env.SCALE ?? '1');

export function covariance(data: Float64Array, rows: number, columns: number): Float64Array {
  const mean = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) mean[j] += data[i * columns + j];
    mean[j] /= rows;
  }
  const cov = new Float64Array(columns * columns);
  // @loop
  for (let i = 0; i < columns; i++) {
    for (let j = i; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < rows; k++) sum += (data[k * columns + i] - mean[i]) * (data[k * columns + j] - mean[j]);
      cov[i * columns + j] = sum / (rows - 1);
      cov[j * columns + i] = sum / (rows - 1);
    }
  }
  return cov;
}

const columns = 24;
const rows = Math.round(120 * SCALE);
const cov = covariance(Float64Array.from({ length: rows * columns }, (_, q) => ((q * 7919) % 1013) / 97), rows, columns);
console.log([0, 1, 25, 100, 575].map((k) => cov[k].toFixed(9)).join(' '));
