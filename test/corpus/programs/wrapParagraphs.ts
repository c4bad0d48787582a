const SCALE = Number(process.env.SCALE ?? '1');

function wrap(paragraph: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line.length + word.length + 1 > width && line) {
      lines.push(line);
      line = '';
    }
    line += (line ? ' ' : '') + word;
  }
  return line ? [...lines, line] : lines;
}

const paragraphs = Array.from({ length: 40 }, (_, i) => 'lorem ipsum dolor sit amet consectetur '.repeat(5 * SCALE + (i % 4)).trim());
const width = 33;
// @loop
const wrapped = paragraphs.map((p) => wrap(p, width));
console.log(wrapped.map((w) => w.length).join(' '), wrapped[3]![4]);
