import { seeded } from './lib/random.js';

const SCALE = Number(process.env.SCALE ?? '1');

function epidemic(seed: number, days: number): number {
  const random = seeded(seed);
  let [sick, well] = [3, 500];
  for (let day = 0; day < days; day++) {
    let caught = 0;
    for (let k = 0; k < sick && k < 200; k++) if (random() < (0.3 * well) / 503) caught++;
    sick += caught - Math.round(sick * 0.1);
    well -= caught;
  }
  return well;
}

const seeds = Array.from({ length: 24 }, (_, k) => k * 7919 + 1);
// @loop
const outcomes = seeds.map((seed) => epidemic(seed, 25 * SCALE));
console.log(outcomes.join(' '));
