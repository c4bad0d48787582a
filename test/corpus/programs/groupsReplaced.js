import { slowHash } from './lib/hash.js';

const shelves = new Map();
for (let i = 0; i < 60; i++) shelves.set('shelf' + (i % 12), [...(shelves.get('shelf' + (i % 12)) ?? []), 'book' + i]);
// @loop
for (const [shelf, books] of shelves) {
  const order = books.map((book) => slowHash(shelf + book) % 1000).sort((a, b) => a - b);
  shelves.set(shelf, order);
}
console.log([...shelves].map(([shelf, order]) => `${shelf}: ${order.join(',')}`).join('\n'));
