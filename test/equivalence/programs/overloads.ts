// A helper with overloads.
function area(r: number): number;
function area(w: number, h: number): number;
function area(w: number, h?: number): number {
  let a = w;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + (h ?? w) + k) | 0;
  return a;
}
for (const x of [1, 2, 3]) console.log(area(x));
for (const x of [1, 2, 3]) console.log(area(x, 2));
