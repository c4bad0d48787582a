const SCALE = Number(process.env.SCALE ?? '1');

function move(price: number, day: number): number {
  let p = price;
  for (let k = 0; k < 50 * SCALE; k++) p *= 1 + Math.sin(day * 50 + k) / 1000;
  return p;
}

const days = Array.from({ length: 60 }, (_, d) => d);
// @loop
const last = days.reduce((price, day) => move(price, day), 100);
console.log(last.toFixed(9));
