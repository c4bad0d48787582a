// What a loop makes of objects that cannot be copied, before and after they change.
import { createHash } from 'node:crypto';

function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
for (const x of [1, 2, 3]) {
  const buffer = Buffer.alloc(4, mix(x));
  const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, 4);
  console.log(buffer.toString('hex'), bytes[0]);
  buffer[0] = mix(x + 1);
  console.log(buffer.toString('hex'), bytes[0], bytes);
}
for (const x of [1, 2, 3]) {
  const hash = createHash('sha256').update(String(mix(x)));
  const first = hash.copy();
  console.log(first.digest('hex'));
  hash.update('more');
  console.log(hash.digest('hex'));
  if (x === 2) hash.update('too late');
}
