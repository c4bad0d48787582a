import { work } from './lib/work.js';

const candidates = Array.from({ length: 200 }, (_, i) => i * 17);
let best = 0;
let steps = 0;
// @loop
for (const c of candidates) {
  const value = work(c + best);
  if (value > 995) break;
  if (value > best) best = value;
  steps++;
}
console.log(best, steps);
