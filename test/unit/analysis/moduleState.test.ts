import { expect, it } from 'vitest';
import { scanFile } from '../../../server/pipeline.js';
import { createSourceReader } from '../../../server/project.js';
import { FIB, judge } from '../../support/judge.js';
import { type Files, inProject } from '../../support/project.js';

const LOOP =
  'export function all(xs: number[]): number[] {\n  const out: number[] = [];\n  for (const x of xs) out.push(Score.of(x));\n  return out;\n}\n';

/** What stands against a loop whose function, which a task cannot declare again, reads `config`, which the other code may change. */
const against = (...lines: string[]): string[] => {
  const text = `${FIB}const config = { scale: 2 };\nclass Score { static of(x: number): number { return fib(x) * config.scale; } }\n${lines.join('\n')}\n${LOOP}`;
  const loop = judge(text).at(-1)!;
  return loop.verdict.kind === 'refused' ? loop.verdict.reasons.map(({ code }) => code) : [];
};

it.each([
  ['nothing', []],
  ['a function that only reads it', ['export const read = (): number => config.scale;']],
  [
    'a function that changes an object of its own',
    ['export function own(): void { const config = { scale: 1 }; config.scale = 3; }'],
  ],
])('does not mind %s', (_, lines) => {
  expect(against(...lines)).toEqual([]);
});

it.each([
  ['by its name', ['export function set(): void { config.scale = 3; }']],
  ['by another name of the module', ['const alias = config;', 'export function set(): void { alias.scale = 3; }']],
  ['by a name of the function', ['export function set(): void { const alias = config; alias.scale = 3; }']],
  ['inside an array of the module', ['const list = [config];', 'export function set(): void { list[0]!.scale = 3; }']],
  [
    'inside an object of the module',
    ['const by = { config };', 'export const set = (): void => { by.config.scale = 3; };'],
  ],
  [
    'by a function that is given it',
    ['function to3(c: { scale: number }): void { c.scale = 3; }', 'export function set(): void { to3(config); }'],
  ],
  ['by a callback', ['export function set(): void { [config].forEach((c) => { c.scale = 3; }); }']],
  [
    'by a callback at the top level, on items of the module',
    ['const list = [config];', 'export const set = (): void => list.forEach((c) => { c.scale = 3; });'],
  ],
  [
    'by a function that is given to another',
    [
      'function each(f: (c: { scale: number }) => void): void { f(config); }',
      'export const set = (): void => each((c) => { c.scale = 3; });',
    ],
  ],
  ['by a method', ['export class Setter { set(): void { config.scale = 3; } }']],
  ['by a setter', ['export class Setter { set value(x: number) { config.scale = x; } }']],
  [
    'by what a function returns',
    ['const get = (): { scale: number } => config;', 'export function set(): void { get().scale = 3; }'],
  ],
  ['in a function inside a function', ['export function outer(): () => void { return () => { config.scale = 3; }; }']],
])('refuses an object that is changed %s', (_, lines) => {
  expect(against(...lines)).toContain('module-state');
});

/** The same, where the loop stands with `config` and what changes it in other files. */
const againstInFiles = (more: string, files: Files): Promise<string[]> =>
  inProject(
    {
      'config.ts': `${FIB}export const config = { scale: 2 };\nexport class Score { static of(x: number): number { return fib(x) * config.scale; } }\n${more}\n${LOOP}`,
      ...files,
    },
    (project) => {
      const loop = scanFile(createSourceReader(), project.at('config.ts')).at(-1)!;
      return loop.verdict.kind === 'refused' ? loop.verdict.reasons.map(({ code }) => code) : [];
    },
  );

it.each<[string, string, Files]>([
  [
    'what only uses it',
    '',
    {
      'other.ts':
        "import { all, Score } from './config.js';\nexport const sums = all([1, 2]).map((x) => Score.of(x));\n",
    },
  ],
  [
    'what changes an object of its own',
    '',
    {
      'other.ts':
        "import { all } from './config.js';\nconst settings = { scale: 1 };\nexport const set = (): void => { settings.scale = all([1])[0]!; };\n",
    },
  ],
])('does not mind %s in another file', async (_, more, files) => {
  expect(await againstInFiles(more, files)).toEqual([]);
});

it.each<[string, string, Files]>([
  [
    'its name',
    '',
    { 'other.ts': "import { config } from './config.js';\nexport const set = (): void => { config.scale = 3; };\n" },
  ],
  [
    'another name',
    '',
    {
      'other.ts': "import { config as own } from './config.js';\nexport const set = (): void => { own.scale = 3; };\n",
    },
  ],
  [
    'a name under which it is exported',
    'export { config as settings };',
    {
      'other.ts': "import { settings } from './config.js';\nexport const set = (): void => { settings.scale = 3; };\n",
    },
  ],
  [
    'the default export',
    'export default config;',
    { 'other.ts': "import own from './config.js';\nexport const set = (): void => { own.scale = 3; };\n" },
  ],
  [
    'a name that a third file gives it',
    '',
    {
      'between.ts': "export { config as settings } from './config.js';\n",
      'other.ts': "import { settings } from './between.js';\nexport const set = (): void => { settings.scale = 3; };\n",
    },
  ],
  [
    'what a function returns',
    'export const settings = (): { scale: number } => config;',
    {
      'other.ts':
        "import { settings } from './config.js';\nexport const set = (): void => { settings().scale = 3; };\n",
    },
  ],
  [
    'a list that it is put into',
    '',
    {
      'other.ts':
        "import { config } from './config.js';\nconst list: { scale: number }[] = [];\nlist.push(config);\nexport const set = (): void => { list[0]!.scale = 3; };\n",
    },
  ],
])('refuses an object that another file changes by %s', async (_, more, files) => {
  expect(await againstInFiles(more, files)).toContain('module-state');
});

const CHANGE = "import { config } from './config.js';\nexport const set = (): void => { config.part.scale = 3; };\n";

/** The same where what is read, `part`, is made in a file of its own out of an object that another file may change. */
const againstPart = (config: string, part: string, change: string): Promise<string[]> =>
  inProject(
    {
      'config.ts': config,
      'part.ts': `${part}\n${FIB}class Score { static of(x: number): number { return fib(x) * part.scale; } }\n${LOOP}`,
      'main.ts': "import './part.js';\nimport './change.js';\n",
      'change.ts': change,
    },
    (project) => {
      const loop = scanFile(createSourceReader(), project.at('part.ts')).at(-1)!;
      return loop.verdict.kind === 'refused' ? loop.verdict.reasons.map(({ code }) => code) : [];
    },
  );

const CONFIG = 'export const config = { part: { scale: 2 }, other: { count: 0 } };';

it.each([
  ['a part', CONFIG, "import { config } from './config.js';\nconst part = config.part;", CHANGE],
  ['a part that is taken out', CONFIG, "import { config } from './config.js';\nconst { part } = config;", CHANGE],
  [
    'what a method gives',
    'class Config { private part = { scale: 2 }; get() { return this.part; } set(): void { Object.assign(this.part, { scale: 3 }); } }\nexport const config = new Config();',
    "import { config } from './config.js';\nconst part = config.get();",
    "import { config } from './config.js';\nconfig.set();",
  ],
  [
    'a part with two names',
    CONFIG,
    "import { config } from './config.js';\nexport const own = config.part;\nconst { part } = config;",
    "import { own } from './part.js';\nexport const set = (): void => { own.scale = 3; };",
  ],
])('refuses %s of an object that another file changes by another name', async (_, config, part, change) => {
  expect(await againstPart(config, part, change)).toContain('module-state');
});

it('does not mind that another part of an object is changed', async () => {
  const part = "import { config } from './config.js';\nconst part = config.part;";
  const change = "import { config } from './config.js';\nexport const set = (): void => { config.other.count = 3; };";
  expect(await againstPart(CONFIG, part, change)).toEqual([]);
});

/** The same of a list of numbers that the module keeps to itself, but for what the other code does with it. */
const againstList = (more: string, other = ''): Promise<string[]> =>
  inProject(
    {
      'config.ts': `${FIB}const list = [2, 3];\nclass Score { static of(x: number): number { return fib(x) * list[0]!; } }\n${more}\n${LOOP}`,
      'other.ts': `import { all } from './config.js';\nimport * as config from './config.js';\nvoid [all, config];\n${other}\n`,
    },
    (project) => {
      const loop = scanFile(createSourceReader(), project.at('config.ts')).at(-1)!;
      return loop.verdict.kind === 'refused' ? loop.verdict.reasons.map(({ code }) => code) : [];
    },
  );

it('does not mind a list that other files cannot get hold of', async () => {
  expect(await againstList('export const sum = (): number => list.reduce((a, b) => a + b, 0);')).toEqual([]);
});

it.each([
  [
    'a function of its file',
    'export function set(x: number): void { list[0] = x; }',
    "import { set } from './config.js';\nset(3);",
  ],
  [
    'what a function gives',
    'export const get = (): number[] => list;',
    "import { get } from './config.js';\nexport const set = (): void => { get()[0] = 3; };",
  ],
  [
    'the name under which it is exported',
    'export { list as numbers };',
    "import { numbers } from './config.js';\nexport const set = (): void => { numbers[0] = 3; };",
  ],
])('refuses a list that is changed by %s', async (_, more, other) => {
  expect(await againstList(more, other)).toContain('module-state');
});

const JOB = `export const settings = { rounds: 2000 };
function spin(n: number): number {
  let all = n;
  for (let k = 0; k < settings.rounds; k++) all = (all * 31 + k) % 1009;
  return all;
}
export class Job {
  weight = 1;
  private readonly log = (): void => console.log('done');
  run(items: readonly number[]): number[] {
    const found: number[] = [];
    for (const item of items) found.push(spin(item * this.weight));
    this.log();
    return found;
  }
}
`;

it.each([
  ['as the rest of the program leaves it', 'export const seen = settings.rounds;', ['weight']],
  ['that another file changes', 'export function hurry(): void { settings.rounds = 10; }', ['settings', 'weight']],
])('hands state %s to a loop that is written in another way', async (_, other, captures) => {
  const files = { 'job.ts': JOB, 'other.ts': `import { settings } from './job.js';\n${other}\n` };
  await inProject(files, (project) => {
    const loop = scanFile(createSourceReader(), project.at('job.ts')).find(({ site }) => site.function === 'run');
    expect(loop?.verdict.kind).toBe('independent');
    expect([...loop!.facts.captures].sort()).toEqual(captures);
  });
});
