import { seeded } from './lib/random.js';

const SCALE = Number(process.env.SCALE ?? '1');
const random = seeded(99);

function epidemic(start: number, days: number): number {
  let [sick, well] = [start, 500];
  for (let day = 0; day < days; day++) {
    let caught = 0;
    for (let k = 0; k < sick && k < 200; k++) if (random() < (0.3 * well) / 503) caught++;
    sick += caught - Math.round(sick * 0.1);
    well -= caught;
  }
  return well;
}

const starts = Array.from({ length: 24 }, (_, k) => 1 + (k % 5));
// @loop
const outcomes = starts.map((start) => epidemic(start, 25 * SCALE));
console.log(outcomes.join(' '));
