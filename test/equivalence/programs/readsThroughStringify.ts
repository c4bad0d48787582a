// JSON.stringify of a new object that holds an array the loop grows.
function hash(text: string): number {
  let h = 7;
  for (let k = 0; k < text.length; k++) h = (Math.imul(h, 31) + text.charCodeAt(k)) | 0;
  return h;
}
const chain: number[] = [];
for (const x of ['a', 'b', 'c']) {
  const h = hash(JSON.stringify({ x, chain }));
  chain.push(h);
}
console.log(chain);
const chain2: number[] = [];
for (const x of ['a', 'b', 'c']) {
  const record = { x, chain2 };
  chain2.push(hash(JSON.stringify(record)));
}
console.log(chain2);
