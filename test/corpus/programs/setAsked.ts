import { work } from './lib/work.js';

const given = new Set<number>();
const codes: number[] = [];
// @loop
for (let i = 0; i < 60; i++) codes.push(freeCode(i * 31));

function freeCode(start: number): number {
  let code = work(start) % 80;
  while (given.has(code)) code = work(code + start) % 80 === code ? (code + 1) % 80 : (code + 7) % 80;
  given.add(code);
  return code;
}
console.log(codes.join(' '));
