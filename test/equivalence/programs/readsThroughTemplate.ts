// A template literal prints an array that the loop grows.
function hash(text: string): number {
  let h = 7;
  for (let k = 0; k < text.length; k++) h = (Math.imul(h, 31) + text.charCodeAt(k)) | 0;
  return h;
}
const path: number[] = [];
for (const x of [1, 2, 3]) {
  path.push(hash(`${path}/${x}`));
}
console.log(path.join());
const other: number[] = [];
for (const x of [1, 2, 3]) {
  const h = hash(other + ':' + x);
  other.push(h);
}
console.log(other.join());
