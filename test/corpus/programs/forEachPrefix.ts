import { work } from './lib/work.js';

const levels = Array.from({ length: 50 }, (_, i) => (i * 3) % 17);
// @loop
levels.forEach((level, i) => {
  levels[i] = work(level + (levels[i - 1] ?? 0));
});
console.log(levels.join(' '));
