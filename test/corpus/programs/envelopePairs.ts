const SCALE = Number(process.env.SCALE ?? '1');
const radius = Math.round(20 * SCALE);
const samples = Float32Array.from({ length: 150 }, (_, i) => Math.sin(i / 5) * (1 + (i % 11)));
const low = new Float32Array(samples.length);
const high = new Float32Array(samples.length);

function envelope(at: number): [number, number] {
  let [min, max] = [Infinity, -Infinity];
  for (let d = -radius; d <= radius; d++) {
    const v = samples[(at + d + samples.length * radius) % samples.length] * (1 - Math.abs(d) / (2 * radius));
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return [min, max];
}

// @loop
for (let i = 0; i < samples.length; i++) {
  [low[i], high[i]] = envelope(i);
}
console.log(low.slice(0, 20).join(' '), high.slice(-20).join(' '));
