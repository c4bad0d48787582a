import { work } from './lib/work.js';

interface Arrival {
  at: number;
  customer: number;
}

const queue: Arrival[] = Array.from({ length: 5 }, (_, customer) => ({ at: customer, customer }));
const served: string[] = [];
let clock = 0;
// @loop
for (let n = 0; n < 60; n++) {
  queue.sort((a, b) => a.at - b.at || a.customer - b.customer);
  const { at, customer } = queue.shift()!;
  clock = Math.max(clock, at) + 1 + (work(clock + customer) % 9);
  served.push(`${customer}@${clock}`);
  queue.push({ at: clock + (work(customer) % 20), customer });
}
console.log(served.join(' '));
