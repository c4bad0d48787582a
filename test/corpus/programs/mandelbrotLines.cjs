const SCALE = Number(process.env.SCALE || 1);
const limit = 40 * SCALE;
const picture = [];
// @loop
for (let row = 0; row < 24; row++) {
  let line = '';
  for (let col = 0; col < 60; col++) {
    const cx = (col - 42) / 22;
    const cy = (row - 12) / 10;
    let x = 0;
    let y = 0;
    let n = 0;
    while (n < limit && x * x + y * y < 4) {
      const next = x * x - y * y + cx;
      y = 2 * x * y + cy;
      x = next;
      n++;
    }
    line += n === limit ? '#' : ' .:-=+*'[n % 7];
  }
  picture.push(line);
}
console.log(picture.join('\n'));
