import { slowHash } from './lib/hash.js';

const tickets = Array.from({ length: 50 }, (_, i) => ({ id: i, text: `ticket ${i * 31} about ${['login', 'billing', 'crash'][i % 3]}` }));
const queues = ['red', 'green', 'blue', 'grey'];
// @loop
const byQueue = tickets.reduce((groups, ticket) => {
  const queue = queues[slowHash(ticket.text) % queues.length];
  (groups[queue] ??= []).push(ticket.id);
  return groups;
}, {});
console.log(JSON.stringify(byQueue));
