import { slowHash } from './lib/hash.js';

let drawn = 0;
function* names() {
  while (drawn < 12) {
    drawn++;
    console.log('drawn', drawn);
    yield 'name' + drawn;
  }
}
// @loop
const table = Array.from(names(), (name) => slowHash(name) % 1000);
console.log(table.join(' '));
