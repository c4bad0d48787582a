// A helper reads an array that the loop grows, handed over inside an object literal.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
interface Step { history: number[]; x: number }
function score({ history, x }: Step): number {
  return mix(x + history.length + (history[history.length - 1] ?? 0));
}
const history: number[] = [];
for (const x of [3, 1, 4, 1, 5]) {
  const s = score({ history, x });
  history.push(s);
}
console.log(history.join());
