// Closures made before the loop that read or write what the loop changes.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function main(): void {
  let base = 1;
  const get = (): number => base;
  const set = (v: number): void => {
    base = v;
  };
  for (const x of [1, 2, 3]) {
    const h = mix(x + get());
    set(h);
    console.log(h);
  }
  const list = [1];
  function grow(): void {
    list.push(list.length);
  }
  function size(): number {
    return list.length;
  }
  for (const x of [1, 2, 3]) {
    const h = mix(x + size());
    grow();
    console.log(h);
  }
  const memo = new Map<number, number>();
  function cached(x: number): number {
    const known = memo.get(x);
    if (known !== undefined) return known;
    const v = mix(x + memo.size);
    memo.set(x, v);
    return v;
  }
  for (const x of [5, 6, 5, 7]) console.log(cached(x));
  const fns: (() => number)[] = [];
  for (let i = 0; i < 3; i++) {
    const h = mix(i);
    fns.push(() => h + i + base);
  }
  base = 0;
  console.log(fns.map((f) => f()).join());
}
main();
