const { slowHash } = require('./lib/hash.cjs');

const users = Array.from({ length: 60 }, (_, i) => ({ name: 'user' + i, admin: false }));
// @loop
const found = users.find((user) => slowHash(user.name) % 13 === 5);
found.admin = true;
console.log(found.name, users.filter((u) => u.admin).length);
