import { work } from './lib/work.js';

const readings = Array.from({ length: 70 }, (_, i) => (i * 37) % 101);
let threshold = 500;
const alarms: number[] = [];
// @loop
readings.forEach((reading, i) => {
  try {
    if (work(reading + threshold) > threshold) throw new RangeError(`reading ${i}`);
    threshold -= 5;
  } catch (error) {
    alarms.push(Number((error as Error).message.split(' ')[1]));
    threshold += 40;
  }
});
console.log(alarms.join(' '), threshold);
