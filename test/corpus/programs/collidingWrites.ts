import { work } from './lib/work.js';

const slots = new Array<number>(8).fill(-1);
// @loop
for (let i = 0; i < 50; i++) {
  slots[(i * i) % 8] = work(i);
}
console.log(slots.join(' '));
