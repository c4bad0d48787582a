// Temporaries declared outside their loop: some are each iteration's own, some carry a value on, out, or round.
function heavy(n: number): number { let a = n | 0; for (let k = 0; k < 200; k++) a = (a * 31 + k) | 0; return a & 1023; }
const n = 5;
function own(): number[] {
  const out: number[] = [];
  let x: number;
  let j = 0;
  for (let i = 0; i < n; i++) { x = heavy(i); out.push(heavy(x)); }
  const rows = [[1, 2], [3, 4], [5]];
  for (const row of rows) for (j = 0; j < row.length; j++) row[j]! += heavy(row[j]!);
  let s: number;
  for (let i = 0; i < rows.length; i++) {
    s = 0;
    for (j = 0; j < 3; j++) s += heavy(j + i);
    out.push(heavy(s));
  }
  return [...out, ...rows.flat()];
}
function lastValue(): number {
  let x = 0;
  const out: number[] = [];
  for (let i = 0; i < n; i++) { x = heavy(i); out.push(heavy(x)); }
  return x + out.length;
}
function sometimes(): number[] {
  let x = 0;
  const out: number[] = [];
  for (let i = 0; i < n; i++) { if (i % 2) x = heavy(i); out.push(heavy(x)); }
  for (let i = 0; i < n; i++) { if (i % 2) { x = heavy(i); } else if (i === 2) continue; else x = 1; out.push(heavy(heavy(x))); }
  return out;
}
function inJumps(): number[] {
  let x = 0;
  const out: number[] = [];
  for (;;) {
    for (let i = 0; i < n; i++) { x = heavy(i); out.push(heavy(x)); }
    break;
  }
  return [...out, x];
}
function inTry(): number[] {
  let x = 0;
  const out: number[] = [];
  try {
    for (let i = 0; i < n; i++) { x = heavy(i); if (heavy(x) % 5 === 3) throw new Error('stop'); out.push(heavy(x)); }
  } catch { out.push(x); }
  return out;
}
function round(): number[] {
  let x = 0;
  const out: number[] = [];
  for (let k = 0; k < 2; k++) {
    out.push(x);
    for (let i = 0; i < n; i++) { x = heavy(i); out.push(heavy(x)); }
  }
  return out;
}
function closed(): number[] {
  let x = 0;
  const out: number[] = [];
  const show = (): void => void out.push(-x);
  for (let i = 0; i < n; i++) { x = heavy(i); out.push(heavy(x)); }
  show();
  return out;
}
function inSwitch(): number[] {
  let x = 7;
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    switch (i) { case 1: x = heavy(i); break; case 2: x = 3; }
    out.push(heavy(x));
  }
  for (let i = 0; i < n; i++) {
    try { if (i > 2) throw new Error(); x = heavy(i); } catch { x += 1; }
    out.push(heavy(x));
  }
  for (let i = 0; i < n; i++) { for (let k = 0; k < i; k++) x = heavy(k); out.push(heavy(x)); }
  for (let i = 0; i < n; i++) { const y = i > 2 && (x = heavy(i)) > 0; out.push(heavy(x + Number(y))); }
  return out;
}
let shared = 0;
const look = (): number => shared;
function ofModule(): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) { shared = heavy(i); out.push(heavy(shared)); }
  return [...out, look()];
}
function printed(): void {
  let x: number;
  for (let i = 0; i < n; i++) { x = heavy(i); console.log(x); console.log(heavy(x + 1)); }
}
for (const f of [own, lastValue, sometimes, inJumps, inTry, round, closed, inSwitch, ofModule]) console.log(f.name, String(f()));
printed();
export {};
