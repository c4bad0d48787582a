import { slowHash } from './lib/hash.js';

const items = Array.from({ length: 30 }, (_, i) => ({
  name: 'i' + i,
  ...(i % 2 ? { size: { w: i } } : {}),
  ...(i % 3 ? { tags: ['t' + i] } : {}),
}));
// @loop
const out = items.map(({ name: id, size: { w = 5, h = w * 2 } = {}, tags: [first = 'none'] = [] }) => slowHash(`${id} ${w}x${h} ${first}`));
console.log(out.join(' '));
