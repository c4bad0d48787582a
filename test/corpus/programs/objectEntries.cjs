const { slowHash } = require('./lib/hash.cjs');

const table = Object.fromEntries(Array.from({ length: 30 }, (_, i) => ['key' + i, i * i]));
// @loop
const lines = Object.entries(table).map(([key, value]) => `${key}=${slowHash(key + value)}`);
console.log(lines.join('\n'));
