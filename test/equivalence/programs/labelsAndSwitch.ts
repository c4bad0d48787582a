// Labels, switch and do…while around computed parts.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
rows: for (const row of [[1, 2, 3], [4, -1, 5], [6]]) {
  for (const v of row) {
    if (v < 0) continue rows;
    if (v === 6) break rows;
    const h = mix(v);
    console.log(v, h);
  }
  console.log('row', mix(row.length));
}
for (const x of [1, 2, 3, 4]) {
  switch (x) {
    case 1:
      console.log('one', mix(x));
      break;
    case 2:
      continue;
    case 3:
      console.log('three');
    // falls through
    default:
      console.log('rest', mix(x));
  }
  console.log('after', mix(x + 1));
}
for (const x of [1, 2]) {
  let k = 0;
  do {
    console.log(k, mix(x + k));
    k++;
  } while (k < 2);
}
for (const x of [1, 2]) {
  block: {
    if (x === 2) break block;
    console.log(mix(x));
  }
  console.log('end', x);
}
function find(xs: number[]): number | undefined {
  for (const x of xs) {
    if (x % 2) continue;
    const h = mix(x);
    if (h < 0) return x;
    console.log(x, h);
  }
  return undefined;
}
console.log(find([1, 2, 3, 4, 6, 8]));
function findRow(rows: number[][]): string {
  for (let i = 0; i < rows.length; i++) {
    for (const v of rows[i]!) {
      if (mix(v) % 3 === 0) return `${i}:${v}`;
    }
  }
  return 'none';
}
console.log(findRow([[1, 2], [3, 4], [5, 6]]));
