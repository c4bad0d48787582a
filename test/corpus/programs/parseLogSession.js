const SCALE = Number(process.env.SCALE ?? '1');
const lines = [];
for (let i = 0; i < 120; i++)
  lines.push(`${i % 3 ? '' : '10.0.0.' + (i % 7)} "GET /a/${i * 13}?q=${i} HTTP/1.1" ${i % 5 ? 200 : 404} ${i * 37}`);

function parseLine(line) {
  let record = null;
  for (let round = 0; round < 8 * SCALE; round++) {
    const m = /^(\S*) "(\w+) ([^ "]+)[^"]*" (\d{3}) (\d+)$/.exec(line);
    record = { host: m[1], path: m[3].split('?')[0], status: Number(m[4]), bytes: Number(m[5]) };
  }
  return record;
}

let host = '';
// @loop
const records = lines.map((line) => {
  const record = parseLine(line);
  if (record.host) host = record.host;
  return { ...record, host };
});
const failed = records.filter((r) => r.status !== 200);
console.log(records.length, failed.map((r) => r.host + r.path).join(' '));
