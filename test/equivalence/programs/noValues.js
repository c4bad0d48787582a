// What looks like an expression, and is no value: the parts of a tagged template, a spread, a place to write or to delete.
function mix(n) {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const log = [];
let calls = 0;
const tag = (parts, ...values) => parts.join('_') + values.join() + ++calls;
const tagger = {
  calls: 0,
  tag(parts, ...values) {
    return parts.raw.join('_') + values.join() + ++this.calls;
  },
};
for (const x of [1, 2, 3]) log.push(tag`x${mix(x)}y${mix(x + 1)}z`);
for (const x of [1, 2, 3]) log.push(tagger.tag`x\n${mix(x)}y`);
for (const x of [1, 2, 3]) log.push(String.raw`a\n${mix(x)}`);
for (const x of [1, 2, 3]) log.push(...[mix(x), mix(x + 1)], 'end');
for (const x of [1, 2, 3]) log.push(...new Set([mix(x), mix(x), mix(-x)]));
for (const x of [1, 2, 3]) log.push([0, ...Array.from({ length: x }, (_, k) => mix(x + k))].length);
for (const x of [1, 2, 3]) log.push(Math.max(...[mix(x), mix(x + 1)]));
console.log(log.join('|'));
const table = {};
for (let i = 0; i < 40; i++) table[i] = i;
for (const x of [1, 2, 3, 4]) delete table[Math.abs(mix(x)) % 40];
console.log(Object.keys(table).join());
const counts = new Array(90).fill(0);
for (let i = 0; i < 5; i++) counts[i + i + i + i + i + i + i + i + i + i] = mix(i);
for (let i = 0; i < 5; i++) counts[i + i + i + i + i + i + i + i + i + i] += mix(i);
for (let i = 0; i < 5; i++) counts[i + i + i + i + i + i + i + i + i + 1]++;
for (let i = 0; i < 5; i++) [counts[i + i + i + i + i + i + i + i + i + 2], counts[89]] = [mix(i), i];
console.log(counts.join());
const k = 3;
for (let i = 0; i < 3; i++) console.log(mix(i) + eval('k + i'));
