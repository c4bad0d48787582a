// Items and captures whose shape a copy could change.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
interface P { x: number }
class Q implements P {
  constructor(readonly n: number) {}
  get x(): number {
    return this.n * 2;
  }
}
const ps: P[] = [new Q(1), { x: 5 }, new Q(3)];
for (const p of ps) {
  const h = mix(p.x);
  console.log(h, p instanceof Q);
}
const proxied: P[] = [new Proxy({ x: 1 }, { get: () => 9 })];
for (const p of proxied) {
  const h = mix(p.x);
  console.log(h);
}
const frozen: readonly P[] = Object.freeze([Object.freeze({ x: 4 }), { x: 5 }]);
for (const p of frozen) {
  const h = mix(p.x) + Number(Object.isFrozen(p));
  console.log(h);
}
function keys(o: object): number {
  let n = 0;
  for (const k in o) n += mix(k.length);
  return n;
}
const inherited: object[] = [Object.create({ a: 1, bb: 2 }) as object, { c: 1 }];
for (const o of inherited) {
  const h = keys(o);
  console.log(h);
}
const shared: P = new Q(8);
for (const x of [1, 2]) {
  const h = mix(x + shared.x);
  console.log(h);
}
const hole = [1, , 3] as number[];
for (const x of hole) {
  const h = x === undefined ? -1 : mix(x);
  console.log(h);
}
const mapped = hole.map((x) => mix(x));
console.log(1 in mapped, mapped.length);
hole.forEach((x, i) => {
  const h = mix(x);
  console.log(i, h);
});
for (let i = 0; i < hole.length; i++) {
  const h = i in hole ? mix(hole[i]!) : 0;
  console.log(h);
}
const symbols = [{ x: 1, [Symbol.for('s')]: 5 }];
for (const o of symbols) {
  const h = mix(o.x) + o[Symbol.for('s') as unknown as 'x'];
  console.log(h);
}
const date = Object.assign(new Date(5), { zone: 'x' });
for (const x of [1, 2]) {
  const h = mix(x + date.getTime()) + date.zone;
  console.log(h);
}
const buf = Buffer.from('abc');
for (const x of [1, 2]) {
  const h = mix(x) + buf.toString('hex');
  console.log(h);
}
