const { slowHash } = require('./lib/hash.cjs');

let now = 1000;
Date.now = () => (now += 5);
const names = Array.from({ length: 20 }, (_, i) => 'event' + i);
// @loop
const stamped = names.map((name) => slowHash(name + Date.now()) % 1000);
console.log(stamped.join(' '), now);
