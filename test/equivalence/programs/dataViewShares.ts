// A DataView on the buffer of a typed array.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function main(): void {
  const bytes = new Int32Array(6);
  bytes[0] = 9;
  const view = new DataView(bytes.buffer);
  for (let i = 1; i < 6; i++) {
    const h = mix(bytes[i - 1]!);
    view.setInt32(i * 4, h, true);
  }
  console.log(bytes.join());
  const buffer = new ArrayBuffer(24);
  const words = new Int32Array(buffer);
  const dv = new DataView(buffer);
  for (let i = 0; i < 6; i++) {
    const h = mix(dv.getInt32(Math.max(0, i - 1) * 4, true) + 1);
    words[i] = h;
  }
  console.log(words.join());
}
main();
