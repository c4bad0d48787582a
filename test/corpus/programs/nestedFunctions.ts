const SCALE = Number(process.env.SCALE ?? '1');
const counts: number[] = [];
// @loop
for (const size of [4, 5, 6, 4, 5, 6]) {
  function place(row: number, columns: number[]): number {
    if (row === size) return 1;
    let found = 0;
    for (let c = 0; c < size; c++)
      if (columns.every((other, r) => other !== c && Math.abs(other - c) !== row - r)) found += place(row + 1, [...columns, c]);
    return found;
  }
  let total = 0;
  for (let round = 0; round < SCALE; round++) total += place(0, []);
  counts.push(total);
}
console.log(counts.join(' '));
