// A property on a helper function.
function heavy(x: number): number {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k * (heavy.factor ?? 1)) | 0;
  return a;
}
heavy.factor = 3;
for (const x of [1, 2]) console.log(heavy(x));
const light = (x: number): number => {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k * (light.factor ?? 1)) | 0;
  return a;
};
light.factor = 4;
for (const x of [1, 2]) console.log(light(x));
