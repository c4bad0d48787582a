// A costly statement whose value nobody reads may still throw.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a >>> 20;
}
function heavy(n: number): number {
  if (n === 3) throw new RangeError('heavy ' + n);
  return mix(n + 1);
}
function attempt(f: () => void): void {
  try {
    f();
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
}
let total = 0;
attempt(() => {
  for (const x of [1, 2, 3, 4]) {
    total += mix(x);
    const checked = { p: heavy(x) };
  }
});
console.log(total);
attempt(() => {
  for (const x of [1, 2, 3, 4]) {
    console.log('value', mix(x));
    const c = heavy(x);
    console.log('done', x);
  }
});
attempt(() => {
  [1, 2, 3].forEach((x) => {
    console.log(x, mix(x));
    heavy(x);
  });
});
attempt(() => {
  const ys = [1, 2, 3].map((x) => {
    total += mix(x);
    const c = heavy(x);
    return mix(x + 1);
  });
  console.log(ys.join());
});
console.log(total);
