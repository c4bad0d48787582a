const SCALE = Number(process.env.SCALE || 1);

function fib(n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

const ns = Array.from({ length: 12 }, (_, i) => 8 + i + Math.round(Math.log2(SCALE)));
// @loop
const fibs = ns.map(fib);
console.log(fibs.join(' '));
