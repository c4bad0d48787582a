/** Loops that use the state of other modules are timed with what the program had made of it, the same before each run. */
import { afterEach, expect, it } from 'vitest';
import { mapped, once } from './samples.js';
import { leftovers, prepare, removePrograms, type Program } from './timed.js';

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

/** The loop gives what the state is; the "pool" says what it should be. */
const stateful = (files: Program['files'], text: string, parallel: string): Program => ({
  ...mapped,
  imports: '',
  files: files!,
  text,
  parallel,
  facts: once,
});

it('restores variables and objects of modules that the loop comes to, through other imports too', async () => {
  const program = stateful(
    {
      'lib/settings.js': `let depth = 1;
const options = { mode: 'slow', list: [1], seen: new Map([['a', { n: 1 }]]) };
const first = options.seen.get('a');
export const setDepth = (n) => { depth = n; };
export { options as all };
export const told = () => [depth, options.mode, options.list.join(), first.n].join(' ');
export default new Float64Array(2);`,
      'lib/index.js': `export * from './settings.js';\nexport { default as weights } from './settings.js';`,
      'lib/old.cjs': `let count = 0;\nconst log = [];\nmodule.exports = { add(x) { count++; log.push(x); return count + log.join(); } };`,
    },
    `import { all, setDepth, told, weights } from './lib/index.js';
import old from './lib/old.cjs';
setDepth(7);
all.mode = 'fast';
all.list.push(2);
all.seen.get('a').n = 5;
weights[1] = 0.5;
old.add('before');
const ys = /*[*/[1, 2].map((x) => told() + weights[1] + old.add(x))/*]*/;
`,
    `[1, 2].map((x) => '7 fast 1,2 50.5' + (x + 1) + 'before,1' + (x === 2 ? ',2' : ''))`,
  );
  const report = await prepare(program).run({ runs: 2 });
  // The second version leaves the state alone, and that is told; what the loop gives is the same.
  expect(report.difference).toBe('["lib/old.cjs#count"] is 3 in the loop and 1 in the pool');
  expect(report.notRestored).toEqual([]);
});

it('sets it back before each run, and compares what the loop makes of it', async () => {
  const run = async (parallel: string): Promise<string | null> => {
    const text = `import { found } from './found.js';\n/*[*/for (const x of [1, 2]) found.push(x);/*]*/\nconsole.log(found);\n`;
    const files = { 'found.js': 'export const found = [0];\nfound.push(9);' };
    const report = await prepare(stateful(files, text, parallel)).run({ runs: 3 });
    return report.difference;
  };
  expect(await run('found.push(1); found.push(2);')).toBeNull();
  expect(await run('found.push(1); found.push(3);')).toBe('["found.js#found"][3] is 2 in the loop and 3 in the pool');
  expect(await run('found.push(1);')).toBe('["found.js#found"].length is 4 in the loop and 3 in the pool');
});

it('compares the first results only where what is not restored gives others each time', async () => {
  const files = {
    'state.js': `export class Rng { #n = 0; next() { return this.#n++; } }
export const rng = new Rng();
export const names = [];`,
  };
  const loop = 'names.push(rng.next());';
  const text = `import { names, rng } from './state.js';\nnames.push('first');\n/*[*/for (const x of [1, 2]) ${loop}/*]*/\nconsole.log(names);\n`;
  const run = (parallel: string) => prepare({ ...stateful(files, text, parallel), facts: {} }).run({ runs: 2 });
  // As many loops a run as fit: the two versions come to draw different numbers.
  expect((await run(`for (const x of [1, 2]) { ${loop} }`)).difference).toBeNull();
  expect((await run(`for (const x of [1, 2]) { if (x > 1) rng.next(); ${loop} }`)).difference).toBe(
    '["state.js#names"][2] is 1 in the loop and 2 in the pool (but the loop itself gives another result each time it runs)',
  );
});

it('names what cannot be restored, and leaves alone what the loop does not come to', async () => {
  const files = {
    'rng.js': `class Rng { #seed = 1; next() { return this.#seed++; } }
export const rng = new Rng();
let hook;
export const setHook = (f) => { hook = f; };
export const unused = new Rng();
const table = [1, 2];
export const draw = () => (hook?.() ?? 0) + rng.next() + table[0];`,
    'other.js': `export const server = new (class Server {})();`,
  };
  const text = `import { draw, setHook, unused } from './rng.js';
import { server } from './other.js';
setHook(() => 0);
console.log(unused, server);
const ys = /*[*/[1, 2].map(() => draw())/*]*/;
`;
  const report = await prepare(stateful(files, text, '[1, 2].map(() => draw())')).run({ runs: 2 });
  expect(report.notRestored).toEqual([
    { file: 'rng.js', name: 'hook', reason: 'hook is a function' },
    { file: 'rng.js', name: 'rng', reason: 'rng is an instance of Rng' },
  ]);
  expect(report.difference).toBeNull();
});
