import { EventEmitter } from 'node:events';
import { slowHash } from './lib/hash.js';

const events = new EventEmitter();
let seen = 0;
events.on('item', (name, hash) => console.log(++seen, name, hash));

// @loop
for (const name of ['one', 'two', 'three', 'four', 'five']) {
  const hash = slowHash(name.repeat(30));
  events.emit('item', name, hash);
}
console.log(events.listenerCount('item'), seen);
