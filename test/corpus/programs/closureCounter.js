import { slowHash } from './lib/hash.js';

function makeIds(prefix) {
  let next = 1;
  return () => prefix + next++;
}

const id = makeIds('n');
const nodes = [];
// @loop
['ash', 'birch', 'cedar', 'elm', 'fir', 'hazel'].forEach((name) => {
  const hash = slowHash(name.repeat(20));
  nodes.push({ id: id(), hash });
});
console.log(JSON.stringify(nodes));
