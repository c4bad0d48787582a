// Computed statements that stand alone under if and else.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
for (const x of [1, 2, 3, 4]) {
  let y = 0;
  if (x > 2) y = mix(x);
  else console.log('small', x);
  console.log(y);
}
for (const x of [1, 2, 3, 4]) {
  let y = 0;
  if (x % 2) console.log('odd', x);
  else y = mix(x);
  console.log(y);
}
for (const x of [1, 2, 3]) /* a comment :) */ {
  console.log(mix(x));
}
for (const x of [1, 2, 3]) console.log(mix(x)); console.log('end');
