const SCALE = Number(process.env.SCALE ?? '1');

function settle(rate, start) {
  let x = start;
  for (let k = 0; k < 300 * SCALE; k++) x = rate * x * (1 - x);
  return x;
}

const table = [];
// @loop
for (let r = 28; r <= 39; r += 1) {
  for (const start of [0.1, 0.2, 0.7]) {
    table.push({ rate: r / 10, start, end: settle(r / 10, start) });
  }
}
console.log(table.map((t) => `${t.rate}/${t.start}:${t.end.toFixed(6)}`).join('\n'));
