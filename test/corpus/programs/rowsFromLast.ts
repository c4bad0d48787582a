const SCALE = Number(process.env.SCALE ?? '1');
const width = Math.round(60 * SCALE);
const rule = 110;
const rows: number[][] = [Array.from({ length: width }, (_, x) => (x === width - 1 ? 1 : 0))];
// @loop
for (let t = 0; t < 40; t++) {
  const above = rows.at(-1)!;
  rows.push(above.map((cell, x) => (rule >> ((above[x - 1] ?? 0) * 4 + cell * 2 + (above[x + 1] ?? 0))) & 1));
}
console.log(rows.map((row) => row.slice(-60).join('')).join('\n'));
