/** Programs that several timing tests start from. */
import type { Program } from './timed.js';

export const busy = `function busy(x) { let v = 0; for (let k = 0; k < 20000; k++) v += Math.sin(x * k); return v; }`;
export const imports = `import { pool } from 'looppool';\nimport { task } from './main.tasks.js';\n`;

/** A tasks module whose task is the function with this text. */
export function tasks(text: string): string {
  return `import { task as define } from 'looppool';\n${busy}\nexport const task = define(import.meta.url, 'task', ${text});\n`;
}

/** One loop a run: the tests look at results, not at times. */
export const once = { outsideEffects: true };

export const mapped: Program = {
  file: 'main.js',
  text: `${busy}
const SCALE = 2;
export function main() {
  const xs = [1, 2, 3];
  const ys = /*[*/xs.map((x) => busy(x) * SCALE)/*]*/;
  console.log(ys.length);
}
main();
`,
  imports,
  parallel: `pool.mapSync(task, xs, { SCALE })`,
  tasks: tasks(`(x, { SCALE }) => busy(x) * SCALE`),
  facts: once,
};

/** A loop that collects into an array, with a total and a module-level variable. */
export const committed: Program = {
  file: 'main.js',
  text: `${busy}
let seen = 0;
function note() { seen++; }
export function main(xs) {
  const out = [];
  let total = 0.5;
  /*[*/for (const x of xs) {
    const y = busy(x);
    out.push(y);
    total += y;
    note();
    console.log('at', x);
  }/*]*/
  return [out, total, seen];
}
main([3, 1, 2]);
`,
  imports,
  parallel: `for (const [x, y] of pool.zipSync(task, xs)) {
    out.push(y);
    total += y;
    note();
    console.log('at', x);
  }`,
  tasks: tasks(`(x) => busy(x)`),
  facts: once,
};
