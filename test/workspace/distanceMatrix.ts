// Distances between all pairs of time series, by dynamic time warping: how far apart two curves are when either may run faster or slower.

import { seededRandom } from './lib/random.js';

/** Dynamic time warping: the cheapest way to walk both series from start to end together. */
function warpingDistance(a: number[], b: number[]): number {
  let previous = new Array<number>(b.length + 1).fill(Infinity);
  previous[0] = 0;
  for (const x of a) {
    const current = [Infinity];
    for (let j = 1; j <= b.length; j++) {
      current.push(Math.abs(x - b[j - 1]) + Math.min(previous[j], current[j - 1], previous[j - 1]));
    }
    previous = current;
  }
  return previous[b.length];
}

function randomWalk(length: number, seed: number): number[] {
  const random = seededRandom(seed);
  const walk = [0];
  for (let i = 1; i < length; i++) {
    walk.push(walk[i - 1] + random() - 0.5);
  }
  return walk;
}

function distanceMatrix(series: number[][]): number[][] {
  const d: number[][] = series.map(() => new Array<number>(series.length).fill(0));
  for (let i = 0; i < series.length; i++) {
    for (let j = i + 1; j < series.length; j++) {
      d[i][j] = d[j][i] = warpingDistance(series[i], series[j]);
    }
  }
  return d;
}

const series: number[][] = [];
for (let seed = 0; seed < 180; seed++) {
  series.push(randomWalk(100 + (seed % 40), seed));
}
const distances = distanceMatrix(series);

let nearest = { i: 0, j: 1 };
for (let i = 0; i < series.length; i++) {
  for (let j = i + 1; j < series.length; j++) {
    if (distances[i][j] < distances[nearest.i][nearest.j]) nearest = { i, j };
  }
}
const { i, j } = nearest;
console.log(`${series.length} series, ${(series.length * (series.length - 1)) / 2} pairs`);
console.log(`nearest: ${i} and ${j}, distance ${distances[i][j].toFixed(6)}`);
