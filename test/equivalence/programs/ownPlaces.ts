// Places of arrays that an iteration writes and reads again, and others that only look so.
const show = (label: string, values: unknown): void => console.log(label, JSON.stringify(values));
const grid = (n: number, m: number, f: (i: number, j: number) => number): number[][] => {
  const rows: number[][] = [];
  for (let i = 0; i < n; i++) {
    const row: number[] = [];
    for (let j = 0; j < m; j++) row.push(f(i, j));
    rows.push(row);
  }
  return rows;
};

function product(n: number): number[][] {
  const a = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Math.sin(i + j)));
  const b = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Math.cos(i - j)));
  const c = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) c[i][j] += a[i][k] * b[k][j];
    }
  }
  return c;
}
show('product', product(9));

function holes(n: number): unknown[] {
  const c = Array.from({ length: n }, () => new Array<number>(n));
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j += 2) {
      c[i][j] = i;
      for (let k = 0; k < 5; k++) c[i][j] += Math.sqrt(k + c[i][j]);
    }
    c[i][n + 1] = Math.sin(i);
    c[i][n + 1] *= c[i][n + 1];
  }
  return c.map((row) => [row.length, Object.keys(row).join(), row.reduce((x, y) => x + y, 0)]);
}
show('holes', holes(6));

function elements(n: number, m: number): unknown[] {
  const sparse = new Array<number>(n);
  const dense = new Array<number>(n).fill(1);
  const typed = new Float64Array(n);
  for (let i = 0; i < n + 2; i++) {
    for (let j = 0; j < m; j++) {
      sparse[i] = (sparse[i] ?? 0) + Math.sin(i * j);
      dense[i] = dense[i] + Math.cos(i * j);
      typed[i] += Math.tan(i + j);
    }
  }
  return [Object.keys(sparse).join(), sparse.length, dense.length, dense.map(String), [...typed]];
}
show('elements', elements(4, 5));
show('no rounds', elements(4, 0));

function reals(n: number): number[] {
  const narrow = new Float32Array(n);
  const whole = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < 40; j++) {
      narrow[i] += Math.sin(i + j) / 3;
      whole[i] += Math.sin(i + j) * 10;
    }
  }
  return [...narrow, ...whole];
}
show('reals', reals(5));

function narrowRows(n: number): number[][] {
  const rows = Array.from({ length: n }, () => new Float32Array(n));
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < 20; k++) for (let j = 0; j < n; j++) rows[i][j] += Math.sin(i + j + k) / 3;
  }
  return rows.map((row) => [...row]);
}
show('narrow rows', narrowRows(5));

function laterRows(n: number): number[][] {
  const a = grid(n, n, (i, j) => ((i + j) % n) / n);
  const b = grid(n, n, (i, j) => (n + i - j) / n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = i + 1; k < n; k++) b[i][j] += a[k][i] * b[k][j];
      b[i][j] = 1.5 * b[i][j];
    }
  }
  return b;
}
show('later rows', laterRows(8));

function earlierRows(n: number): number[][] {
  const b = grid(n, n, (i, j) => (n + i - j) / n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < i; k++) b[i][j] += 0.1 * b[k][j];
      b[i][j] = 1.5 * b[i][j];
    }
  }
  return b;
}
show('earlier rows', earlierRows(8));

function wholeRow(n: number): number[][] {
  const b = grid(n, n, (i, j) => (n + i - j) / n);
  const best: number[][] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 1; j < n; j++) b[i][j] += Math.sin(b[i][j - 1]);
    best.push(b[i]!);
  }
  best[0]![0] = 99;
  return b;
}
show('whole row', wholeRow(5));

function oneRow(n: number): number[][] {
  const row = [1, 2, 3, 4];
  const rows = [row, [5, 6, 7, 8], row];
  for (let i = 0; i < rows.length; i++) for (let j = 1; j < n; j++) rows[i]![j]! += Math.sin(rows[i]![j - 1]!);
  for (const r of rows) for (let j = 1; j < n; j++) r[j] += Math.cos(r[j - 1]!);
  return rows;
}
show('one row', oneRow(4));

function otherName(n: number): number[] {
  const x = new Float64Array(n);
  const view = new Float64Array(x.buffer, 8);
  for (let i = 0; i + 1 < n; i++) {
    for (let j = 0; j < 9; j++) x[i + 1] += Math.sin(view[i]! + j + i);
  }
  return [...x];
}
show('other name', otherName(6));

function failing(n: number): unknown[] {
  const a = grid(n, n, (i, j) => i + j) as (number[] | undefined)[];
  a[3] = undefined;
  const c = grid(n, n, () => 0);
  try {
    for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) c[i]![j]! += Math.sin(a[k]![j]!);
  } catch (error) {
    return [c, (error as Error).name];
  }
  return [c];
}
show('failing', failing(6));

function rounds(n: number): number[] {
  const x = new Float64Array(n).fill(0.5);
  for (let t = 0; t < 4; t++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < 6; j++) x[i] = Math.sin(x[i]! + j + t);
      x[i] *= 2;
    }
  }
  return [...x];
}
show('rounds', rounds(5));

function movedCounter(n: number): number[] {
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let at = i;
    for (let j = 0; j < 6; j++) {
      x[at] += Math.sin(j);
      if (j === 3) at = (at + 1) % n;
      x[at] += Math.cos(j);
    }
  }
  return [...x];
}
show('moved counter', movedCounter(5));

function behindTheEnd(n: number): unknown[] {
  const typed = new Float64Array(n);
  const seen: (number | undefined)[] = [];
  const copy = new Array<number>(n + 2).fill(0);
  for (let i = 0; i < n + 2; i++) {
    for (let j = 0; j < 6; j++) {
      typed[i] = Math.sin(j) + (typed[i] ?? 5);
      copy[i] = Math.cos(typed[i] ?? 7);
    }
    seen.push(typed[i]);
  }
  return [[...typed], seen.map(String), copy];
}
show('behind the end', behindTheEnd(3));

function lengths(n: number): number[] {
  const list: number[] = [];
  for (let i = 0; i < n; i++) {
    list[i] = Math.sin(i);
    for (let j = 0; j < 4; j++) list[i] += Math.sqrt(list.length);
  }
  return list;
}
show('lengths', lengths(4));

function scratches(n: number): unknown[] {
  const used = new Array<number>(4).fill(9);
  const unused = new Float32Array(5);
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    used.fill(i);
    for (let k = 0; k < 4; k++) used[k] += Math.sin(used[3 - k] + i);
    for (let k = 0; k < 5; k++) unused[k] = Math.cos(i * k);
    unused.sort();
    for (let k = 1; k < 5; k++) unused[k] += unused[k - 1] / 3;
    out.push(used[2] + unused[4] + Math.sqrt(i));
  }
  const outer = new Float64Array(3);
  const rows: number[][] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < 3; j++) {
      for (let k = 0; k < outer.length; k++) outer[k] = Math.sin(i + j * k);
      outer.reverse();
      rows.push([outer[0] + outer[j] * Math.sqrt(j)]);
    }
  }
  return [[...used], out, rows, outer.join()];
}
show('scratches', scratches(6));

function failingScratch(n: number): unknown[] {
  const scratch = new Float64Array(4);
  const out: number[] = [];
  try {
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < 4; k++) scratch[k] = Math.sin(i + k);
      if (i === 3) JSON.parse('{');
      out.push(scratch[i % 4] + Math.sqrt(i));
    }
  } catch (error) {
    out.push((error as Error).message.length);
  }
  return out;
}
show('failingScratch', failingScratch(6));

function eliminated(n: number): number[][] {
  const a = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? n : Math.sin(i * j + 1))));
  for (let k = 0; k < n - 1; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = Math.atan2(a[i][k], a[k][k]) + Math.sqrt(Math.abs(a[k][i]));
      a[i][k] = factor;
      for (let j = k + 1; j < n; j++) a[i][j] -= Math.tanh(factor * a[k][j]) + Math.sqrt(Math.abs(a[i][k]));
    }
  }
  return a;
}
show('eliminated', eliminated(7));

function ownRowToo(n: number): number[][] {
  const a = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Math.sin(i * j + 1)));
  for (let k = 0; k < n - 1; k++) {
    for (let i = k; i < n; i++) {
      a[i][k] = Math.sqrt(i + k);
      for (let j = 0; j < n; j++) a[i][j] -= Math.tanh(a[k][j] + a[i][k]);
    }
  }
  return a;
}
show('ownRowToo', ownRowToo(7));
