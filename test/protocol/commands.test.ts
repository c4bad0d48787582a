/** Commands: rewriting with and without an editor that asks, adding the runtime, the scan; and what is not a command. */
import { existsSync, readFileSync, symlinkSync, mkdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  ServerCommand,
  type AddRuntimeAnswer,
  type DocumentLoops,
  type RewriteAnswer,
  type ScanAnswer,
} from '../../server/messages.js';
import { FIB } from '../support/judge.js';
import { makeProject, type Project } from '../support/project.js';
import { FULL, uriOf, withClient, type ClientOptions } from './client.js';

const heavy = `${FIB}export const all = (xs: number[]): number[] => xs.map((x) => fib(x));\n`;
const loop = { line: 1, character: 52 };

let project: Project;
beforeEach(
  () => (project = makeProject({ 'heavy.ts': heavy, 'other/light.ts': 'for (const x of [1]) console.log(x);\n' })),
);
afterEach(() => project.remove());
const options = (more: ClientOptions = {}): ClientOptions => ({ folders: [project.folder], ...more });

it('rewrites a loop at a position, and says that the runtime is missing', () =>
  withClient(options({ notifyTimings: true }), async (client) => {
    const uri = await client.open(project.at('heavy.ts'), heavy);
    const answer = await client.execute<RewriteAnswer>(ServerCommand.rewriteLoop, { uri, position: loop });
    expect(answer).toEqual({ applied: true, tasksUri: uriOf(project.at('heavy.tasks.ts')), needsRuntime: true });
    expect(client.texts(client.applied[0]!).get(uri)).toContain('pool.mapSync(');
    expect(client.shown).toEqual([]);
  }));

it('extends the worker module as the editor has it, saved or not', () =>
  withClient(options({ notifyTimings: true }), async (client) => {
    const uri = await client.open(project.at('heavy.ts'), heavy);
    const tasks = await client.open(project.at('heavy.tasks.ts'), '// Not saved yet.\nexport const fib2 = 1;\n');
    await client.execute(ServerCommand.rewriteLoop, { uri, position: loop });
    const after = client.texts(client.applied[0]!).get(tasks)!;
    expect(after).toContain('// Not saved yet.\n');
    expect(after).toContain('export const fib2 = 1;\n');
    expect(after).toContain('task(import.meta.url');
  }));

it('refuses a worker module that is a link out of its folder', () =>
  withClient(options(), async (client) => {
    mkdirSync(project.at('elsewhere'));
    project.write('elsewhere/victim.ts', 'export const untouched = 1;\n');
    symlinkSync(project.at('elsewhere/victim.ts'), project.at('heavy.tasks.ts'));
    const uri = await client.open(project.at('heavy.ts'), heavy);
    const answer = await client.execute(ServerCommand.rewriteLoop, { uri, position: loop });
    expect(answer).toEqual({ failed: expect.stringContaining('is a link') as string });
    expect(client.applied).toEqual([]);
  }));

it('asks itself where the editor cannot annotate changes', () =>
  withClient(
    options({
      capabilities: {
        ...FULL,
        workspace: { ...FULL.workspace, workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
      },
      answer: 'Cancel',
    }),
    async (client) => {
      const awaited = `${FIB}export const all = async (xs: number[]): Promise<number[]> => xs.map((x) => fib(x));\n`;
      const uri = await client.open(project.at('awaited.ts'), awaited);
      const [, action] = await client.actions(uri, 1, 67, [], ['refactor']);
      expect(action!.edit).toBeUndefined();
      const { command, arguments: [argument] = [] } = action!.command!;
      expect(await client.execute<RewriteAnswer>(command, argument)).toMatchObject({ applied: false });
      expect(client.shown[0]).toMatch(/^Parallelizing this loop is right only if: /);
    },
  ));

it('gives iterations random numbers of their own, where the loop can run in a pool then', () =>
  withClient(options({}), async (client) => {
    const text = `export function sums(n: number): number[] {
  return Array.from({ length: n }, () => {
    let sum = 0;
    for (let k = 0; k < 100_000; k++) sum += Math.random();
    return sum;
  });
}
`;
    const uri = await client.open(project.at('draws.ts'), text);
    const [action] = await client.actions(uri, 1, 15, [], ['quickfix']);
    expect(action!.title).toBe('Give each iteration random numbers of its own, the same in every run');
    const changed = client.texts(action!.edit!).get(uri)!;
    expect(changed).toContain('(_item, index) => {\n    const random = seededRandom(index);\n');
    const after = await client.open(project.at('drawn.ts'), changed);
    const { loops } = await client.connection.sendRequest<DocumentLoops>('looppool/loops', { uri: after });
    expect(loops[0]!.verdict).toBe('independent');
  }));

it.each([
  ['It is so', true],
  ['Cancel', false],
])('asks whether an assumption holds where the client wants a question: %s', (reply, applied) =>
  withClient(options({ asksAssumptions: true, answer: reply }), async (client) => {
    const fill = `${FIB}export function fill(xs: number[], out: number[]): void {
  for (let i = 0; i < xs.length; i++) out[i + 1] = fib(xs[i]!);
}
`;
    const uri = await client.open(project.at('fill.ts'), fill);
    const [action] = await client.actions(uri, 2, 3, [], ['refactor']);
    expect(action!.edit).toBeUndefined();
    const { command, arguments: [argument] = [] } = action!.command!;
    expect(await client.execute<RewriteAnswer>(command, argument)).toMatchObject({ applied });
    expect(client.shown[0]).toBe(
      'Parallelizing this loop is right only if: `out` and `xs` are different objects, and no part of one is in the other.',
    );
    expect(client.applied.map((edit) => edit.changeAnnotations)).toEqual(applied ? [undefined] : []);
  }),
);

it('adds the runtime once the user agrees: package.json as an edit, the archive beside it', () =>
  withClient(options({ answer: 'Add' }), async (client) => {
    const uri = uriOf(project.at('heavy.ts'));
    const answer = await client.execute<AddRuntimeAnswer>(ServerCommand.addRuntime, { uri });
    expect(answer).toMatchObject({
      added: true,
      manifestUri: uriOf(project.at('package.json')),
      install: 'npm install',
    });
    const [edit] = client.applied;
    expect(JSON.stringify(edit)).toMatch(/file:vendor\/looppool-[\d.]+\.tgz/);
    expect('archiveUri' in answer && existsSync(new URL(answer.archiveUri))).toBe(true);
    // The editor has not saved the edit: the server leaves the file alone.
    expect(readFileSync(project.at('package.json'), 'utf8')).not.toContain('vendor');
  }));

it('adds nothing when the user declines', () =>
  withClient(options({ answer: 'Not now' }), async (client) => {
    const answer = await client.execute<AddRuntimeAnswer>(ServerCommand.addRuntime, {
      uri: uriOf(project.at('heavy.ts')),
    });
    expect(answer).toMatchObject({ added: false });
    expect(existsSync(project.at('vendor'))).toBe(false);
  }));

it('scans the workspace, with texts as the editor has them', () =>
  withClient(options(), async (client) => {
    await client.open(project.at('heavy.ts'), `// looppool-ignore-file\n${heavy}`);
    const answer = await client.execute<ScanAnswer>(ServerCommand.scanWorkspace, {});
    if (!('loops' in answer)) throw new Error('no answer');
    expect(answer.loops.map(({ file, line, form, verdict, ignored }) => [file, line, form, verdict, ignored])).toEqual([
      ['heavy.ts', 3, 'map', 'independent', true],
      ['other/light.ts', 1, 'for-of', 'refused', false],
    ]);
    expect(answer.loops[1]!.reasons[0]!.uri).toBe(uriOf(project.at('other/light.ts')));
    expect(answer.summary).toMatchObject({ files: 2, loops: 2, independent: 1, refused: 1 });
  }));

it('lists the loops of one document', () =>
  withClient(options(), async (client) => {
    const uri = await client.open(project.at('heavy.ts'), heavy);
    const answer = await client.connection.sendRequest<DocumentLoops>('looppool/loops', { uri });
    expect(answer.version).toBe(1);
    expect(answer.loops).toHaveLength(1);
  }));

it('turns away what is no command, or has no sensible argument', () =>
  withClient(options(), async (client) => {
    await expect(client.execute('looppool.noSuchThing')).rejects.toThrow('There is no command');
    await expect(client.execute('toString')).rejects.toThrow('There is no command');
    for (const argument of [undefined, null, 7, { uri: 7 }, { uri: 'file:///x', position: { line: 'a' } }])
      await expect(client.execute(ServerCommand.rewriteLoop, argument)).rejects.toThrow('its argument');
    const nowhere = await client.execute(ServerCommand.rewriteLoop, {
      uri: uriOf(project.at('gone.ts')),
      position: { line: 0, character: 0 },
    });
    expect(nowhere).toEqual({ failed: 'There is no loop here.' });
  }));
