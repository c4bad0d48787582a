import { work } from './lib/work.js';

class Machine {
  #stack = [7];
  step(op: number): void {
    const top = this.#stack.pop() ?? 0;
    this.#stack.push(work(top + op));
  }
  get top(): number {
    return this.#stack.at(-1) ?? 0;
  }
}

const machine = new Machine();
// @loop
for (let op = 0; op < 40; op++) machine.step(op);
console.log(machine.top);
