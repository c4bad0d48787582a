const SCALE = Number(process.env.SCALE ?? '1');
const numbers = Array.from({ length: 150 }, (_, i) => 1000 * SCALE + i);
// @loop
const primes = numbers.filter((n) => {
  for (let d = 2; d < n; d++) if (n % d === 0) return false;
  return n > 1;
});
console.log(primes.join(' '));
