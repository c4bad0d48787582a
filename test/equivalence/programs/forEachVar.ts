// A callback with `var`, and with parameters that it changes.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
let total = 1000;
[1, 2, 3].forEach((x, i) => {
  var seen;
  if (i === 0) seen = 'first';
  const h = mix(x);
  console.log(seen, h);
});
[1, 2, 3].forEach((x) => {
  x = x * 2;
  const h = mix(x);
  console.log(x, h);
});
[1, 2, 3].forEach((x) => {
  var total = mix(x);
  console.log(total);
});
console.log(total);
total++;
for (let x of [1, 2, 3]) {
  x += 1;
  const h = mix(x);
  x += 1;
  console.log(x, h);
}
