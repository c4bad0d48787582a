const SCALE = Number(process.env.SCALE ?? '1');
const rows = Array.from({ length: 30 }, (_, i) => Array.from({ length: 60 * SCALE }, (_, k) => (k * (i + 7) * 31) % 101));
// @loop
const medians = rows.map((row) => [...row].sort((a, b) => a - b)[30 * SCALE]!);
console.log(medians.join(' '), rows[3]!.slice(0, 5).join(' '));
