// Bounds and starts with fractions, NaN, infinity.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const half = 0.5;
const end = 3.2;
const nan = Number.NaN;
for (let i = half; i <= end; i++) console.log(i, mix(i * 2));
for (let i = 0; i <= 2.5; i++) console.log(i, mix(i));
for (let i = 5; i >= 1.5; i -= 2) console.log(i, mix(i));
for (let i = 0; i < nan; i++) console.log(i, mix(i));
for (let i = end; i > -half; i--) console.log(i, mix(i));
for (let i = half; i >= -2.7; i -= 1) console.log(i, mix(i));
for (let i = 0; i < Infinity; i++) {
  const h = mix(i);
  if (i > 3) break;
  console.log(h);
}
for (let i = -0; i < 2; i++) console.log(Object.is(i, -0), mix(i));
