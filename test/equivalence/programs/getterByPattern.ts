// A getter with an effect, read by a pattern, a subscript or a spread.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
let reads = 0;
const meter = {
  get value(): number {
    return ++reads;
  },
};
for (const x of [1, 2, 3]) {
  const { value } = meter;
  console.log(mix(x + value));
}
for (const x of [1, 2, 3]) console.log(mix(x + meter['value']));
for (const x of [1, 2, 3]) {
  const copy = { ...meter };
  console.log(mix(x + copy.value));
}
for (const x of [1, 2, 3]) console.log(mix(x + Object.values(meter)[0]!));
class Sensor {
  static get next(): number {
    return ++reads;
  }
  static get ['later'](): number {
    return ++reads;
  }
}
function readSensor(): number {
  const { next } = Sensor;
  return next;
}
for (const x of [1, 2, 3]) console.log(mix(x + readSensor()));
for (const x of [1, 2, 3]) console.log(mix(x + Sensor['later']));
console.log(reads);
