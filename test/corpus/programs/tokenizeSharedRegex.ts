const SCALE = Number(process.env.SCALE ?? '1');
const pattern = /(\d+|[a-z]+)/g;

function firstToken(source: string): string {
  let token = '';
  for (let round = 0; round < 25 * SCALE; round++) {
    const m = pattern.exec(source);
    token = m ? m[1]! : '-';
  }
  return token;
}

const sources = Array.from({ length: 50 }, (_, i) => `xy ${i} ab ${i * i} ${'cd '.repeat(i % 3)}`);
const first: string[] = [];
// @loop
for (const source of sources) {
  first.push(firstToken(source));
}
console.log(first.join(' '));
