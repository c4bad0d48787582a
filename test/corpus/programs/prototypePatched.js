import { slowHash } from './lib/hash.js';

let calls = 0;
String.prototype.stamp = function () {
  calls += 1;
  return slowHash(this + calls);
};

const names = Array.from({ length: 25 }, (_, i) => 'n' + i);
// @loop
const stamps = names.map((name) => name.stamp());
console.log(stamps.join(' '), calls);
