// What is thrown: subclasses, causes, plain values, a shared object.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
class AppError extends Error {
  override name = 'AppError';
  constructor(message: string, readonly code: number, options?: ErrorOptions) {
    super(message, options);
  }
}
const shared = { reason: 'shared' };
function heavy(x: number): number {
  const h = mix(x);
  if (x === 3) throw new AppError('bad ' + x, 42, { cause: new RangeError('inner') });
  if (x === 4) throw 'text';
  if (x === 5) throw shared;
  if (x === 6) throw undefined;
  if (x === 7) throw Object.assign(new TypeError('assigned'), { extra: [1, 2] });
  return h;
}
for (const bad of [3, 4, 5, 6, 7]) {
  const done: number[] = [];
  try {
    for (const x of [1, 2, bad, 1]) {
      const h = heavy(x);
      done.push(x);
      console.log(h);
    }
  } catch (e) {
    console.log(done.join(), e instanceof AppError, e === shared, typeof e, e instanceof TypeError);
    if (e instanceof AppError) console.log(e.name, e.message, e.code, String(e.cause));
    if (e instanceof TypeError) console.log((e as TypeError & { extra?: number[] }).extra);
  }
}
const rows: number[][] = [];
try {
  for (let i = 0; i < 4; i++) {
    const row: number[] = [];
    rows.push(row);
    for (let j = 0; j < 3; j++) row[j] = heavy(i + j);
  }
} catch (e) {
  console.log(JSON.stringify(rows), e === shared);
}
try {
  [1, 2, 3].forEach((x) => {
    console.log('start', x);
    console.log(heavy(x));
  });
} catch (e) {
  console.log((e as Error).message);
}
const results = [1, 2, 3].map((x) => {
  try {
    return heavy(x);
  } catch {
    return -1;
  } finally {
    console.log('tried', x);
  }
});
console.log(results);
console.log([1, 4, 3].map((x) => heavy(x)));
