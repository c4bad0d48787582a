// An inner loop that throws on a committed condition and computes something nobody reads.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const seen = new Map<number, number>([[1, 1]]);
const table = [3, 1, 2];
function run(limit: number): void {
  const ys = [5, 3, 5, 2, 7].map((x, i) => {
    if (x % 4 === 2) return -1;
    seen.set(x, x);
    for (const y of [x, 3]) {
      if (seen.size > limit) throw new Error('full ' + mix(i + y));
      const c = mix(table.length);
    }
    return mix(i);
  });
  console.log(ys.join());
}
for (const limit of [9, 3]) {
  try {
    run(limit);
  } catch (e) {
    console.log((e as Error).message, [...seen].join());
  }
}
for (const x of [1, 2]) {
  console.log(x);
  for (const y of [x, 3]) {
    if (seen.size > 100) throw new Error('full');
    const c = mix(y);
  }
  console.log(mix(x));
}
