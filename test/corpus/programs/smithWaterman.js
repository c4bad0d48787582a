const SCALE = Number(process.env.SCALE ?? '1');
const a = 'ACACACTATGGCATTACGAT'.repeat(Math.round(4 * SCALE));
const b = 'AGCACACAGTCCATGAATTA'.repeat(4);
const H = Array.from({ length: a.length + 1 }, () => new Int32Array(b.length + 1));
let best = 0;
// @loop
for (let i = 1; i <= a.length; i++) {
  for (let j = 1; j <= b.length; j++) {
    const match = H[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 3 : -3);
    H[i][j] = Math.max(0, match, H[i - 1][j] - 2, H[i][j - 1] - 2);
    if (H[i][j] > best) best = H[i][j];
  }
}
console.log(best, H[9].join(' '));
