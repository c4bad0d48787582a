const SCALE = Number(process.env.SCALE ?? '1');
const list = Array.from({ length: 60 * SCALE }, (_, k) => (k * 31) % 101);
const keys = Array.from({ length: 30 }, (_, i) => i + 2);
// @loop
const firsts = keys.map((key) => {
  list.sort((a, b) => (a % key) - (b % key));
  return list[0]! * 1000 + list[7]!;
});
console.log(firsts.join(' '));
