// Everything that can be walked.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
for (const ch of 'a𝒳b') console.log(ch, mix(ch.codePointAt(0)!));
const map = new Map([['a', 1], ['b', 2]]);
for (const [k, v] of map) console.log(k, mix(v));
for (const v of map.values()) console.log(mix(v));
for (const [k, v] of map.entries()) console.log(k, mix(v));
for (const v of new Set([3, 1, 3])) console.log(mix(v));
for (const v of new Uint8Array([1, 300])) console.log(mix(v));
for (const [i, v] of [5, 6].entries()) console.log(i, mix(v));
for (const i of [5, 6].keys()) console.log(mix(i));
for (const [k, v] of Object.entries({ a: 1, b: 2 })) console.log(k, mix(v));
for (const x of new Set(map.values())) console.log(mix(x));
for (const x of [...map.keys()]) console.log(x, mix(x.length));
const set = new Set([1, 2, 3, 4]);
for (const v of set) {
  console.log(mix(v));
  set.delete(v + 1);
}
const queue = [3];
for (const v of queue) {
  const h = mix(v);
  if (v > 0) queue.push(v - 1);
  console.log(h);
}
const self = [1, 2, 3];
self.forEach((v) => {
  const h = mix(v);
  if (self.length < 5) self.push(h & 3);
  console.log(h);
});
const cut = [1, 2, 3, 4];
for (const v of cut) {
  console.log(mix(v));
  cut.length = 2;
}
let list = [1, 2, 3];
for (const v of list) {
  console.log(mix(v));
  list = [];
}
console.log(list.length);
const holder = { list: [1, 2] };
for (const v of holder.list) {
  console.log(mix(v));
  holder.list = [9];
}
let n = 3;
for (let i = 0; i < n; i++) {
  console.log(mix(i));
  if (i === 1) n = 2;
}
const pair = [[1, 2], [3, 4]] as const;
for (const [a, b] of pair) console.log(mix(a), mix(b));
for (const [a, ...rest] of [[1, 2, 3]]) console.log(mix(a!), rest.length);
