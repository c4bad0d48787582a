// Views of one memory under several names.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const memory = new Int32Array(12);
memory[0] = 3;
console.log(memory.join());
const low = memory.subarray(0, 8);
const high = memory.subarray(4, 12);
for (let i = 0; i < 8; i++) {
  const h = mix(low[i]!);
  high[i] = h;
}
console.log(memory.join());
const bytes = new Uint8Array(memory.buffer, 0, 8);
for (let i = 0; i < 8; i++) {
  const h = mix(bytes[7 - i]!);
  memory[i] = h;
}
console.log(memory.join());
const holder = { data: memory };
for (let i = 1; i < 8; i++) {
  const h = mix(memory[i - 1]!);
  holder.data[i] = h;
}
console.log(memory.join());
const nodeBuffer = Buffer.from(memory.buffer);
for (let i = 0; i < 8; i++) {
  const h = mix(memory[i]!);
  nodeBuffer.writeInt32LE(h, ((i + 1) % 8) * 4);
}
console.log(memory.join());
const sharedMemory = new Int32Array(new SharedArrayBuffer(16));
sharedMemory[0] = 2;
const other = new Int32Array(sharedMemory.buffer);
for (let i = 1; i < 4; i++) {
  const h = mix(other[i - 1]!);
  sharedMemory[i] = h;
}
console.log(sharedMemory.join());
