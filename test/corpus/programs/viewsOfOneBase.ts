import { work } from './lib/work.js';

const base = new Int32Array(400);
const low = base.subarray(0, 200);
const high = base.subarray(200);
const indexSet = Array.from({ length: 60 }, (_, i) => (i * 3) % 200);
// @loop
for (let i = 0; i < indexSet.length; ++i) {
  const idx = indexSet[i];
  low[idx] += work(i) + 1;
  high[idx] += work(i + 1000) + 3;
}
console.log(base.filter((v) => v !== 0).join(' '));
