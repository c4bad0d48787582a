// Effects inside one expression come in order, also when the computed part throws.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const out: number[] = [];
let n = 0;
function slot(): number {
  console.log('slot', n);
  return n++;
}
function heavy(x: number): number {
  if (x === 3) throw new Error('three');
  return mix(x);
}
function attempt(f: () => void): void {
  try {
    f();
  } catch (e) {
    console.log((e as Error).message, n, out.length);
  }
}
attempt(() => {
  for (const x of [1, 2, 3]) out[slot()] = heavy(x);
});
attempt(() => {
  for (const x of [1, 2, 3]) console.log(slot(), heavy(x));
});
attempt(() => {
  for (const x of [1, 2, 3]) out[n++] = heavy(x);
});
attempt(() => {
  for (const x of [1, 2, 3]) {
    const r = [slot(), heavy(x), slot()];
    console.log(r.join());
  }
});
attempt(() => {
  for (const x of [1, 2, 3]) n += heavy(x) & 1;
});
attempt(() => {
  for (const x of [1, 2, 3]) {
    n > 5 && console.log('more', heavy(x));
    const y = n > 100 ? heavy(x) : slot();
    console.log(y);
  }
});
attempt(() => {
  let a = 0;
  for (const x of [1, 2, 3]) (a += 1), console.log(a, heavy(x + a - 1)), (a += 1);
});
