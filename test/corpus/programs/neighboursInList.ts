import { work } from './lib/work.js';

interface Cell {
  heat: number;
  left: { heat: number } | null;
}

const cells: Cell[] = Array.from({ length: 20 }, (_, i) => ({ heat: i, left: null }));
cells.forEach((cell, i) => {
  cell.left = cells[i - 1] ?? null;
});
// @loop
for (const cell of cells) {
  cell.heat = work(cell.heat + (cell.left?.heat ?? 0));
}
console.log(cells.map((cell) => cell.heat).join(' '));
