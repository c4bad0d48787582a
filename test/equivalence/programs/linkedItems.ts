// Each item changes the next one through a reference.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
interface Node_ { x: number; next: Node_ | null }
const c: Node_ = { x: 3, next: null };
const b: Node_ = { x: 2, next: c };
const a: Node_ = { x: 1, next: b };
for (const node of [a, b, c]) {
  const h = mix(node.x);
  if (node.next) node.next.x = h;
  console.log(h);
}
const list = [a, b, c];
for (const node of list) {
  const h = mix(node.x);
  if (node.next) node.next.x = h;
}
console.log(list.map((n) => n.x).join());
