import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCommand } from '../../../server/timing/process/command.js';
import { splitWords } from '../../../server/timing/process/splitWords.js';
import { stripsTypes, typescriptFlags } from '../../../server/timing/process/typescriptFlags.js';

let folder = '';
const at = (name: string): string => path.join(folder, name);

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'timed-')));
  writeFileSync(at('main.ts'), `import { a } from './a.ts';\nimport type { B } from './b.js';`);
  writeFileSync(at('a.ts'), `export const a: number = 1;`);
  writeFileSync(at('emits.ts'), `import './main.ts';\nclass A { constructor(readonly x: number) {} }`);
  writeFileSync(at('renamed.ts'), `import { a } from './a.js';`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('readCommand', () => {
  it('is the file itself by default', () => {
    expect(readCommand(undefined, at('main.ts'), '/')).toEqual({
      flags: [],
      script: at('main.ts'),
      args: [],
      tsx: false,
      env: {},
      cwd: '/',
      tool: false,
    });
  });

  it.each<[string, object]>([
    ['main.ts', { flags: [], args: [], tsx: false }],
    ['node main --size "10 20"', { flags: [], args: ['--size', '10 20'], tsx: false }],
    [
      '/usr/bin/node --import tsx --no-warnings main.ts',
      { flags: ['--import', 'tsx', '--no-warnings'], args: [], tsx: false },
    ],
    ['npx tsx ./main.ts -v', { flags: [], args: ['-v'], tsx: true }],
    ['A=1 cross-env B="x y" node main.ts', { flags: [], args: [], env: { A: '1', B: 'x y' } }],
    ['node --test --import tsx main.ts', { flags: ['--test', '--import', 'tsx'], script: null, tool: true }],
    [`node main.ts '$(rm -rf x)' a;b`, { flags: [], args: ['$(rm -rf x)', 'a;b'], tsx: false }],
  ])('reads %s', (entry, expected) => {
    expect(readCommand(entry, at('a.ts'), folder)).toMatchObject({
      script: at('main.ts'),
      env: {},
      cwd: folder,
      tool: false,
      ...expected,
    });
  });

  it('runs a program that the package names in its bin like any other of its programs', () => {
    const inside = at('package');
    mkdirSync(path.join(inside, 'node_modules'), { recursive: true });
    writeFileSync(path.join(inside, 'package.json'), '{ "name": "p", "bin": { "score": "tool.js" } }');
    writeFileSync(path.join(inside, 'tool.js'), '');
    expect(readCommand('npx score -v', at('a.ts'), inside)).toMatchObject({
      script: path.join(inside, 'tool.js'),
      args: ['-v'],
      tool: false,
    });
  });

  it('says what is wrong', () => {
    expect(() => readCommand('npm start', at('a.ts'), folder)).toThrow(`package.json has no script 'start'`);
    expect(() => readCommand('npm install', at('a.ts'), folder)).toThrow(`'npm' is neither a file of your package`);
    expect(() => readCommand('node', at('a.ts'), folder)).toThrow(/There is no program in 'node'/);
    expect(() => splitWords(`node "main.ts`)).toThrow(/quotation mark/);
  });
});

describe('typescriptFlags', () => {
  it('knows which versions of Node strip types', () => {
    expect(['v20.19.0', 'v22.17.1', 'v22.18.0', 'v23.5.0', 'v23.6.0', 'v24.0.0', 'v26.1.0'].map(stripsTypes)).toEqual([
      false,
      false,
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('asks for tsx where types cannot simply be stripped', () => {
    const flags = (name: string, folders = [process.cwd()]): string[] =>
      typescriptFlags({ files: [at(name)], node: process.execPath, folders, texts: new Map(), tsx: false });
    const strips = stripsTypes(process.version);
    expect(flags('main.ts').length).toBe(strips ? 0 : 2);
    expect(flags('emits.ts')).toEqual(['--import', expect.stringMatching(/^file:.*tsx/)]);
    expect(flags('renamed.ts')).toHaveLength(2);
    expect(() => flags('emits.ts', [folder])).toThrow('Running this TypeScript needs tsx');
    expect(
      typescriptFlags({ files: [at('x.js')], node: process.execPath, folders: [], texts: new Map(), tsx: false }),
    ).toEqual([]);
  });
});
