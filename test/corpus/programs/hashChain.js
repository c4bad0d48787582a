import { createHash } from 'node:crypto';

const SCALE = Number(process.env.SCALE ?? '1');
const entries = Array.from({ length: 40 }, (_, i) => `entry ${i}: ${'x'.repeat(100 * SCALE)}`);
let previous = '';
const chain = [];
// @loop
for (const entry of entries) {
  previous = createHash('sha256').update(previous).update(entry).digest('hex');
  chain.push(previous.slice(0, 8));
}
console.log(chain.join(' '));
