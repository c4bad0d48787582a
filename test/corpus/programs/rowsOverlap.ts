import { work } from './lib/work.js';

const samples = new Float64Array(40).map((_, i) => i % 7);
const frames = Array.from({ length: 9 }, (_, f) => samples.subarray(f * 4, f * 4 + 8));
// @loop
for (const frame of frames) {
  for (let k = 0; k < frame.length; k++) frame[k] = work(frame[k] + k);
}
console.log(samples.join(' '));
