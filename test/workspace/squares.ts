// The "hello world": squares of many numbers, with a square that takes its time.

/** n² is the sum of the first n odd numbers. */
function slowSquare(n: number): number {
  let sum = 0;
  for (let odd = 1; odd < 2 * n; odd += 2) {
    sum += odd;
  }
  return sum;
}

const numbers = Array.from({ length: 600 }, (_, i) => 4_000_000 + i * 1_000);
const squares = numbers.map((n) => slowSquare(n));

console.log(`${squares.length} squares`);
console.log(`first ${squares[0]}, last ${squares[squares.length - 1]}`);
