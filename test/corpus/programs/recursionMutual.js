const SCALE = Number(process.env.SCALE ?? '1');

const isEven = (n) => (n === 0 ? true : isOdd(n - 1));
const isOdd = (n) => (n === 0 ? false : isEven(n - 1));

const numbers = Array.from({ length: 30 }, (_, i) => 200 * Math.min(SCALE, 20) + i);
// @loop
const parity = numbers.map((n) => isEven(n));
console.log(parity.map(Number).join(''));
