import { work } from './lib/work.js';

class Ledger {
  static total = 0;
  static entries = 0;
}

// @loop
for (let day = 0; day < 80; day++) {
  const turnover = work(day * 3) - work(day);
  Ledger.total += turnover;
  if (turnover > 0) Ledger.entries += 1;
}
console.log(Ledger.total, Ledger.entries);
