// Closures and instances at the top level, changed by a method before the loop.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function makeScaler() {
  let k = 1;
  return {
    set(v: number): void {
      k = v;
    },
    apply(x: number): number {
      return mix(x * k);
    },
  };
}
const scaler = makeScaler();
scaler.set(3);
class Rng {
  state: number;
  constructor(seed: number) {
    this.state = seed;
  }
  skip(n: number): void {
    this.state += n;
  }
  peek(): number {
    return this.state;
  }
}
const rng = new Rng(42);
rng.skip(3);
function scaled(x: number): number {
  return scaler.apply(x);
}
function seeded(x: number): number {
  return mix(x + rng.peek());
}
for (const x of [1, 2, 3]) console.log(scaled(x));
for (const x of [1, 2, 3]) console.log(seeded(x));
