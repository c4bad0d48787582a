const { slowHash } = require('./lib/hash.cjs');

const stats = { sum: 0, log: [] };
// @loop
['a', 'b', 'c', 'd', 'e', 'f'].forEach(function (name) {
  const h = slowHash(name.repeat(25)) % 1000;
  this.sum += h;
  this.log.push(this.sum);
}, stats);
console.log(stats.sum, stats.log.join(' '));
