const SCALE = Number(process.env.SCALE ?? '1');
const lines = Array.from({ length: 60 }, (_, i) =>
  i % 7 === 3 ? '{"id": ' + i + ',' : JSON.stringify({ id: i, tags: ['a' + (i % 3), 'b'], at: { x: i / 4 } }),
);

function parse(line) {
  let value;
  try {
    for (let round = 0; round < 20 * SCALE; round++) value = JSON.parse(line);
    return [value];
  } catch {
    return [];
  }
}

// @loop
const values = lines.flatMap(parse);
console.log(values.length, values.reduce((sum, v) => sum + v.at.x, 0), values[10].tags.join());
