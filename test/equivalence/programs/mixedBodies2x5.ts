// Twelve loops of random statements: every way to mix computing, effects and exits.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a >>> 20;
}
function heavy(n: number): number {
  if (n % 7 === 6) throw new RangeError('heavy ' + n);
  return mix(n + 1);
}
function sum(xs: readonly number[]): number {
  let a = 0;
  for (let k = 0; k < 30; k++) for (const x of xs) a = (a * 3 + x) | 0;
  return a;
}
function f0x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    const got: number[] = [];
    for (const x of [1, 2, 3, 4]) {
      const o0 = { p: (Math.abs(table[2]!) + mix(x)), q: mix(mix(mix(x))) };
      got.push((x + 4));
    }
    console.log(got.join());
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f1x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    for (let x = 0; x < 5; x++) {
      console.log(7, total);
      out.push(x);
      let l0 = x;
      l0 = x;
      out.push(mix(0));
    }
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f2x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    for (let x = 1; x < 4; x++) {
      const c0 = heavy(k0);
      const a1: number[] = [];
      for (const y2 of [1, 2]) {
        if ((total % 4 !== 1 ? mix(k0) : heavy(c0)) % 3 !== 0) {
          if (mix(x) % 2 === 1) total += k0;
          else {
            total = (a1[0] ?? 0);
          }
        }
      }
      let l3 = x;
      for (let j4 = 0; j4 < 1; j4++) continue;
      console.log(mix(a1.length));
    }
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f3x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    const ys = [1, 2, 3, 4].map((x, i) => {
      if ((x + k0) % 4 === 1) out[0] = table[1]!;
      else {
        total = table[0]!;
      }
      if (x % 3 !== 1) return -1;
      console.log(5, total);
      out.push(mix(x));
      const o0 = { p: (seen.get(1) ?? 0), q: mix(Math.abs(heavy(6))) };
      return i;
    });
    console.log(ys.join());
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f4x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    const got: number[] = [];
    for (const x of items) {
      console.log('m', mix(mix((heavy(x) + k0))));
      let l0 = mix((7 + x));
      got.push((x % 3 === 1 ? 8 : (Math.abs(x) + (x % 3 === 0 ? 7 : k0))));
    }
    console.log(got.join());
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f5x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    const ys = items.map((x, i) => {
      for (let j0 = 0; j0 < 3; j0++) console.log(heavy((j0 + mix(k0))), x);
      const c1 = x;
      const c2 = heavy(i);
      const c3 = mix(k0);
      for (let j4 = 0; j4 < 1; j4++) seen.set(total % 5, mix(heavy(x)));
      return (x + heavy(Math.abs(x)));
    });
    console.log(ys.join());
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f6x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    for (const x of [5, 3, 5, 2, 7]) {
      total += x;
      const f0 = (): number => mix(mix(x));
    }
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f7x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    for (const x of [5, 3, 5, 2, 7]) {
      console.log(x, heavy(table[2]!));
      if (7 % 4 !== 1) {
        const c0 = (mix(x) + (seen.get(1) ?? 0));
        if ((x + ((x + c0) + mix(3))) % 2 === 1) {
          const a1: number[] = [2];
          seen.set(c0 % 5, ((table[0]! % 2 === 0 ? table[0]! : mix(x)) + (x + 4)));
        }
      }
      else total = (mix(x) + (mix(x) + mix(5)));
      console.log('m', mix((seen.get(1) ?? 0)));
      for (let j2 = 0; j2 < 3; j2++) {
        let l3 = Math.abs(6);
      }
      if (7 % 3 !== 0) {
        let l4 = x;
        const c5 = (mix(k0) + (mix(x) + table[2]!));
      }
      for (let j6 = 0; j6 < 3; j6++) out[2] = (Math.abs((x + k0)) % 3 !== 1 ? (mix(x) + table[1]!) : x);
    }
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f8x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    const ys = items.map((x, i) => {
      out.push(heavy(table[1]!));
      const o0 = { p: x, q: mix(mix(k0)) };
      return (x + i);
    });
    console.log(ys.join());
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f9x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    [5, 3, 5, 2, 7].forEach((x, i) => {
      const c0 = heavy(heavy(5));
      if (Math.abs(x) % 4 !== 1) throw new Error('t' + Math.abs((total % 4 !== 0 ? heavy(2) : total)));
      total += heavy((mix(x) + c0));
      let l1 = total;
    });
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f10x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    const got: number[] = [];
    for (const x of items) {
      if (Math.abs(7) % 4 !== 0) table[0] = mix(k0);
      if (((x + mix(k0)) + (k0 + 6)) % 4 !== 0) {
        console.log(total);
        const c0 = ((Math.abs(1) % 4 === 1 ? table[2]! : x) + table.length);
      }
      seen.set((((x + k0) % 2 === 0 ? mix(x) : mix(4)) + k0) % 5, heavy(mix(mix(k0))));
      if (Math.abs(Math.abs((x + x))) % 2 !== 1) {
        const o1 = { p: (heavy(x) + mix(k0)), q: mix(k0) };
      }
      switch (Math.abs(heavy(mix(k0))) % 3) {
        case 0:
        try {
          const o2 = { p: (k0 + out.length), q: mix((mix(x) % 2 === 0 ? x : (x + mix(k0)))) };
          seen.set(mix(mix(o2.p)) % 5, heavy(mix(x)));
        } catch (e) {
          console.log((e as Error).message);
        }
          break;
        default:
        table[2] = table[1]!;
      }
      got.push(Math.abs(5));
    }
    console.log(got.join());
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
function f11x(k0: number): void {
  let total = k0;
  const out: number[] = [];
  const seen = new Map<number, number>();
  const table = [3, 1, 2];
  const items = [2, k0, 9, 4];
  try {
    for (const x of items) {
      console.log('m', mix((x % 2 === 1 ? (x + mix(k0)) : (mix(x) + x))));
      const c0 = (x + x);
      const c1 = x;
    }
  } catch (e) {
    console.log('threw', (e as Error).name, (e as Error).message);
  }
  console.log(total, out.join(), [...seen].join(';'), table.join(), items.join());
}
for (let r = 0; r < 3; r++) {
  console.log('f0x');
  f0x(r * 5 + 1);
  console.log('f1x');
  f1x(r * 5 + 1);
  console.log('f2x');
  f2x(r * 5 + 1);
  console.log('f3x');
  f3x(r * 5 + 1);
  console.log('f4x');
  f4x(r * 5 + 1);
  console.log('f5x');
  f5x(r * 5 + 1);
  console.log('f6x');
  f6x(r * 5 + 1);
  console.log('f7x');
  f7x(r * 5 + 1);
  console.log('f8x');
  f8x(r * 5 + 1);
  console.log('f9x');
  f9x(r * 5 + 1);
  console.log('f10x');
  f10x(r * 5 + 1);
  console.log('f11x');
  f11x(r * 5 + 1);
}
