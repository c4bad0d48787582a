import { work } from './lib/work.js';

interface Account {
  id: number;
  balance: number;
}

const accounts = new Map<number, Account>([3, 5, 8].map((id) => [id, { id, balance: id * 10 }]));
const bookings = [3, 5, 3, 8, 3, 5].map((id) => accounts.get(id)!);
// @loop
for (const account of bookings) {
  account.balance = work(account.balance + 1);
}
console.log([...accounts.values()].map(({ id, balance }) => `${id}:${balance}`).join(' '));
