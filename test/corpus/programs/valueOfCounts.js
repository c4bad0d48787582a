import { slowHash } from './lib/hash.js';

const ticket = {
  drawn: 0,
  valueOf() {
    return ++this.drawn * 7;
  },
};
const out = [];
// @loop
for (let i = 0; i < 30; i++) {
  out.push(slowHash('n' + (ticket + i)) % 1000);
}
console.log(out.join(' '), ticket.drawn);
