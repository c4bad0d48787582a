import { slowHash } from './lib/hash.js';

const empty = { visits: 0 };
const pages = Array.from({ length: 6 }, () => empty);
// @loop
for (const page of pages) {
  page.visits = slowHash('page' + page.visits) % 1000;
}
console.log(pages.map((page) => page.visits).join(' '));
