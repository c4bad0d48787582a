const n = 40 * Number(process.env.SCALE ?? '1');
const winners = new Array(n);
// @loop
for (let i = 0; i < n; i++) {
  let best = -Infinity;
  let at = -1;
  for (let j = 0; j < 200; j++) {
    const v = Math.sin(i * j + j) * Math.cos(i - j);
    if (v > best) {
      best = v;
      at = j;
    }
  }
  winners[i] = at;
}
console.log(winners.join(' '));
