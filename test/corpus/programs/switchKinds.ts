import { work } from './lib/work.js';

type Shape = { kind: 'circle'; r: number } | { kind: 'square' | 'cube'; a: number };

function measure(shape: Shape): number {
  let value = 0;
  switch (shape.kind) {
    case 'circle':
      return work(shape.r);
    case 'cube':
      value += work(shape.a) * 10;
    case 'square':
      value += work(shape.a + 1);
  }
  return value;
}

const shapes = Array.from({ length: 30 }, (_, i): Shape => (i % 3 === 0 ? { kind: 'circle', r: i } : { kind: i % 3 === 1 ? 'cube' : 'square', a: i }));
// @loop
const sizes = shapes.map(measure);
console.log(sizes.join(' '));
