import { slowHash } from './lib/hash.js';

let head = null;
for (let i = 0; i < 40; i++) head = { name: 'node' + i, heat: i % 5, next: head };
// @loop
for (let node = head; node.next !== null; node = node.next) {
  node.next.heat += slowHash(node.name + node.heat) % 10;
}
const heats = [];
for (let node = head; node; node = node.next) heats.push(node.heat);
console.log(heats.join(' '));
