const SCALE = Number(process.env.SCALE || 1);
const records = Array.from({ length: 30 }, (_, i) => ({ id: i, list: [i, { deep: i / 2 }], note: 'n'.repeat(i) }));
// @loop
const sizes = records.map((record) => {
  let copy = record;
  for (let k = 0; k < 10 * SCALE; k++) {
    copy = JSON.parse(JSON.stringify(copy));
    copy.list.push(k % 10);
    if (copy.list.length > 20) copy.list.shift();
  }
  return JSON.stringify(copy).length;
});
console.log(sizes.join(' '), records[2].list.length);
