import { work } from './lib/work.js';

const candidates = Array.from({ length: 200 }, (_, i) => i * 17);
let found = -1;
// @loop
for (const c of candidates) {
  if (work(c) > 985) {
    found = c;
    break;
  }
}
console.log(found);
