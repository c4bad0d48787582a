import { work } from './lib/work.js';

const grid = Array.from({ length: 14 }, (_, y) => Array.from({ length: 10 }, (_, x) => y * 10 + x));
const next = grid.slice();
// @loop
for (let y = 1; y < grid.length; y++) {
  for (let x = 0; x < 10; x++) next[y][x] = work(grid[y - 1][x] + grid[y][x]);
}
console.log(next.map((row) => row.join(' ')).join('\n'));
