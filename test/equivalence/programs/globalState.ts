// State on globalThis, read by a helper.
declare global {
  var scaleFactor: number;
}
globalThis.scaleFactor = 3;
(globalThis as unknown as { other: number }).other = 5;
function heavy(x: number): number {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k * (globalThis.scaleFactor ?? 1)) | 0;
  return a;
}
function heavier(x: number): number {
  let a = x;
  const { other = 1 } = globalThis as unknown as { other?: number };
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k * other) | 0;
  return a;
}
for (const x of [1, 2]) console.log(heavy(x));
for (const x of [1, 2]) console.log(heavier(x));
for (const x of [1, 2]) {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k * scaleFactor) | 0;
  console.log(a);
}
