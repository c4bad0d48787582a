const { slowHash } = require('./lib/hash.cjs');

function advance(state) {
  arguments[0].value = slowHash('v' + state.value);
  return state.value;
}

const state = { value: 1 };
const out = [];
// @loop
[1, 2, 3, 4, 5, 6, 7, 8].forEach(() => {
  out.push(advance(state) % 1000);
});
console.log(out.join(' '), state.value);
