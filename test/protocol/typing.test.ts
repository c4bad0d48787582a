/** Verdicts while somebody types: soon for what is typed into, right for all as soon as nobody types, and right for every action at once. */
import { expect, it } from 'vitest';
import { ServerCommand, type RewriteAnswer } from '../../server/messages.js';
import { FIB } from '../support/judge.js';
import { inProject } from '../support/project.js';
import { FULL, type Client, withClient } from './client.js';

const lib = `export ${FIB}`;
const main = `import { fib } from './lib.js';
let seen = 0;
export function twice(x: number): number {
  return fib(x) + fib(x + 1);
}
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) {
    out.push(twice(x));
  }
  return out;
}
export function summed(xs: number[]): number {
  let sum = 0;
  for (const x of xs) {
    sum += fib(x);
  }
  return sum;
}
`;
const BOTH = ['7 Parallelize', '7 Time both', '14 Parallelize', '14 Time both'];
const SUMMED = ['14 Parallelize', '14 Time both'];

const inEditor = (use: (client: Client, uris: { main: string; lib: string }) => Promise<void>, capabilities = FULL) =>
  inProject({ 'lib.ts': lib, 'main.ts': main }, (project) =>
    withClient({ folders: [project.folder], capabilities, settings: { log: { level: 'debug' } } }, async (client) => {
      const uris = {
        main: await client.open(project.at('main.ts'), main),
        lib: await client.open(project.at('lib.ts'), lib),
      };
      expect(await client.lensTitles(uris.main)).toEqual(BOTH);
      await use(client, uris);
    }),
  );

/** Puts a text before the first place of another one. */
function type(client: Client, uri: string, before: string, text: string): Promise<void> {
  const at = client.document(uri).getText().indexOf(before);
  return client.change(uri, at, at, text);
}

/** What it computes rests on what it computed before. */
const makeImpure = (client: Client, uri: string): Promise<void> =>
  type(client, uri, 'return fib(x) +', 'return (seen = fib(x + seen)); ');

async function untilLenses(client: Client, uri: string, titles: readonly string[]): Promise<void> {
  while (JSON.stringify(await client.lensTitles(uri)) !== JSON.stringify(titles)) {
    const { refreshes } = client;
    await client.until(() => client.refreshes > refreshes, 'a request to ask for lenses again');
  }
}

it('judges what is typed into at a glance', () =>
  inEditor(async (client, { main: uri }) => {
    await type(client, uri, 'out.push', 'xs.push(x);\n    ');
    expect(await client.lensTitles(uri)).toEqual(['15 Parallelize', '15 Time both']);
    expect(client.logged.some((line) => /main\.ts: 2 loops at a glance/.test(line))).toBe(true);
  }));

it('corrects lenses and hints of loops that call what was typed into', () =>
  inEditor(async (client, { main: uri }) => {
    await makeImpure(client, uri);
    await client.lenses(uri);
    await untilLenses(client, uri, SUMMED);
    await client.until(() => client.diagnostics.get(uri)?.length === 1, 'one hint');
  }));

it('corrects lenses although a hover has known better in between', () =>
  inEditor(async (client, { main: uri }) => {
    const { refreshes } = client;
    await makeImpure(client, uri);
    await client.lenses(uri);
    expect(JSON.stringify(await client.hover(uri, 7, 3))).not.toContain('can run in a pool');
    await client.until(() => client.refreshes > refreshes, 'a request to ask for lenses again');
    expect(await client.lensTitles(uri)).toEqual(SUMMED);
  }));

it('corrects those of other documents', () =>
  inEditor(async (client, uris) => {
    await type(client, uris.lib, 'export', 'export let calls = 0;\n');
    await type(client, uris.lib, 'return', 'calls += 1; ');
    await untilLenses(client, uris.main, []);
    await client.until(() => client.diagnostics.get(uris.main)?.length === 0, 'no hints');
  }));

it('rewrites nothing by a lens that is no longer true', () =>
  inEditor(async (client, { main: uri }) => {
    await makeImpure(client, uri);
    await client.lenses(uri);
    const target = { uri, position: { line: 7, character: 2 }, version: client.document(uri).version };
    const answer = await client.execute<RewriteAnswer>(ServerCommand.rewriteLoop, target);
    expect(answer).toMatchObject({ failed: expect.stringContaining('seen') as string });
    expect(client.applied).toEqual([]);
  }));

it('resolves no action that was offered before, and knows better where it is asked about a place', () =>
  inEditor(async (client, { main: uri }) => {
    const [before] = await client.actions(uri, 7, 4, [], ['refactor']);
    expect(before?.disabled).toBeUndefined();
    await makeImpure(client, uri);
    await client.lenses(uri);
    const [now] = await client.actions(uri, 7, 4, [], ['refactor']);
    expect(now?.disabled?.reason).toContain('seen');
    expect(JSON.stringify(await client.hover(uri, 7, 3))).not.toContain('can run in a pool');
    const stale = { ...before!, data: JSON.parse(JSON.stringify(before!.data)) as { target: { version: number } } };
    stale.data.target.version = client.document(uri).version;
    await expect(client.resolve(stale)).rejects.toThrow('seen');
  }));

it('is right at once for an editor that cannot be told to ask again', () =>
  inEditor(
    async (client, { main: uri }) => {
      await makeImpure(client, uri);
      expect(await client.lensTitles(uri)).toEqual(SUMMED);
    },
    { ...FULL, workspace: { ...FULL.workspace, codeLens: { refreshSupport: false } } },
  ));

it('shows no loop as offered while the file has a syntax error, and all of them afterwards', () =>
  inEditor(async (client, { main: uri }) => {
    await type(client, uri, 'return fib(x) +', 'if (x) { ');
    expect(await client.lenses(uri)).toEqual([]);
    await type(client, uri, 'return fib(x) +', '} ');
    expect(await client.lensTitles(uri)).toEqual(BOTH);
  }));

it('shows at once what is known, and says when there is more, to an editor that wants it so', () =>
  inProject({ 'lib.ts': lib, 'main.ts': main }, (project) =>
    withClient({ folders: [project.folder], asksLensesAgain: true }, async (client) => {
      await client.open(project.at('lib.ts'), lib);
      const uri = await client.open(project.at('main.ts'), main);
      expect(await client.lensTitles(uri)).toEqual([]);
      await untilLenses(client, uri, BOTH);
      await makeImpure(client, uri);
      await untilLenses(client, uri, SUMMED);
      // An editor that had other things to do, and did not ask about this change, is reminded.
      const { refreshes } = client;
      await type(client, uri, 'seen += x; ', '// ');
      await client.until(() => client.refreshes > refreshes + 1, 'two reminders');
    }),
  ));
