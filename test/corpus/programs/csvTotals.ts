const SCALE = Number(process.env.SCALE ?? '1');

function parseRow(row: string): { customer: string; cents: number } {
  let cells: string[] = [];
  for (let round = 0; round < 10 * SCALE; round++) {
    cells = [];
    let cell = '';
    let quoted = false;
    for (const c of row) {
      if (c === '"') quoted = !quoted;
      else if (c === ',' && !quoted) {
        cells.push(cell);
        cell = '';
      } else cell += c;
    }
    cells.push(cell);
  }
  return { customer: cells[1]!, cents: Math.round(Number(cells[2]) * 100) };
}

const rows = Array.from({ length: 90 }, (_, i) => `${i},"Smith, ${'abcde'[i % 5]}",${(i * 1.37).toFixed(2)}`);
const totals = new Map<string, number>();
// @loop
for (const row of rows) {
  const { customer, cents } = parseRow(row);
  totals.set(customer, (totals.get(customer) ?? 0) + cents);
}
console.log([...totals].map(([k, v]) => `${k}=${v}`).join('; '));
