// Captured names with every kind of declaration.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
let a = 1;
var b = 2;
a = 5;
function run(c: number, { d, e: { f = 6 } = {} }: { d: number; e?: { f?: number } }, [g]: number[], ...rest: number[]): void {
  let h = 1;
  h++;
  for (const x of [1, 2]) {
    const r = mix(x + a + b + c + d + f + g! + rest.length + h);
    console.log(r);
  }
  h = 10;
  for (const x of [1, 2]) {
    const h = mix(x);
    {
      const x = h + 1;
      console.log(mix(x));
    }
    console.log(h);
  }
  for (const pool of [1, 2]) {
    const range = mix(pool);
    const task = mix(range & 7);
    const values = mix(task & 7);
    const at = values & 3;
    const emit = at;
    const result = mix(emit);
    const index = result & 3;
    const _item = index;
    const signal = mix(_item);
    console.log(range, task, values, at, result, signal);
  }
  for (const _item of [1]) {
    const _captures = mix(_item);
    console.log(_captures);
  }
  try {
    throw 3;
  } catch (err) {
    const n = err as number;
    for (const x of [1, 2]) {
      const r = mix(x + n + (err as number));
      console.log(r);
    }
  }
  const late = (): number => h;
  for (const x of [1, 2]) {
    h += x;
    console.log(mix(x));
  }
  console.log(late());
}
run(3, { d: 4 }, [7], 8, 9);
b = 50;
run(3, { d: 4, e: { f: 0 } }, [7]);
for (var v of [1, 2]) console.log(mix(v));
for (var w = 0; w < 2; w++) console.log(mix(w));
console.log(v!, w);
function legacy(): void {
  const n = arguments.length;
  for (let i = 0; i < n; i++) {
    const r = mix(arguments[i] as number);
    console.log(r);
  }
}
(legacy as (...xs: number[]) => void)(4, 5);
