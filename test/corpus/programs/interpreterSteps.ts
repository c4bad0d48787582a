const SCALE = Number(process.env.SCALE ?? '1');

interface Machine {
  pc: number;
  acc: number;
  memory: number[];
}

const handlers: Record<string, (m: Machine, arg: number) => void> = {
  add: (m, arg) => void (m.acc = (m.acc + m.memory[arg]) % 1009),
  mul: (m, arg) => void (m.acc = (m.acc * (arg + 2)) % 1009),
  put: (m, arg) => void (m.memory[arg] = m.acc),
  jump: (m, arg) => void (m.pc = m.acc % 2 === 0 ? arg : m.pc),
};
const program: [keyof typeof handlers, number][] = [['add', 0], ['mul', 5], ['put', 1], ['jump', 0], ['add', 1], ['put', 0], ['mul', 1]];
const machine: Machine = { pc: 0, acc: 1, memory: [3, 4] };
// @loop
for (let step = 0; step < 20000 * SCALE; step++) {
  const [name, arg] = program[machine.pc % program.length];
  machine.pc++;
  handlers[name](machine, arg);
}
console.log(machine.acc, machine.pc, machine.memory.join(' '));
