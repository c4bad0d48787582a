// A function returns an object that holds its argument.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function view(cells: number[]): { cells: number[] } {
  return { cells };
}
function main(): void {
  const grid = [1, 2, 3, 4, 5];
  const v = view(grid);
  for (let i = 1; i < grid.length; i++) {
    grid[i] = mix(v.cells[i - 1]!);
  }
  console.log(grid.join());
}
main();
