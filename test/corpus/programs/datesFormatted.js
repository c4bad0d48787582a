const SCALE = Number(process.env.SCALE ?? '1');
function weekdays(day) {
  let text = '';
  for (let k = 0; k < 10 * SCALE; k++) {
    const date = new Date(Date.UTC(2024, 0, day + k));
    text = `${date.toISOString().slice(0, 10)} ${date.getUTCDay()}`;
  }
  return text;
}
const days = Array.from({ length: 30 }, (_, i) => i * 11);
// @loop
const texts = days.map((day) => weekdays(day));
console.log(texts.join('\n'));
