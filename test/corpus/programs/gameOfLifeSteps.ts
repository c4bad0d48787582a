const SCALE = Number(process.env.SCALE ?? '1');
const size = 20;

function step(now: number[][]): number[][] {
  return now.map((row, y) =>
    row.map((alive, x) => {
      let around = -alive;
      for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) around += now[y + dy]?.[x + dx] ?? 0;
      return around === 3 || (around === 2 && alive) ? 1 : 0;
    }),
  );
}

let board = Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) => ((x * 3 + y * y) % 7 < 3 ? 1 : 0)));
const alive: number[] = [];
// @loop
for (let generation = 0; generation < 10 * SCALE; generation++) {
  board = step(board);
  alive.push(board.flat().filter(Boolean).length);
}
console.log(alive.join(' '));
