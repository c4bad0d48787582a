import { work } from './lib/work.js';

const visits = Array.from({ length: 90 }, (_, i) => `https://example.org/${(i * i) % 37}?visit=${i % 2}`);
const seen = new Set<string>();
const scores: string[] = [];
// @loop
for (const visit of visits) {
  const page = visit.slice(0, visit.indexOf('?'));
  if (seen.has(page)) continue;
  seen.add(page);
  let score = 0;
  for (const c of page) score += work(c.charCodeAt(0));
  scores.push(`${page.slice(20)}=${score}`);
}
console.log(scores.join(' '), seen.size);
