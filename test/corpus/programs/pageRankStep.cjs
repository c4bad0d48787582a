const n = 60;
const terms = 20 * Number(process.env.SCALE || 1);
const ranks = new Array(n).fill(1 / n);
const links = Array.from({ length: n }, (_, v) => Array.from({ length: terms }, (_, k) => (v * 5 + k * 11) % n));
// @loop
const next = links.map((from) => {
  let sum = 0;
  for (const v of from) sum += ranks[v] / links[v].length;
  return 0.15 / n + 0.85 * sum;
});
console.log(next.map((r) => r.toFixed(8)).join(' '));
