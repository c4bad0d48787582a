const SCALE = Number(process.env.SCALE ?? '1');
const words = ['river', 'stone', 'cloud', 'tree', 'house', 'road', 'light', 'wind'];
const documents = Array.from({ length: 40 }, (_, d) =>
  Array.from({ length: 30 }, (_, k) => words[(d * 7 + k * k) % words.length]).join(k2(d)),
);

function k2(d: number): string {
  return d % 2 ? ', ' : ' - ';
}

function terms(text: string): string[] {
  let found = new Set<string>();
  for (let round = 0; round < 20 * SCALE; round++)
    found = new Set(text.toLowerCase().split(/[^a-z]+/).map((w) => w.replace(/(s|ed|ing)$/, '')));
  return [...found].sort();
}

const index = new Map<string, number[]>();
// @loop
documents.forEach((text, d) => {
  for (const term of terms(text)) {
    const postings = index.get(term);
    if (postings) postings.push(d);
    else index.set(term, [d]);
  }
});
for (const [term, postings] of [...index].sort()) console.log(term, postings.join(' '));
