import { slowHash } from './lib/hash.js';

const data = Array.from({ length: 40 }, (_, i) => i);
const view = { name: 'view', data };
// @loop
for (let i = 0; i + 1 < data.length; i++) {
  view.data[i + 1] = slowHash(`${data[i]}/${i}`) % 1000;
}
console.log(data.join(' '));
