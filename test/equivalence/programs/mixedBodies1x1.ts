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
      console.log('m', mix(Math.abs(mix(Math.abs(x)))));
      if ((x + Math.abs((2 + 6))) % 2 !== 0) return -1;
      seen.set(x % 5, 5);
      const f0 = (): number => mix(((x + (k0 + i)) + (mix(x) % 3 === 0 ? Math.abs(k0) : Math.abs(x))));
      if ((x + mix(x)) % 4 !== 1) {
        if (heavy(mix(table[0]!)) % 3 === 1) total += Math.abs(mix(i));
        console.log(k0, 7);
      }
      else {
        for (const y1 of [1, 2]) out.push(heavy((Math.abs(k0) + (k0 + 6))));
        console.log(mix(i), Math.abs((6 + 3)));
      }
      return mix(mix((x + 5)));
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
      const c0 = x;
      if ((1 + mix(x)) % 4 !== 0) continue;
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
    const ys = [1, 2, 3, 4].map((x, i) => {
      total += ((Math.abs(x) + x) + mix(heavy(i)));
      if (((mix(k0) % 3 === 0 ? mix(k0) : x) % 2 !== 0 ? x : heavy(Math.abs(x))) % 4 === 1) console.log(mix(x), mix(i));
      else {
        if (Math.abs(Math.abs((x % 2 === 0 ? x : x))) % 2 === 0) {
          if ((((i + x) % 2 === 0 ? (k0 % 4 === 0 ? i : x) : (k0 % 2 === 1 ? x : i)) + (1 % 2 === 0 ? (8 + i) : (k0 + 5))) % 3 !== 0) return -1;
          const c0 = Math.abs((x % 2 !== 1 ? 8 : mix(1)));
        }
        const c1 = mix(table.length);
      }
      try {
        out.push(k0);
      } catch (e) {
        console.log((e as Error).message);
      }
      out.push((heavy((i + 2)) + (x + heavy(x))));
      return x;
    });
    console.log(ys.join());
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
      return;
      const c0 = heavy(((heavy(k0) % 2 === 0 ? i : k0) % 4 === 0 ? heavy(heavy(1)) : x));
      for (const y1 of [x, 3]) {
        for (const y2 of [x, 3]) {
          if (heavy(i) % 4 !== 0) console.log(mix(c0), heavy(table.length));
          let l3 = ((mix(i) + (i % 4 !== 0 ? y1 : y2)) + (Math.abs(k0) % 4 !== 1 ? (x + y2) : (i + 6)));
        }
      }
      out.push(6);
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
    for (let x = 2; x < 5; x++) {
      for (const y0 of [x, 3]) {
        const c1 = (x + (x % 3 === 1 ? (x + x) : table[1]!));
      }
      for (const y2 of [x, 3]) {
        for (let j3 = 0; j3 < 3; j3++) {
          const f4 = (): number => mix(f4());
        }
        total = k0;
      }
      const c5 = ((Math.abs(x) % 4 === 0 ? k0 : x) + table[0]!);
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
    const got: number[] = [];
    for (const x of items) {
      console.log('m', mix(heavy(mix(heavy(k0)))));
      console.log(x, mix(Math.abs(mix(x))));
      try {
        const c0 = heavy(heavy((0 + k0)));
        if ((mix(x) + Math.abs((k0 % 2 === 1 ? k0 : k0))) % 2 === 1) {
          console.log(table[2]!, table[2]!);
          console.log(mix(mix(2)), heavy(x));
        }
      } catch (e) {
        console.log((e as Error).message);
      }
      const c1 = (Math.abs(mix(x)) + table[0]!);
      const a2: number[] = [Math.abs(c1)];
      got.push(heavy(x));
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
    const ys = [1, 2, 3, 4].map((x, i) => {
      try {
        try {
          out[0] = table[2]!;
          out.push(Math.abs((mix(x) + i)));
        } catch (e) {
          console.log((e as Error).message);
        }
        switch ((k0 + mix(x)) % 3) {
          case 0:
          if (heavy(i) % 4 === 1) throw new Error('t' + mix(k0));
            break;
          default:
          console.log('m', mix((k0 + 8)));
        }
      } catch (e) {
        console.log((e as Error).message);
      }
      let l0 = heavy(4);
      if ((heavy((7 % 4 === 0 ? 7 : x)) + x) % 3 !== 0) return -1;
      let l1 = k0;
      return Math.abs((4 + 4));
    });
    console.log(ys.join());
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
      const c0 = i;
      let l1 = mix(c0);
      l1 = ((mix(c0) + table[1]!) + ((3 + k0) % 2 !== 1 ? table[1]! : mix(k0)));
      return mix(i);
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
    for (let x = 2; x < 6; x++) {
      out.push(x);
      for (const y0 of [1, 2]) {
        switch (x % 3) {
          case 0:
          const f1 = (): number => mix(mix(x));
            break;
          default:
          const a2: number[] = [];
        }
        if (table[1]! % 2 !== 1) {
          const c3 = y0;
        }
      }
      switch (total % 3) {
        case 0:
        const a4: number[] = [mix((total % 3 === 1 ? mix(k0) : (4 % 3 !== 1 ? k0 : x)))];
          break;
        default:
        const c5 = mix(8);
      }
      let l6 = x;
      for (let j7 = 0; j7 < 3; j7++) {
        for (let j8 = 0; j8 < 2; j8++) {
          const c9 = heavy((Math.abs((7 + j8)) % 4 === 1 ? total : j8));
        }
        const c10 = heavy(x);
      }
      console.log(x, x);
    }
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
    for (let x = 0; x < 6; x++) {
      for (let j0 = 0; j0 < 2; j0++) {
        console.log(heavy(x), x);
      }
      out.push(heavy((6 + x)));
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
    for (const x of items) {
      const o0 = { p: x, q: mix((seen.get(1) ?? 0)) };
      const o1 = { p: ((heavy(k0) % 2 !== 0 ? mix(o0.q) : 2) + table[1]!), q: mix(table[0]!) };
      const a2: number[] = [];
      if (k0 % 3 === 1) {
        try {
          const c3 = heavy((((o1.q + x) % 3 !== 1 ? mix(k0) : 7) + table[1]!));
        } catch (e) {
          console.log((e as Error).message);
        }
        if ((1 % 2 !== 0 ? mix((a2[0] ?? 0)) : (total + (x + o1.p))) % 4 === 0) console.log(a2.length, o0.p);
        else {
          continue;
          const c4 = sum(a2);
        }
      }
      else total = sum(a2);
      console.log(mix(k0), o1.p);
      got.push(((5 + (k0 + x)) % 2 !== 1 ? heavy(x) : x));
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
    const ys = [5, 3, 5, 2, 7].map((x, i) => {
      if (x % 4 === 1) return -1;
      out.push(((0 + x) + table[0]!));
      if (x % 2 !== 1) out[1] = 3;
      else {
        for (const y0 of [x, 3]) {
          if (seen.size % 4 === 1) throw new Error('t' + (mix((1 + 5)) + heavy(Math.abs(i))));
          const c1 = mix(table.length);
        }
      }
      const c2 = heavy(8);
      return mix(i);
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
