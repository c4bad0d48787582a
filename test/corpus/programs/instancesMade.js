import { slowHash } from './lib/hash.js';

class Entry {
  constructor(name, hash) {
    this.name = name;
    this.hash = hash;
  }
  get short() {
    return this.hash.toString(16);
  }
}

const names = Array.from({ length: 25 }, (_, i) => 'entry' + i);
// @loop
const entries = names.map((name) => new Entry(name, slowHash(name)));
console.log(entries.every((e) => e instanceof Entry), entries.map((e) => e.short).join(' '));
