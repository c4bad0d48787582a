const SCALE = Number(process.env.SCALE ?? '1');
const intervals = 40;
const points = Math.round(300 * SCALE);

function strip(i) {
  let area = 0;
  for (let k = 0; k < points; k++) {
    const x = (i + (k + 0.5) / points) / intervals;
    area += 4 / (1 + x * x);
  }
  return area / points / intervals;
}

let pi = 0;
// @loop
for (let i = 0; i < intervals; ++i) pi += strip(i);
console.log(pi);
