// Items made on the spot: the body changes one before it computes from it.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function load(): { n: number; tag: string }[] {
  return [
    { n: 1, tag: 'a' },
    { n: 2, tag: 'b' },
  ];
}
for (const o of load()) {
  console.log(o.tag);
  o.n = o.n + 100;
  const h = mix(o.n);
  console.log(o.tag, h);
}
for (const o of [{ n: 1 }, { n: 2 }]) {
  o.n += 7;
  console.log(mix(o.n));
}
