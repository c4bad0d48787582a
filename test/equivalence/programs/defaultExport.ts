// The helper is the default export; another is exported in a list.
export default function heavy(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function second(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 33) + k) | 0;
  return a;
}
export { second, second as zweite };
for (const x of [1, 2]) console.log(heavy(x));
for (const x of [1, 2]) console.log(second(x));
