/** What an editor shows of offered loops: hints, lenses, hovers, actions; and the edit of an action. */
import type { CodeAction } from 'vscode-languageserver-protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeProject, type Project } from '../support/project.js';
import { FIB } from '../support/judge.js';
import { Client, uriOf } from './client.js';

const heavy = `${FIB}export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) {
    out.push(fib(x));
  }
  return out;
}
export async function later(xs: number[]): Promise<number[]> {
  return xs.map((x) => fib(x));
}
export function chained(xs: number[]): number {
  let last = 1;
  for (const x of xs) {
    last = fib(last + x);
  }
  return last;
}
`;

let project: Project;
let client: Client;
let uri: string;
beforeAll(async () => {
  project = makeProject({ 'heavy.ts': heavy });
  client = await Client.start({ folders: [project.folder] });
  uri = await client.open(project.at('heavy.ts'), heavy);
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  project.remove();
});

it('puts lenses over heavy loops that are offered', async () => {
  expect(await client.lensTitles(uri)).toEqual(['3 Parallelize', '3 Time both', '9 Parallelize', '9 Time both']);
});

it('publishes a hint for each of them', async () => {
  await client.until(() => (client.diagnostics.get(uri)?.length ?? 0) > 0, 'hints');
  expect(
    client.diagnostics.get(uri)!.map(({ range, code, severity, source }) => [range, code, severity, source]),
  ).toEqual([
    [{ start: { line: 3, character: 2 }, end: { line: 3, character: 5 } }, 'independent', 4, 'looppool'],
    [{ start: { line: 9, character: 12 }, end: { line: 9, character: 15 } }, 'independent', 4, 'looppool'],
  ]);
});

it('says in the hover that a loop can run in a pool', async () => {
  expect(text(await client.hover(uri, 3, 3))).toContain('can run in a pool');
  expect(text(await client.hover(uri, 9, 13))).toContain('can run in a pool');
  expect(await client.hover(uri, 4, 6)).toBeNull();
});

it('says in the hover why a loop stays one, with a link to the line', async () => {
  const hover = text(await client.hover(uri, 13, 3));
  expect(hover).toContain('stays a loop');
  expect(hover).toContain('`last`');
  expect(hover).toContain(`[line 15](${uri}#L15)`);
});

it('offers a quick fix with the hint, a rewrite of the form, and to ignore the loop', async () => {
  await client.until(() => (client.diagnostics.get(uri)?.length ?? 0) > 0, 'hints');
  const actions = await client.actions(uri, 3, 2, client.diagnostics.get(uri)!.slice(0, 1));
  expect(actions.map(({ title, kind, diagnostics }) => [title, kind, diagnostics?.length])).toEqual([
    ['Parallelize this loop', 'quickfix', 1],
    ['Ignore this loop', 'quickfix', 1],
    ['Parallelize this loop', 'refactor.rewrite.parallelize.for-of', undefined],
  ]);
});

it('filters by the kind that is asked for', async () => {
  const kinds = async (only: string): Promise<(string | undefined)[]> =>
    (await client.actions(uri, 3, 2, [], [only])).map(({ kind }) => kind);
  expect(await kinds('refactor.rewrite')).toEqual(['refactor.rewrite.parallelize.for-of']);
  expect(await kinds('refactor.rewrite.parallelize.for-of')).toHaveLength(1);
  expect(await kinds('refactor.extract')).toEqual([]);
});

it('offers a second rewrite with await where that is possible', async () => {
  const titles = (await client.actions(uri, 9, 13, [], ['refactor'])).map(({ title }) => title);
  expect(titles).toEqual(['Parallelize this loop', 'Parallelize this loop with await']);
});

it('shows a refused loop as a disabled action with the reason', async () => {
  const [action] = await client.actions(uri, 13, 3, [], ['refactor']);
  expect(action?.disabled?.reason).toContain('`last`');
  expect(action?.disabled?.reason).toContain('line 15');
});

it('makes one edit of both files when an action is resolved', async () => {
  const [action] = await client.actions(uri, 3, 2, [], ['refactor']);
  expect(action!.edit).toBeUndefined();
  const resolved = await client.resolve(action!);
  const kinds = resolved.edit!.documentChanges!.map((change) => ('kind' in change ? change.kind : 'edit'));
  expect(kinds).toEqual(['create', 'edit', 'edit']);
  const texts = client.texts(resolved.edit!);
  expect(texts.get(uri)).toContain('pool.mapSync(');
  expect(texts.get(uriOf(project.at('heavy.tasks.ts')))).toContain("task(import.meta.url, '");
  // The project of these tests has the runtime installed, but its package.json does not name it.
  expect(resolved.command?.command).toBe('looppool.addRuntime');
});

it('refuses to resolve an action of an older text', async () => {
  const [action] = await client.actions(uri, 3, 2, [], ['refactor']);
  await client.change(uri, 0, 0, '\n');
  await expect(client.resolve(action!)).rejects.toThrow('has changed since');
  await client.change(uri, 0, 1, '');
  expect(client.document(uri).getText()).toBe(heavy);
});

it('asks for confirmation of what an awaited call assumes', async () => {
  const actions = await client.actions(uri, 9, 13, [], ['refactor']);
  const { edit } = await client.resolve(actions[1] as CodeAction);
  const [annotation] = Object.values(edit!.changeAnnotations!);
  expect(annotation).toMatchObject({ needsConfirmation: true });
  expect(annotation!.label).toMatch(/^Right only if: /);
  expect(client.texts(edit!).get(uri)).toContain('await pool.map(');
});

it('puts the comment above the loop that is to be ignored, which hides it', async () => {
  const ignore = (await client.actions(uri, 3, 2)).find(({ title }) => title === 'Ignore this loop')!;
  const after = client.texts(ignore.edit!).get(uri)!;
  expect(after.split('\n').slice(2, 4)).toEqual(['  const out: number[] = [];', '  // looppool-ignore']);
  const other = await client.open(project.at('ignored.ts'), after);
  expect(await client.lensTitles(other)).toEqual(['10 Parallelize', '10 Time both']);
  expect(text(await client.hover(other, 4, 3))).toContain('keeps it from being advertised');
  await client.change(other, 0, 0, '// looppool-ignore-file\n');
  expect(await client.lensTitles(other)).toEqual([]);
  await client.close(other);
});

function text(hover: Awaited<ReturnType<Client['hover']>>): string {
  return (hover?.contents as { value: string } | undefined)?.value ?? '';
}
