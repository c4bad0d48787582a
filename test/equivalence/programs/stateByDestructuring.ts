// Module state assigned in patterns and heads.
let factor = 1;
let offset = 1;
const weights = { a: 1, b: 2 };
({ factor } = { factor: 5 });
for (offset of [1, 2, 9]);
[weights.a, weights.b] = [weights.b, weights.a];
delete (weights as { b?: number }).b;
function heavy(x: number): number {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k * factor + offset + weights.a + (weights.b ?? 100)) | 0;
  return a;
}
for (const x of [1, 2, 3]) console.log(heavy(x));
