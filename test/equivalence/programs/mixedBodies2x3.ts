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
    for (let x = 0; x < 5; x++) {
      if (x % 4 === 1) continue;
      out.push((x + ((k0 + x) + table[2]!)));
      const c0 = heavy(Math.abs(x));
      const c1 = heavy(2);
      const c2 = heavy(Math.abs(c1));
      if (Math.abs(k0) % 2 === 1) {
        try {
          switch (heavy(total) % 3) {
            case 0:
            total = mix(x);
              break;
            default:
            if (c0 % 2 === 1) continue;
          }
          total = ((c1 + heavy(c1)) % 4 === 0 ? heavy(Math.abs(x)) : mix(k0));
        } catch (e) {
          console.log((e as Error).message);
        }
      }
    }
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
    [1, 2, 3, 4].forEach((x, i) => {
      for (let j0 = 0; j0 < 1; j0++) {
        if (heavy(x) % 3 !== 1) {
          if (mix(j0) % 3 !== 0) throw new Error('t' + x);
        }
        else continue;
      }
      let l1 = x;
      for (const y2 of [x, 3]) {
        const a3: number[] = [];
      }
    });
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
    for (let x = 2; x < 4; x++) {
      if ((5 + 2) % 2 !== 0) {
        if (heavy(((k0 + x) + k0)) % 4 === 1) console.log((heavy(x) + (x + Math.abs(x))));
        else {
          let l0 = mix(x);
          const c1 = mix(6);
        }
        if (x % 3 !== 0) throw new Error('t' + mix((mix(k0) + x)));
      }
      for (let j2 = 0; j2 < 1; j2++) {
        console.log(Math.abs(6), x);
      }
      if ((mix(x) + x) % 3 === 1) throw new Error('t' + mix(x));
      const f3 = (): number => mix(mix((table[0]! % 4 === 1 ? table[2]! : total)));
      try {
        const c4 = heavy((heavy(x) + mix(x)));
      } catch (e) {
        console.log((e as Error).message);
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
    for (const x of items) {
      if (table[0]! % 4 !== 0) console.log(heavy(mix(x)), heavy(7));
      const c0 = mix(table[0]!);
      out[3] = x;
      const c1 = heavy(x);
    }
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
    for (let x = 2; x < 4; x++) {
      const f0 = (): number => mix(mix((2 + (5 % 4 === 1 ? k0 : k0))));
      if (5 % 2 !== 0) {
        const c1 = heavy(table[1]!);
        const c2 = f0();
      }
      else {
        const c3 = table[0]!;
      }
    }
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
    for (let x = 1; x < 5; x++) {
      if (x % 3 !== 1) {
        seen.set(mix(k0) % 5, table.length);
      }
      continue;
      switch (x % 3) {
        case 0:
        if (heavy(table[0]!) % 2 === 1) continue;
          break;
        default:
        const c0 = mix((mix(heavy(x)) + mix(x)));
      }
      const c1 = heavy(x);
    }
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
    for (const x of [1, 2, 3, 4]) {
      for (let j0 = 0; j0 < 3; j0++) {
        const c1 = x;
      }
      for (const y2 of [1, 2]) total += table[1]!;
      console.log('m', mix((mix((x + x)) % 4 !== 1 ? 5 : mix(1))));
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
    const ys = [5, 3, 5, 2, 7].map((x, i) => {
      total = heavy(Math.abs(x));
      const c0 = total;
      return i;
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
    items.forEach((x, i) => {
      switch (table.length % 3) {
        case 0:
        const c0 = mix(8);
          break;
        default:
        if ((mix(x) % 3 === 0 ? (5 % 3 === 0 ? mix(x) : (x % 2 !== 1 ? x : k0)) : total) % 4 === 1) {
          const c1 = (mix(i) % 3 === 1 ? mix(x) : heavy(3));
          const c2 = mix(i);
        }
      }
      const c3 = heavy(k0);
      if (mix(x) % 2 !== 1) return;
      if (mix(heavy(heavy(c3))) % 3 !== 0) {
        if (table[0]! % 3 !== 1) return;
        if (table[2]! % 3 !== 0) {
          if (table[1]! % 2 !== 0) {
            throw new Error('e' + (total % 4 !== 1 ? c3 : Math.abs(Math.abs(c3))));
          }
        }
        else {
          const c4 = mix((((k0 + c3) + (c3 + x)) % 2 === 1 ? 1 : mix(c3)));
          const a5: number[] = [];
        }
      }
      let l6 = mix(mix(k0));
    });
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
    const ys = items.map((x, i) => {
      const c0 = heavy(mix(i));
      if (i % 4 === 1) {
        switch ((3 + c0) % 3) {
          case 0:
          const c1 = mix(((4 + c0) + (x + 0)));
            break;
          default:
          if ((7 + c0) % 4 === 1) return -1;
        }
        if (Math.abs((table[1]! + x)) % 4 === 1) {
          const c2 = mix(i);
          const c3 = mix(x);
        }
      }
      else console.log(x, ((k0 + mix(x)) + c0));
      const o4 = { p: k0, q: mix(i) };
      try {
        if (o4.q % 3 !== 0) total += (((k0 + o4.q) + heavy(o4.q)) + 0);
        else throw new Error('e' + 7);
      } catch (e) {
        console.log((e as Error).message);
      }
      return seen.size;
    });
    console.log(ys.join());
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
    const ys = items.map((x, i) => {
      const c0 = x;
      const c1 = mix(c0);
      return mix(mix((7 + x)));
    });
    console.log(ys.join());
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
    for (let x = 2; x < 5; x++) {
      const o0 = { p: x, q: mix(2) };
      seen.set(mix(x) % 5, Math.abs(heavy(o0.p)));
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
