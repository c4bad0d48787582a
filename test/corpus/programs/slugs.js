import { slowHash } from './lib/hash.js';

const titles = Array.from({ length: 60 }, (_, i) => `Chapter ${i % 9}: On Loops & Pools`);
const used = new Set();
const slugs = [];
// @loop
for (const title of titles) {
  const base = title.toLowerCase().replace(/[^a-z0-9]+/g, '-') + (slowHash(title) % 4);
  let slug = base;
  for (let n = 2; used.has(slug); n++) slug = `${base}-${n}`;
  used.add(slug);
  slugs.push(slug);
}
console.log(slugs.join('\n'));
