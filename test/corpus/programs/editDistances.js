const SCALE = Number(process.env.SCALE ?? '1');

function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

const query = 'parallelism'.repeat(SCALE);
const words = Array.from({ length: 60 }, (_, i) => 'parallel lines meet at infinity'.slice(i % 11, 12 + (i % 17)));
// @loop
const distances = words.map((word) => editDistance(word.repeat(3), query));
console.log(distances.join(' '), Math.min(...distances));
