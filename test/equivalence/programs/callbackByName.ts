// A named function that changes its argument, given to forEach.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
interface Cell { n: number }
const cells: Cell[] = [{ n: 1 }, { n: 2 }];
function bump(c: Cell): void {
  c.n++;
}
function each(list: Cell[], f: (c: Cell) => void): void {
  for (const c of list) f(c);
}
for (const x of [1, 2, 3]) {
  cells.forEach(bump);
  console.log(mix(x + cells[0]!.n));
}
for (const x of [1, 2, 3]) {
  each(cells, bump);
  console.log(mix(x + cells[1]!.n));
}
