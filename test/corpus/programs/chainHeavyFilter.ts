const SCALE = Number(process.env.SCALE ?? '1');

/** Miller-Rabin with small bases; slow on purpose. */
function probablyPrime(n: number): boolean {
  if (n < 4) return n > 1;
  for (let round = 0; round < 20 * SCALE; round++) {
    let [result, base, exponent] = [1, 2 + (round % (n - 3)), n - 1];
    while (exponent > 0) {
      if (exponent & 1) result = (result * base) % n;
      base = (base * base) % n;
      exponent >>= 1;
    }
    if (result !== 1) return false;
  }
  return true;
}

const total = Array.from({ length: 300 }, (_, i) => 2 * i + 1001)
  // @loop
  .filter((n) => n % 5 !== 0 && probablyPrime(n))
  .map((n) => `${n}`.split('').reverse().join(''))
  .map(Number)
  .reduce((sum, n) => sum + n, 0);
console.log(total);
