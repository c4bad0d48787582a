const SCALE = Number(process.env.SCALE || 1);
const sample = Array.from({ length: 60 }, (_, k) => ((k * 7919) % 1000) / 10);

function replicate(b) {
  let s = (b + 1) * 2654435761;
  const drawn = [];
  for (let k = 0; k < sample.length * SCALE; k++) {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    drawn.push(sample[s % sample.length]);
  }
  drawn.sort((a, b) => a - b);
  return drawn[drawn.length >> 1];
}

const medians = [];
// @loop
for (let b = 0; b < 50; b++) medians.push(replicate(b));
medians.sort((a, b) => a - b);
console.log(medians[2], medians[25], medians[47]);
