const SCALE = Number(process.env.SCALE ?? '1');
const lines = [];
for (let i = 0; i < 120; i++)
  lines.push(`10.0.0.${i % 7} - - [0${1 + (i % 9)}/Mar/2024] "GET /a/${i * 13}?q=${i} HTTP/1.1" ${i % 5 ? 200 : 404} ${i * 37}`);

function parseLine(line) {
  let record = null;
  for (let round = 0; round < 8 * SCALE; round++) {
    const m = /^(\S+) \S+ \S+ \[([^\]]+)\] "(\w+) ([^ "]+)[^"]*" (\d{3}) (\d+)$/.exec(line);
    record = { host: m[1], day: m[2], path: m[4].split('?')[0], status: Number(m[5]), bytes: Number(m[6]) };
  }
  return record;
}

// @loop
const records = lines.map((line) => parseLine(line));
const failed = records.filter((r) => r.status !== 200);
console.log(records.length, failed.length, failed.map((r) => r.path + ':' + r.bytes).join(' '));
