const { slowHash } = require('./lib/hash.cjs');

const names = Array.from({ length: 40 }, (_, i) => 'client-' + i * 3);
const shards = [[], [], []];
const index = [];
// @loop
for (const name of names) {
  const hash = slowHash(name);
  const shard = shards[hash % shards.length];
  index[index.length] = `${hash % shards.length}:${shard.length}`;
  shard[shard.length] = name;
}
console.log(index.join(' '));
console.log(shards.map((shard) => shard.join()).join('\n'));
