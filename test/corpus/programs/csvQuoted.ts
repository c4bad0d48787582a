const SCALE = Number(process.env.SCALE ?? '1');
const columns = ['id', 'name', 'note'] as const;
type Row = Record<(typeof columns)[number], string>;

const note = 'says ""hi"", then leaves; '.repeat(Math.round(6 * SCALE));
const lines = Array.from({ length: 40 }, (_, i) => `${i},"Last${i}, First","${note}${i % 7}"`);

// @loop
const rows = lines.map((line): Row => {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let k = 0; k < line.length; k++) {
    const c = line[k];
    if (quoted && c === '"' && line[k + 1] === '"') {
      cell += '"';
      k++;
    } else if (c === '"') quoted = !quoted;
    else if (c === ',' && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += c;
  }
  cells.push(cell);
  return Object.fromEntries(columns.map((name, c) => [name, cells[c]])) as Row;
});
console.log(rows.map((row) => `${row.id}|${row.name}|${row.note.length}`).join('\n'), rows[3].note);
