const SCALE = Number(process.env.SCALE || 1);

function walk(seed) {
  let state = seed;
  let [x, far] = [0, 0];
  for (let step = 0; step < 300 * SCALE; step++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    x += state & 0x10000 ? 1 : -1;
    far = Math.max(far, Math.abs(x));
  }
  return far;
}

let seed = 42;
const reached = [];
// @loop
for (let run = 0; run < 50; run++) {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  reached.push(walk(seed));
}
console.log(reached.join(' '), seed);
