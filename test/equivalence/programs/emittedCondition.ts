// Computed conditions between effects decide what is computed next.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
for (const x of [1, 2, 3, 4, 5]) {
  console.log('start', x);
  if (mix(x) % 4 === 1) console.log('one', mix(x + 1));
  else console.log('other', mix(x + 2));
  if (mix(x) > 0) {
    console.log('more', mix(x + 3));
    if (mix(x + 3) % 2 === 0) console.log('even', mix(x + 4));
  }
  console.log('end', mix(x + 5));
}
const ys = [1, 2, 3, 4].map((x, i) => {
  console.log('m', mix(x));
  if ((x + mix(x)) % 2 !== 0) {
    if (mix(i) % 3 === 1) console.log(mix(i));
    console.log('odd');
  } else {
    for (const y of [1, 2]) console.log(mix(y + x));
  }
  return mix(x + 5);
});
console.log(ys.join());
