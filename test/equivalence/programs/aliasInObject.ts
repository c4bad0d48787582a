// A second name for an array, inside an object made here.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const grid = [1, 2, 3, 4, 5];
const view = { cells: grid };
for (let i = 1; i < 5; i++) {
  view.cells[i] = mix(grid[i - 1]!);
}
console.log(grid.join());
const pair = [grid];
for (let i = 1; i < 5; i++) {
  const p = mix(pair[0]![i - 1]!);
  grid[i] = p;
}
console.log(grid.join());
