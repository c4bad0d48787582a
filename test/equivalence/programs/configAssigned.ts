// A module's settings are changed through Object.assign before the loop, and read by a helper.
const CONFIG = { factor: 1, list: [1] };
const TABLE = new Uint8Array(16);
function fillTable(table: Uint8Array): void {
  for (let i = 0; i < table.length; i++) table[i] = (i * 7) & 15;
}
fillTable(TABLE);
Object.assign(CONFIG, { factor: 3 });
function heavy(x: number): number {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k * CONFIG.factor + TABLE[k & 15]!) | 0;
  return a;
}
for (const x of [1, 2, 3]) console.log(heavy(x));
