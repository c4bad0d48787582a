import { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { createSourceReader } from '../../../server/project.js';
import { inProject, tsconfig } from '../../support/project.js';
import { fixAll } from '../../support/rewrite.js';

const STRICT = JSON.stringify({
  compilerOptions: {
    ...tsconfig.compilerOptions,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noUnusedLocals: true,
  },
});
const GRIND = `function grind(n: number): number {
  let mixed = n;
  for (let k = 0; k < 3000; k++) mixed = (Math.imul(mixed, 31) + k) | 0;
  return mixed >>> 20;
}
`;

/** Programs whose worker module has to say types that the file has no short name for, and what it says. */
const PROGRAMS: Readonly<Record<string, readonly [program: string, said: string, files?: Record<string, string>]>> = {
  'keys of a list': [
    'const list = [4, 5];\nfor (const k in list) console.log(k, grind(list[k]!));',
    '(k: `${number}`, {',
  ],
  'keys of an object': [
    'const o = { length: 3, width: 4 };\nfor (const k in o) console.log(k, grind(k.length));',
    '(k: string)',
  ],
  'the type of a value that the task is not given': [
    "function all() {\n  const rows = [{ n: 1, name: 'a' }];\n  const out: number[] = [];\n  for (const row of rows) {\n    const one: (typeof rows)[number] = row;\n    out.push(grind(one.n));\n  }\n  return out;\n}\nconsole.log(all());",
    'const one: { n: number; name: string } = row;',
  ],
  'the type of a value that the task is given': [
    "const OPS = { add: 1, mul: 2 } as const;\nconst plan: (keyof typeof OPS)[] = ['add', 'mul'];\nconsole.log(plan.map((op) => grind(OPS[op])));",
    "op: 'add' | 'mul'",
  ],
  'a list that is never filled': [
    'const none: [] = [];\nconsole.log(none.map((x) => grind(x)));',
    '(x: any) => grind(x)',
  ],
  'words in the quotes of the file': [
    "const words: { side: 'left' | 'right' }[] = [1, 2].map((n) => ({ side: grind(n) > 9 ? 'left' : 'right' }));\nconsole.log(words);",
    "{ side: 'left' | 'right' } =>",
  ],
  'an interface of a function': [
    "function all() {\n  interface Row { readonly n: number; tags?: string[] }\n  const rows: Row[] = [{ n: 1 }];\n  return rows.map((row) => grind(row.n) + (row.tags ?? []).filter((tag) => tag > 'a').length);\n}\nconsole.log(all());",
    '(row: { readonly n: number; tags?: string[] }) =>',
  ],
  'a type that another module keeps for itself': [
    "import { make } from './make.js';\nconsole.log(make().map((x) => grind(x.n) + x.tags.map((tag) => tag.length).length));",
    '(x: { n: number; tags: string[] }) =>',
    {
      'make.ts':
        'interface Hidden { n: number; tags: string[] }\nexport const make = (): Hidden[] => [{ n: 1, tags: [] }];\n',
    },
  ],
  'types of a whole module, and one exported by default': [
    "import type * as all from './all.js';\nimport type One from './one.js';\nconst list: { a: all.A; b: One }[] = [{ a: { n: 1 }, b: { m: 2 } }];\nconsole.log(list.map(({ a, b }) => grind(a.n + b.m)));",
    "import type * as all from './all.js';\nimport type One from './one.js';",
    { 'all.ts': 'export interface A { n: number }\n', 'one.ts': 'export default interface One { m: number }\n' },
  ],
  'declarations that are merged': [
    'interface Box {\n  n: number;\n}\nnamespace Box {\n  export const zero: Box = { n: 0 };\n}\nconsole.log([Box.zero].map((box) => grind(box.n)));',
    '(box: Box) =>',
  ],
  'a helper that asks for the type of a table': [
    "const TABLE = { a: 1, b: 2 };\nfunction size(key: keyof typeof TABLE): number {\n  return grind(key.length);\n}\nconst keys: (keyof typeof TABLE)[] = ['a', 'b'];\nconsole.log(keys.map((key) => size(key)));",
    "import type { TABLE } from './main.js';",
  ],
  'an enumeration that moves after its type was imported': [
    'enum Kind { A = 1, B = 5 }\nconst list: Kind[] = [Kind.A, Kind.B];\nconsole.log(list.map((kind) => grind(kind)));\nconsole.log(list.map((kind) => (grind(kind) > 2 ? Kind.A : Kind.B)));',
    'export enum Kind',
  ],
  'a variable that is declared to be anything': [
    'const open: any = { n: 1 };\nfor (const k in open) console.log(k, grind(open[k]));',
    '{ open }: { open: any }',
  ],
  'a marked text': [
    "type Id = string & { readonly __id: unique symbol };\nconst ids = ['a', 'b'] as Id[];\nconsole.log(ids.map((id) => ({ id, n: grind(id.length) })));",
    '(id: Id) =>',
  ],
};

it.each(Object.entries(PROGRAMS))('writes types that compile: %s', async (_name, [program, said, files = {}]) => {
  const imports = /^(?:import .*\n)*/.exec(program)![0];
  const main = `${imports}${GRIND}${program.slice(imports.length)}\nexport {};\n`;
  await inProject({ ...files, 'tsconfig.json': STRICT, 'main.ts': main }, (project) => {
    const fixed = fixAll(project, 'main.ts').files;
    expect(fixed).toContain('main.tasks.ts');
    expect(project.read('main.tasks.ts')).toContain(said);
    const reader = createSourceReader();
    const errors = fixed.flatMap((file) => {
      const { program: compiled, source } = reader.read(project.at(file));
      return compiled
        .getSemanticDiagnostics(source)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
    });
    expect(errors).toEqual([]);
  });
});
