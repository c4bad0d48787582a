const SCALE = Number(process.env.SCALE ?? '1');

type Token = { kind: 'number' | 'name' | 'mark'; text: string; line: number };

const lines = Array.from({ length: 25 }, (_, i) => `let v${i} = (${i} + v${i % 3}) * 2.5; `.repeat(Math.round(5 * SCALE)));

function tokenize(text: string, line: number): Token[] {
  const found: Token[] = [];
  for (let rest = text; rest !== ''; ) {
    const m = /^\s+/.exec(rest) ?? /^\d+(\.\d+)?/.exec(rest) ?? /^\w+/.exec(rest) ?? /^./.exec(rest)!;
    if (/\S/.test(m[0])) found.push({ kind: /^\d/.test(m[0]) ? 'number' : /^\w/.test(m[0]) ? 'name' : 'mark', text: m[0], line });
    rest = rest.slice(m[0].length);
  }
  return found;
}

const tokens: Token[] = [];
// @loop
for (let k = 0; k < lines.length; k++) {
  tokens.push(...tokenize(lines[k], k + 1));
}
console.log(tokens.length, tokens.slice(-12).map((t) => `${t.line}:${t.kind}:${t.text}`).join(' '));
