import { slowHash } from './lib/hash.js';

const sessions = new Map();
for (let i = 0; i < 90; i++) {
  const user = 'u' + (i % 18);
  if (!sessions.has(user)) sessions.set(user, []);
  sessions.get(user).push(`/page/${(i * 7) % 13}`);
}
// @loop
const fingerprints = Array.from(sessions.values(), (pages) => pages.map((page) => slowHash(page) % 97).join('-'));
console.log(fingerprints.join('\n'));
