// The environment is changed before the loop; a constant was read from it.
process.env.SCALE = '7';
const SCALE = Number(process.env.SCALE ?? 1);
process.env.SCALE = '9';
function heavy(x: number): number {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k * SCALE) | 0;
  return a;
}
for (const x of [1, 2]) console.log(heavy(x));
process.env.TZ = 'Asia/Tokyo';
const day = new Date(0).getHours();
function hour(x: number): number {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + new Date(k * 3600000).getHours()) | 0;
  return a;
}
for (const x of [1, 2]) console.log(day, hour(x));
