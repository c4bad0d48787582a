const SCALE = Number(process.env.SCALE ?? '1');
const source = ['# Title', 'some *text* and `code`', '```', 'raw < & >', '*not emphasis*', '```', '', '## Part', 'more **bold** text'];
const lines = Array.from({ length: 8 }, (_, k) => source.map((line) => line.replace('text', 'text' + k))).flat();

function inline(text) {
  let html = text;
  for (let k = 0; k < 20 * SCALE; k++) html = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\*\*(.+?)\*\*/g, '<b>$1</b>').replace(/\*(.+?)\*/g, '<i>$1</i>').replace(/`(.+?)`/g, '<code>$1</code>');
  return html;
}

let fenced = false;
const html = [];
// @loop
for (const line of lines) {
  if (line === '```') {
    fenced = !fenced;
    html.push(fenced ? '<pre>' : '</pre>');
  } else if (fenced) {
    html.push(line);
  } else if (line.startsWith('#')) {
    const depth = line.search(/[^#]/);
    html.push(`<h${depth}>${inline(line.slice(depth + 1))}</h${depth}>`);
  } else if (line !== '') {
    html.push(`<p>${inline(line)}</p>`);
  }
}
console.log(html.join('\n'));
