// Loops in async code: timers and promises change captured values between loops, not during one.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
let scale = 1;
const table = [1, 2, 3];
async function run(): Promise<void> {
  const timer = setInterval(() => {
    scale++;
    table[0] = scale;
  }, 1);
  for (const x of [1, 2, 3]) {
    const h = mix(x * scale + table[0]!);
    console.log(h);
  }
  await Promise.resolve();
  clearInterval(timer);
  scale = 5;
  for (const x of [1, 2, 3]) {
    const h = mix(x * scale);
    console.log(h);
    await null;
  }
  const ys = await Promise.all([1, 2].map(async (x) => mix(x)));
  console.log(ys);
  const zs = [1, 2].map((x) => mix(x * scale));
  console.log(zs);
  queueMicrotask(() => console.log('micro'));
  for (const x of [1, 2]) {
    console.log(mix(x));
    process.nextTick(() => console.log('tick', x));
  }
  await new Promise((r) => setTimeout(r, 5));
}
process.on('exit', () => console.log('exit', scale));
await run();
for (const x of [1, 2, 3]) {
  console.log(mix(x));
  if (x === 2) process.exit(3);
}
