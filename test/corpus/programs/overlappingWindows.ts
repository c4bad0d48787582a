const SCALE = Number(process.env.SCALE ?? '1');
const signal = Float64Array.from({ length: 120 }, (_, i) => Math.abs(((i * 29) % 50) - 25));

function flattened(part: Float64Array): Float64Array {
  let values = Float64Array.from(part);
  for (let k = 0; k < 10 * SCALE; k++) values = values.map((v, i) => 0.5 * v + 0.25 * ((values[i - 1] ?? v) + (values[i + 1] ?? v)));
  return values;
}

// @loop
for (let start = 0; start + 8 <= signal.length; start += 4) {
  const part = signal.subarray(start, start + 8);
  part.set(flattened(part));
}
console.log(Array.from(signal, (v) => v.toFixed(4)).join(' '));
