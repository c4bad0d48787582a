import { slowHash } from './lib/hash.js';

const log = Array.from({ length: 40 }, (_, i) => `12:${10 + i} GET /item/${i * 13} ${200 + (i % 3)}`).join('\n') + '\n';
let pos = 0;
const digests = [];
// @loop
while (pos < log.length) {
  const end = log.indexOf('\n', pos);
  const line = log.slice(pos, end);
  digests.push(slowHash(line) % 1000);
  pos = end + 1;
}
console.log(digests.join(' '), pos);
