import { slowHash } from './lib/hash.js';

// @loop
for (const name of ['alpha', 'beta', 'gamma', 'delta']) {
  process.stdout.write(`${name} ${slowHash(name.repeat(30))}\n`);
}
