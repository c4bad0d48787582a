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
    for (const x of [5, 3, 5, 2, 7]) {
      if (heavy(mix(x)) % 2 !== 0) continue;
      console.log(table[0]!, (mix(k0) + heavy((x % 2 !== 0 ? x : x))));
      console.log(8, x);
      for (const y0 of [x, 3]) {
        switch (heavy(table[0]!) % 3) {
          case 0:
          total = mix((mix(x) % 2 === 1 ? seen.size : Math.abs(5)));
            break;
          default:
          console.log('m', mix(table[0]!));
        }
        continue;
      }
      got.push(x);
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
    for (let x = 2; x < 4; x++) {
      if (k0 % 4 === 0) continue;
      const c0 = heavy(x);
      if (Math.abs((mix(c0) + heavy(x))) % 3 === 0) {
        const a1: number[] = [mix((x % 4 === 0 ? heavy(x) : table[0]!))];
      }
      const o2 = { p: total, q: mix(mix(x)) };
      let l3 = table[2]!;
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
    for (const x of [5, 3, 5, 2, 7]) {
      const c0 = (4 % 2 !== 1 ? heavy(Math.abs(x)) : k0);
      const a1: number[] = [];
      const c2 = mix(x);
      out.push((c0 + x));
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
    [5, 3, 5, 2, 7].forEach((x, i) => {
      out.push((x + k0));
      if (k0 % 3 !== 0) {
        for (let j0 = 0; j0 < 3; j0++) {
          console.log(k0);
          if (heavy(k0) % 3 === 1) {
            const c1 = heavy(3);
            const f2 = (): number => mix(Math.abs(table[1]!));
          }
        }
        if ((3 % 2 === 0 ? (x % 3 !== 1 ? heavy(i) : k0) : k0) % 3 === 1) total = ((x + x) % 3 === 0 ? total : mix(x));
        else {
          switch (x % 3) {
            case 0:
            const a3: number[] = [];
              break;
            default:
            total = x;
          }
        }
      }
      const o4 = { p: k0, q: mix((((i + i) + table[0]!) + x)) };
      console.log(o4.p);
      console.log(mix(out.length), (o4.p + x));
    });
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
    const ys = [5, 3, 5, 2, 7].map((x, i) => {
      return -1;
      if (x % 4 !== 0) {
        let l0 = i;
      }
      else {
        seen.set(heavy(mix(i)) % 5, mix(x));
      }
      for (const y1 of [1, 2]) {
        for (const y2 of [x, 3]) {
          const c3 = mix(heavy(table[1]!));
          const o4 = { p: c3, q: mix((x + Math.abs(mix(y1)))) };
        }
      }
      let l5 = 1;
      return x;
    });
    console.log(ys.join());
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
    const got: number[] = [];
    for (const x of items) {
      try {
        if (table[0]! % 4 === 0) continue;
      } catch (e) {
        console.log((e as Error).message);
      }
      got.push((x + (3 + mix(k0))));
    }
    console.log(got.join());
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
    for (let x = 2; x < 5; x++) {
      const a0: number[] = [x];
      if ((heavy((k0 + x)) % 3 !== 0 ? 8 : x) % 2 === 1) total = (table[2]! + ((x % 4 !== 1 ? x : x) % 3 !== 0 ? k0 : (a0[0] ?? 0)));
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
    const ys = items.map((x, i) => {
      console.log(heavy(x), (x % 4 === 0 ? mix(x) : k0));
      for (const y0 of [1, 2]) {
        const c1 = mix(mix(Math.abs(7)));
        if ((mix(mix(3)) % 4 === 0 ? table[2]! : mix(x)) % 3 === 1) continue;
      }
      return ((mix(i) % 4 !== 0 ? heavy(2) : i) % 3 === 0 ? i : ((x % 2 === 1 ? i : i) % 3 === 0 ? heavy(x) : x));
    });
    console.log(ys.join());
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
    const got: number[] = [];
    for (const x of items) {
      for (let j0 = 0; j0 < 3; j0++) {
        console.log(Math.abs(x), table[0]!);
      }
      seen.set((x + 3) % 5, Math.abs((total + (6 % 3 !== 0 ? x : x))));
      const f1 = (): number => mix(heavy(7));
      let l2 = table[0]!;
      got.push(table[2]!);
    }
    console.log(got.join());
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
    for (const x of items) {
      if (((heavy(k0) + mix(4)) + (mix(x) + k0)) % 2 !== 0) break;
      const c0 = 1;
      const c1 = c0;
      if (c1 % 3 !== 1) {
        const c2 = Math.abs((heavy(3) + c1));
      }
      const c3 = heavy(x);
    }
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
    for (const x of [5, 3, 5, 2, 7]) {
      try {
        for (let j0 = 0; j0 < 1; j0++) {
          switch (Math.abs(k0) % 3) {
            case 0:
            console.log(Math.abs(x), x);
              break;
            default:
            if (x % 4 !== 1) {
              const a1: number[] = [];
              console.log(6);
            }
            else table[0] = (Math.abs(x) + mix(x));
          }
        }
        switch (((total + (x % 3 === 1 ? k0 : x)) % 3 !== 0 ? Math.abs((1 + 0)) : heavy(heavy(x))) % 3) {
          case 0:
          continue;
            break;
          default:
          if (mix(x) % 2 !== 0) throw new Error('t' + 8);
        }
      } catch (e) {
        console.log((e as Error).message);
      }
      const a2: number[] = [x];
      const c3 = heavy(x);
      let l4 = (heavy(c3) + c3);
      got.push((Math.abs((x + x)) + (seen.size + Math.abs(x))));
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
      seen.set(k0 % 5, k0);
      console.log(x, x);
      console.log(mix(heavy(Math.abs(k0))), (mix(k0) % 2 === 1 ? heavy((x + x)) : (table[1]! % 3 !== 0 ? x : (x % 4 !== 1 ? x : k0))));
      let l0 = (x + (Math.abs(x) + x));
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
