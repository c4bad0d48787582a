const SCALE = Number(process.env.SCALE ?? '1');

function looksPrime(n) {
  for (let round = 0; round < 20 * SCALE; round++) for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
}

function primeAfter(start) {
  // @loop
  for (let n = start; n < start + 500; n++) {
    if (looksPrime(n)) return n;
  }
  return -1;
}
console.log([1000, 1400, 31400].map((n) => primeAfter(n)).join(' '));
