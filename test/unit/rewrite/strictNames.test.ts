import { expect, it } from 'vitest';
import { inProject } from '../../support/project.js';
import { fixAll } from '../../support/rewrite.js';

const STRICT =
  '{ "compilerOptions": { "target": "es2022", "module": "nodenext", "strict": true, "noUnusedLocals": true, "noUnusedParameters": true } }';
const GRIND = `function grind(n: number): number {
  let mixed = n;
  for (let k = 0; k < 3000; k++) mixed = (Math.imul(mixed, 31) + k) | 0;
  return mixed >>> 20;
}
`;

/** The program and its worker module after all its loops are rewritten. */
function rewritten(text: string): Promise<string[]> {
  const files = { 'package.json': '{ "type": "module" }', 'tsconfig.json': STRICT, 'main.ts': text };
  return inProject(files, (project) => fixAll(project, 'main.ts').files.map((file) => project.read(file) ?? ''));
}

it('takes out the last import, where the compiler refuses names that nothing uses', async () => {
  const [main] = await rewritten(`import { createHash } from 'node:crypto';

${GRIND}
const sums: string[] = [];
for (const text of ['a', 'b']) {
  const sum = createHash('md5').update(text + grind(1)).digest('hex');
  sums.push(sum);
}
console.log(sums.join());
`);
  expect(main).toMatch(/^import \{ pool \} from 'looppool';\nimport \{ \w+ \} from '.\/main.tasks.js';\n\nconst sums/);
});

it('binds only what is used, where the compiler refuses names that nothing uses', async () => {
  const [main, tasks] = await rewritten(`${GRIND}
const pairs: [string, number][] = [['a', 1], ['b', 2]];
const byName = new Map<string, number>();
for (const [name, size] of pairs) {
  const ground = grind(size);
  byName.set(name, ground);
}
const rows = [{ id: 'a', n: 1, more: { k: 2, l: 'x' } }];
for (const { id, n, more: { k, l } } of rows) {
  const ground = grind(n + k);
  byName.set(id + l, ground);
}
console.log(byName.size);
`);
  expect(main).toContain('const [[name], ground] of');
  expect(main).toContain('const [{ id, more: { l } }, ground] of');
  expect(tasks).toContain('([, size]: [string, number])');
  expect(tasks).toContain('({ n, more: { k } }:');
});

it('gives a captured variable the type that checks before the loop have left', async () => {
  const [, tasks] = await rewritten(`${GRIND}
function all(sizes: number[] | null, scale?: number): number[] {
  if (sizes === null || scale === undefined) return [];
  const ground: number[] = [];
  for (let i = 0; i < sizes.length; i++) {
    const one = grind(sizes[i]! * scale + sizes.length);
    ground.push(one);
  }
  return ground;
}
console.log(all([1, 2], 3).join());
`);
  expect(tasks).toMatch(/\{ sizes: number\[\]; scale: number \}|\{ scale: number; sizes: number\[\] \}/);
});

it('declares types of the function around the loop in the task', async () => {
  const [, tasks] = await rewritten(`${GRIND}
function all(sizes: number[]): number[] {
  type Size = number;
  interface Row {
    readonly size: Size;
  }
  return sizes.map((size) => {
    const row: Row = { size: grind(size) };
    return row.size;
  });
}
console.log(all([1, 2]).join());
`);
  expect(tasks).toMatch(/=> \{\n {4}type Size = number;\n {4}interface Row \{\n {6}readonly size: Size;\n {4}\}\n/);
});
