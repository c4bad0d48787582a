import { slowHash } from './lib/hash.js';

const text = ['[core]', 'a=1', 'b=two words', '[net]', 'host=example.org', 'port=8080', '; note', '[core]', 'c=3'];
const lines = Array.from({ length: 10 }, (_, i) => text.map((t) => (t[0] === '[' ? t : t + i))).flat();
let section = '';
const settings = {};
// @loop
for (const line of lines) {
  if (line.startsWith(';')) continue;
  if (line.startsWith('[')) {
    section = line.slice(1, -1);
    continue;
  }
  const [key, value] = line.split('=');
  settings[`${section}.${key}`] = slowHash(section + value);
}
console.log(JSON.stringify(settings));
