const SCALE = Number(process.env.SCALE ?? '1');

function tokenize(source: string): string[] {
  let tokens: string[] = [];
  for (let round = 0; round < 12 * SCALE; round++) {
    tokens = [];
    const pattern = /\s*(\d+|[a-z]+|[-+*/()=])/y;
    for (let m = pattern.exec(source); m; m = pattern.exec(source)) tokens.push(m[1]!);
  }
  return tokens;
}

const sources = Array.from({ length: 50 }, (_, i) => `x${'yz'[i % 2]} = (${i} + ab) * ${i * i} - cd / ${i + 1}`);
const streams: string[][] = [];
// @loop
for (const source of sources) {
  streams.push(tokenize(source));
}
console.log(streams.map((s) => s.length).join(' '), streams[7]!.join(' '));
