const SCALE = Number(process.env.SCALE ?? '1');
let state = 12345;
function draw() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state;
}

function trial(seed) {
  let inside = 0;
  for (let k = 0; k < 500 * SCALE; k++) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const x = (seed >>> 8) / 0xffffff;
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const y = (seed >>> 8) / 0xffffff;
    if (x * x + y * y < 1) inside++;
  }
  return inside;
}

const counts = [];
// @loop
for (let t = 0; t < 20; t++) {
  const seed = draw();
  counts.push(trial(seed));
}
console.log(counts.join(' '), state);
