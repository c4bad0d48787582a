// The subscript is the length that the loop itself changes.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const out = [1];
for (let i = 0; i < 4; i++) {
  out[out.length] = mix(out[out.length - 1]!);
}
console.log(out.join());
const more = [1];
for (let i = 0; i < 4; i++) {
  const h = mix(more.at(-1)!);
  more.push(h);
}
console.log(more.join());
const word = { text: 'a' };
for (const x of ['b', 'c', 'd']) {
  const h = mix(word.text.length);
  word.text += x + h;
}
console.log(word.text);
let text = '';
for (const x of ['b', 'c', 'd']) {
  const h = mix(text.length);
  text = `${text}${x}${h}`;
}
console.log(text);
