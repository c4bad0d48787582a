import { work } from './lib/work.js';

function transform(source: Int32Array, target: Int32Array): void {
  // @loop
  for (let i = 0; i < source.length; i++) {
    target[i] = work(source[i]!);
  }
}

const all = Int32Array.from({ length: 41 }, (_, i) => i);
transform(all.subarray(0, 40), all.subarray(1, 41));
console.log(all.join(' '));
