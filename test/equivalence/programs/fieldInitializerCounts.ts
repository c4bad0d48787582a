// A field initializer takes the next number.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
let nextId = 0;
class Ticket {
  id = nextId++;
  constructor(readonly x: number) {}
  value(): number {
    return mix(this.x + this.id);
  }
}
for (const x of [1, 1, 1]) {
  const v = new Ticket(x).value();
  console.log(v);
}
console.log(nextId);
for (const x of [1, 1, 1]) {
  const v = mix(new Ticket(x).id);
  console.log(v);
}
