const SCALE = Number(process.env.SCALE ?? '1');
const taps = Float64Array.from({ length: Math.round(40 * SCALE) }, (_, k) => Math.cos(k / 3) / (k + 1));
const samples = Float64Array.from({ length: 250 }, (_, i) => ((i * 17) % 31) - 15);
// @loop
const filtered = samples.map((_, i) => {
  let sum = 0;
  for (let k = 0; k < taps.length && k <= i; k++) sum += taps[k] * samples[i - k];
  return sum;
});
console.log(filtered.constructor.name, filtered.reduce((a, b) => a + b), filtered[200]);
