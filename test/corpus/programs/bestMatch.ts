const SCALE = Number(process.env.SCALE ?? '1');

function similarity(a: string, b: string): number {
  let common = 0;
  for (let round = 0; round < 10 * SCALE; round++) {
    common = 0;
    for (let i = 0; i + 1 < a.length; i++) if (b.includes(a.slice(i, i + 2))) common++;
  }
  return common / (a.length + b.length);
}

const names = Array.from({ length: 80 }, (_, i) => ['anna', 'bernd', 'clara', 'dieter'][i % 4]! + '-' + (i * 7919).toString(36));
let best = -1;
let bestScore = -Infinity;
// @loop
for (let i = 0; i < names.length; i++) {
  const score = similarity(names[i]!, 'clara-belle-4k2');
  if (score > bestScore) {
    bestScore = score;
    best = i;
  }
}
console.log(best, names[best], bestScore.toFixed(6));
