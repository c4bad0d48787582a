import { work } from './lib/work.js';

class Circle {
  constructor(readonly radius: number) {}
  area(): number {
    return work(this.radius) * Math.PI;
  }
}

const circles = Array.from({ length: 25 }, (_, i) => new Circle(i));
const areas: number[] = [];
// @loop
for (const circle of circles) {
  areas.push(circle.area());
}
console.log(areas.map((a) => a.toFixed(4)).join(' '));
