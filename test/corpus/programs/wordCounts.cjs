const SCALE = Number(process.env.SCALE ?? '1');
const texts = Array.from({ length: 40 }, (_, i) => `The ${'quick brown fox jumps over the lazy dog'.repeat(1 + (i % 3))} ${i % 4}!`);

function wordsOf(text) {
  let words = [];
  for (let round = 0; round < 20 * SCALE; round++) words = text.normalize('NFC').toLowerCase().match(/[\p{L}\d]+/gu);
  return words;
}

const counts = {};
// @loop
for (const text of texts) {
  for (const word of wordsOf(text)) counts[word] = (counts[word] || 0) + 1;
}
console.log(counts);
