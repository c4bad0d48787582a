// Loops inside a `try` leave out items: both parts of the loop around them have to leave out the same ones.
function busy(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 500; k++) a = (Math.imul(a, 31) + k) | 0;
  return a >>> 20;
}

const seen = new Map<number, number>();
const out: number[] = [];
let total = 0;
for (const x of [5, 3, 6]) {
  try {
    total += x;
    for (let j = 0; j < 4; j++) {
      if (j % 3 === 0) continue;
      seen.set(busy(j), busy(x));
    }
    for (const word of ['a', 'b', 'c']) {
      if (busy(word.charCodeAt(0)) % 2 === 0) break;
      out.push(busy(x + word.length));
    }
    out.push(busy(x));
  } catch (error) {
    for (let j = 0; j < 4; j++) {
      if (j % 2 === 0) continue;
      console.log(busy(j), String(error));
    }
  }
}
console.log(total, [...seen].join(), out.join());
