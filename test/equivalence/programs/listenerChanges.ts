// A listener changes what the loop reads.
import { EventEmitter } from 'node:events';
const emitter = new EventEmitter();
const table = [1, 2, 3];
emitter.on('tick', () => {
  table[0]!++;
  table.push(9);
});
function heavy(x: number, t: readonly number[]): number {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + t[k % t.length]!) | 0;
  return a;
}
for (const x of [1, 2, 3]) {
  emitter.emit('tick');
  const h = heavy(x, table);
  console.log(h);
}
