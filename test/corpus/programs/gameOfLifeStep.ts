const SCALE = Number(process.env.SCALE ?? '1');
const size = 40 * SCALE;
const now = Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => ((x * 3 + y * y) % 7 < 3 ? 1 : 0)));
const next: number[][] = [];
// @loop
for (let y = 0; y < size; y++) {
  const row: number[] = [];
  for (let x = 0; x < size; x++) {
    let around = 0;
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) if (dx || dy) around += now[y + dy]?.[x + dx] ?? 0;
    row.push(around === 3 || (around === 2 && now[y]![x]) ? 1 : 0);
  }
  next[y] = row;
}
console.log(next.map((row) => row.join('')).join('\n').length, next[17]!.join(''));
