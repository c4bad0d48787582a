// Results whose shape a copy could change.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function bare(x: number): object {
  const o = Object.create(null) as Record<string, unknown>;
  o.h = mix(x);
  return o;
}
function frozen(x: number): { h: number } {
  return Object.freeze({ h: mix(x) });
}
function sparse(x: number): (number | undefined)[] {
  const a: (number | undefined)[] = [];
  a[2] = mix(x);
  a[4] = undefined;
  return a;
}
function extra(x: number): number[] {
  return Object.assign([mix(x)], { tag: 'tag' });
}
function hidden(x: number): object {
  return Object.defineProperty({ h: mix(x) }, 'secret', { value: 1, enumerable: false });
}
function boxed(x: number): object {
  return Object(mix(x)) as object;
}
function view(x: number): Uint8Array {
  const b = new Uint8Array(16);
  b[5] = mix(x);
  return b.subarray(4, 8);
}
function dated(x: number): Date {
  return new Date(mix(x) > 0 ? NaN : 5);
}
function cyclic(x: number): { h: number; self?: unknown } {
  const o: { h: number; self?: unknown } = { h: mix(x) };
  o.self = o;
  return o;
}
function own(x: number): object {
  return JSON.parse(`{"__proto__": ${mix(x)}, "b": 1}`) as object;
}
function deep(x: number): unknown {
  let o: unknown = mix(x);
  for (let k = 0; k < 20000; k++) o = { o };
  return o;
}
for (const x of [1, 2]) {
  const r = bare(x);
  console.log(Object.getPrototypeOf(r) === null, r);
}
for (const x of [1, 2]) {
  const r = frozen(x);
  console.log(Object.isFrozen(r), r.h);
}
for (const x of [1, 2]) {
  const r = sparse(x);
  console.log(0 in r, 4 in r, r.length, r);
}
for (const x of [1, 2]) {
  const r = extra(x);
  console.log(Object.keys(r).join());
}
for (const x of [1, 2]) {
  const r = hidden(x);
  console.log((r as { secret?: number }).secret);
}
for (const x of [1, 2]) {
  const r = boxed(x);
  console.log(typeof r, r instanceof Number);
}
for (const x of [1, 2]) {
  const r = view(x);
  console.log(r.byteOffset, r.buffer.byteLength, r.join());
}
for (const x of [1, 2]) {
  const r = dated(x);
  console.log(String(r.getTime()));
}
for (const x of [1, 2]) {
  const r = cyclic(x);
  console.log(r.self === r);
}
for (const x of [1, 2]) {
  const r = own(x);
  console.log(Object.keys(r).join(), Object.hasOwn(r, '__proto__'));
}
for (const x of [1, 2]) {
  let r = deep(x) as { o: unknown } | number;
  let n = 0;
  while (typeof r === 'object') {
    r = r.o as { o: unknown } | number;
    n++;
  }
  console.log(n, r);
}
