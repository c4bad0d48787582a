// Comments, strings and templates in odd places.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
for (const x of [1, 2]) /* before ) the body */ {
  // leading ) comment
  const h = mix(x); // trailing
  console.log(`line one ${h}
    line two ${x} \${not}`); /* tail */
}
for (const x /* item */ of /* items */ [1, 2] /* ) */) console.log(mix(x) /* value */);
for (let i = 0 /* start */; i < 2 /* end */; i++ /* step */) {
  const s = `a
b${mix(i)}
  c`;
  console.log(s);
}
for (const x of [1, 2]) { const h = mix(x); console.log(h); } console.log('same line');
for (const x of [1, 2]) if (x > 1) console.log(mix(x)); else console.log('one', x);
for (const x of [1, 2])
  for (const y of [3, 4])
    console.log(mix(x * y));
if (mix(1) !== 0) for (const x of [1]) console.log(mix(x)); else for (const x of [2]) console.log(mix(x));
if (mix(1) !== 0) [1, 2].forEach((x) => console.log(mix(x))); else [3].forEach((x) => console.log(mix(x)));
const größe = 3;
for (const straße of [1, 2]) {
  const weiß = mix(straße * größe);
  console.log(weiß);
}
for (const { a: { b = 2 } = {}, ...rest } of [{ a: { b: 1 }, c: 3 }, { c: 4 }] as { a?: { b?: number }; c: number }[]) {
  const h = mix(b + rest.c);
  console.log(h, rest.c);
}
const list = [1, 2].map((x) => ({ x, h: mix(x) }));
console.log(JSON.stringify(list));
const nested = [[1, 2], [3]].map((r) => r.map((x) => mix(x)));
console.log(JSON.stringify(nested));
