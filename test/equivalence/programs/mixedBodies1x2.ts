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
    const ys = items.map((x, i) => {
      total = mix((x + x));
      if (table[2]! % 3 !== 0) {
        for (let j0 = 0; j0 < 3; j0++) console.log(mix(mix(k0)));
        const c1 = i;
      }
      const a2: number[] = [mix(x)];
      switch (i % 3) {
        case 0:
        if (total % 3 === 1) {
          if (x % 4 !== 1) {
            let l3 = (a2[0] ?? 0);
          }
          else console.log('m', mix(mix(k0)));
          if (8 % 4 === 1) {
            total = 8;
          }
        }
        else {
          switch ((total + x) % 3) {
            case 0:
            const o4 = { p: x, q: mix((x % 2 === 0 ? x : (seen.get(1) ?? 0))) };
              break;
            default:
            console.log('m', mix(total));
          }
        }
          break;
        default:
        total = x;
      }
      if (i % 4 === 0) return -1;
      for (const y5 of a2) {
        if (x % 2 !== 0) {
          seen.set(total % 5, x);
          if (((a2[0] ?? 0) + mix((y5 % 4 === 0 ? x : x))) % 4 === 0) continue;
        }
      }
      return (i + (mix(0) % 3 !== 0 ? mix(2) : table.length));
    });
    console.log(ys.join());
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
    for (const x of items) {
      const a0: number[] = [];
      if (k0 % 3 === 0) continue;
      for (const y1 of a0) {
        seen.set(mix((mix(x) % 3 !== 0 ? y1 : 2)) % 5, (7 + mix((y1 % 4 === 1 ? 2 : 8))));
      }
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
    for (const x of items) {
      total = (x + 2);
      out.push(table[0]!);
      let l0 = (mix((x % 2 === 0 ? x : x)) + (x + x));
      for (let j1 = 0; j1 < 2; j1++) {
        l0 = 1;
      }
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
    items.forEach((x, i) => {
      out.push(heavy(table[1]!));
      if (7 % 4 === 0) return;
      if (Math.abs(table[1]!) % 3 !== 0) {
        const c0 = heavy(k0);
        try {
          throw new Error('e' + Math.abs(k0));
          const c1 = mix((mix(k0) % 4 === 0 ? 0 : total));
        } catch (e) {
          console.log((e as Error).message);
        }
      }
      if (total % 4 !== 1) throw new Error('t' + i);
      const o2 = { p: table[2]!, q: mix((mix(heavy(x)) % 3 === 1 ? Math.abs(Math.abs(7)) : x)) };
      for (const y3 of [1, 2]) console.log((6 % 4 !== 0 ? Math.abs((k0 + 5)) : ((o2.p % 2 !== 0 ? i : k0) + heavy(1))), mix(heavy(heavy(i))));
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
      const c0 = ((x % 4 !== 0 ? k0 : mix(i)) % 2 === 0 ? i : out.length);
      out.push(heavy(i));
      if (x % 3 !== 1) return -1;
      out.push(Math.abs(Math.abs(mix(k0))));
      const c1 = 7;
      return table[1]!;
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
      if (mix(x) % 4 !== 1) {
        if (Math.abs(heavy(heavy(x))) % 3 !== 1) console.log(x, ((table[1]! + mix(k0)) + (heavy(x) % 2 !== 1 ? x : (seen.get(1) ?? 0))));
        else {
          if (total % 2 !== 0) {
            const c0 = mix(1);
          }
          else break;
        }
        for (const y1 of [x, 3]) {
          let l2 = k0;
          const c3 = mix(mix(x));
        }
      }
      try {
        out.push(table[1]!);
        for (let j4 = 0; j4 < 2; j4++) {
          if (total % 2 === 0) {
            if (k0 % 3 !== 0) continue;
            total += (x + (heavy(6) % 4 === 0 ? 2 : j4));
          }
        }
      } catch (e) {
        console.log((e as Error).message);
      }
      got.push(((Math.abs(x) + (4 + x)) + (x % 2 === 0 ? 2 : (x + 5))));
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
    const got: number[] = [];
    for (const x of items) {
      const c0 = mix((mix(k0) % 2 === 1 ? table[2]! : k0));
      for (const y1 of [x, 3]) {
        for (const y2 of [x, 3]) console.log(((x + Math.abs(k0)) + (y2 + Math.abs(x))), (heavy(mix(y2)) + x));
      }
      got.push(table[2]!);
    }
    console.log(got.join());
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
    items.forEach((x, i) => {
      switch (5 % 3) {
        case 0:
        if ((table[1]! + total) % 3 === 0) seen.set(heavy(i) % 5, i);
          break;
        default:
        out.push(heavy(((2 + i) + (k0 % 2 === 0 ? k0 : x))));
      }
      out.push(4);
      if (i % 2 !== 1) table[0] = table[1]!;
      else {
        total = (x + (seen.get(1) ?? 0));
      }
      const a0: number[] = [];
    });
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
      const a0: number[] = [];
      for (const y1 of a0) {
        const f2 = (): number => mix(table.length);
        if (x % 4 !== 0) break;
      }
      console.log(table[1]!, ((table[1]! + x) + ((8 + 7) % 4 !== 0 ? table[0]! : (5 % 2 === 1 ? x : 0))));
      const c3 = heavy((heavy(total) % 4 !== 0 ? 7 : (a0[0] ?? 0)));
      got.push(total);
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
    const got: number[] = [];
    for (const x of [1, 2, 3, 4]) {
      if (x % 2 !== 0) break;
      got.push(k0);
    }
    console.log(got.join());
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
    items.forEach((x, i) => {
      const c0 = heavy(total);
      if (seen.size % 3 === 0) console.log('m', mix(Math.abs(((x + i) % 4 !== 1 ? x : table[1]!))));
      const f1 = (): number => mix((seen.get(1) ?? 0));
      const c2 = mix(5);
      try {
        if (x % 4 === 0) return;
      } catch (e) {
        console.log((e as Error).message);
      }
    });
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
    const ys = [5, 3, 5, 2, 7].map((x, i) => {
      for (let j0 = 0; j0 < 3; j0++) {
        const f1 = (): number => mix(Math.abs(k0));
        total = seen.size;
      }
      for (let j2 = 0; j2 < 1; j2++) {
        console.log('m', mix(((k0 % 4 !== 1 ? table[1]! : mix(k0)) + 1)));
        switch (mix(j2) % 3) {
          case 0:
          total = table[2]!;
            break;
          default:
          const a3: number[] = [(mix(j2) + mix(seen.size))];
        }
      }
      out.push(x);
      out.push((x % 2 === 1 ? table[1]! : ((8 + x) % 2 !== 0 ? (x % 2 !== 0 ? i : x) : 7)));
      console.log(heavy((Math.abs(k0) + Math.abs(i))), mix(x));
      return x;
    });
    console.log(ys.join());
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
