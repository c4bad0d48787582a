const SCALE = Number(process.env.SCALE ?? '1');
const follows = { the: ['cat', 'dog', 'house'], cat: ['sat', 'ran'], dog: ['ran', 'sat'], house: ['the'], sat: ['the'], ran: ['the'] };

function choose(list, salt) {
  let h = salt;
  for (let k = 0; k < 100 * SCALE; k++) h = (Math.imul(h, 1103515245) + 12345) >>> 0;
  return list[h % list.length];
}

let word = 'the';
const text = [];
// @loop
for (let i = 0; i < 60; i++) {
  word = choose(follows[word], i + word.length);
  text.push(word);
}
console.log(text.join(' '));
