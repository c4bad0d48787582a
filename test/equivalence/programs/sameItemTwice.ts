// The same object comes twice, from a function that made it.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function twice(): { n: number }[] {
  const a = { n: 1 };
  const b = { n: 2 };
  return [a, b, a, b, a];
}
const items = twice();
for (const o of items) {
  o.n = mix(o.n);
}
console.log(items.map((o) => o.n).join());
for (const o of twice()) {
  o.n = mix(o.n);
  console.log(o.n);
}
twice().forEach((o) => {
  o.n = mix(o.n);
  console.log(o.n);
});
