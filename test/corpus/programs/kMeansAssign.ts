import { seeded } from './lib/random.js';

const SCALE = Number(process.env.SCALE ?? '1');
const dimensions = Math.round(12 * SCALE);
const draw = seeded(5);
const points = Array.from({ length: 90 }, () => Array.from({ length: dimensions }, () => draw()));
const centres = points.slice(0, 6).map((p) => [...p]);

function nearest(point: readonly number[]): { best: number; distance: number } {
  let [best, distance] = [-1, Infinity];
  for (let c = 0; c < centres.length; c++) {
    let d = 0;
    for (let k = 0; k < dimensions; k++) d += (point[k] - centres[c][k]) ** 2;
    if (d < distance) [best, distance] = [c, d];
  }
  return { best, distance };
}

const counts = new Uint32Array(centres.length);
const assigned: number[] = [];
let inertia = 0;
// @loop
for (const point of points) {
  const { best, distance } = nearest(point);
  counts[best]++;
  inertia += distance;
  assigned.push(best);
}
console.log(counts.join(' '), inertia, assigned.join(''));
