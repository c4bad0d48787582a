import { work } from './lib/work.js';

const boards = Array.from({ length: 30 }, (_, b) => Array.from({ length: 9 }, (_, k) => (b * 5 + k * 7) % 41));
const accepted: string[] = [];
let budget = 9000;
// @loop
scan: for (const board of boards) {
  const rating = work(board[0]) + work(board[4]) + work(board[8]);
  for (const cell of board) {
    if (cell === 40) continue scan;
    if (budget - rating < 0) break scan;
  }
  budget -= rating;
  accepted.push(`${board[0]}:${rating}`);
}
console.log(accepted.join(' '), budget);
