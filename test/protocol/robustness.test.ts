/** Nothing that an editor or a workspace may send takes the server down, or makes it forget what it knows. */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DocumentLoops } from '../../server/messages.js';
import { ServerCommand, type ScanAnswer } from '../../server/messages.js';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver-protocol/node';
import { longText } from '../bench/analysis/generatedProject.js';
import { FIB } from '../support/judge.js';
import { makeProject, type Project } from '../support/project.js';
import { FULL, serverFile, uriOf, withClient } from './client.js';

const heavy = `${FIB}export const all = (xs: number[]): number[] => xs.map((x) => fib(x));\n`;
const shown = ['1 Parallelize', '1 Time both'];

let project: Project;
beforeEach(() => (project = makeProject()));
afterEach(() => project.remove());

it('answers empty where a handler fails, logs it, and goes on', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const uri = await client.open(project.at('heavy.ts'), heavy);
    expect(await client.connection.sendRequest('textDocument/codeLens', {})).toEqual([]);
    expect(await client.connection.sendRequest('textDocument/hover', { textDocument: null })).toBeNull();
    expect(await client.connection.sendRequest('textDocument/codeAction', { textDocument: { uri } })).toEqual([]);
    expect(client.logged.filter((line) => /^(codeLens|hover|codeAction): TypeError/.test(line))).toHaveLength(3);
    expect(await client.lensTitles(uri)).toEqual(shown);
  }));

it('takes edits out of order, of documents that are not open, and beyond the text', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const uri = await client.open(project.at('heavy.ts'), heavy);
    const change = (version: number, contentChanges: unknown, of = uri): Promise<void> =>
      client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: of, version },
        contentChanges,
      });
    const far = { line: 9999, character: 9999 };
    await change(7, [{ range: { start: far, end: far }, text: '// end\n' }]);
    await change(3, [{ range: { start: { line: 5, character: 3 }, end: { line: 0, character: 0 } }, text: '' }]);
    await change(9, [{ text: 'x' }], uriOf(project.at('closed.ts')));
    await client.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: 'file:///no%E0%A4such' },
    });
    await change(10, [{ text: heavy }]);
    expect(await client.lensTitles(uri)).toEqual(shown);
  }));

it('cancels a request', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const uri = await client.open(project.at('heavy.ts'), heavy);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: heavy }],
    });
    const [id, params] = [4711, { textDocument: { uri } }];
    const answered: unknown[] = [];
    client.process.stdout!.on('data', (chunk: Buffer) => answered.push(chunk.toString()));
    const send = (message: object): void => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      client.process.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    send({ id, method: 'textDocument/codeLens', params });
    send({ method: '$/cancelRequest', params: { id } });
    await client.until(() => answered.join('').includes('"id":4711'), 'an answer');
    expect(answered.join('')).toMatch(/"id":4711,"error":\{"code":-32800/);
  }));

it('stops judging a long file when that is no longer wanted, and answers others meanwhile', () =>
  withClient({ folders: [project.folder], settings: { log: { level: 'debug' } } }, async (client) => {
    const other = await client.open(project.at('heavy.ts'), heavy);
    expect(await client.lensTitles(other)).toEqual(shown);
    const uri = await client.open(project.at('long.ts'), longText(6000));
    const cancel = new CancellationTokenSource();
    const params = { textDocument: { uri } };
    const answer = client.connection.sendRequest('textDocument/codeLens', params, cancel.token);
    const cancelled = expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    // The server has taken the file in, and is judging its loops.
    await client.connection.sendRequest('looppool/timingReport', {});
    cancel.cancel();
    await cancelled;
    expect(client.logged.filter((line) => /long\.ts: \d+ loops/.test(line))).toEqual([]);
    expect(await client.lensTitles(other)).toEqual(shown);
  }));

it('fails cleanly when the document moves on while a request waits', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const uri = await client.open(project.at('heavy.ts'), heavy);
    const late = client.lenses(uri);
    await client.change(uri, 0, 0, '\n');
    await expect(late).rejects.toThrow('has changed since');
    expect(await client.lensTitles(uri)).toEqual(['2 Parallelize', '2 Time both']);
  }));

it.each([
  [
    'random text',
    Buffer.from(fc.sample(fc.uint8Array({ minLength: 4000, maxLength: 4000 }), { numRuns: 1, seed: 1 })[0]!),
  ],
  ['a body that is no JSON', Buffer.from('Content-Length: 5\r\n\r\n{"a":')],
  ['a message that is none', Buffer.from('Content-Length: 4\r\n\r\nnull')],
])('ends with its input after %s, and prints nothing but messages', async (_, bytes) => {
  const server = spawn(process.execPath, [serverFile, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  let printed = '';
  server.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  server.stdin.on('error', () => undefined);
  server.stdin.end(bytes);
  await new Promise((resolve) => server.once('exit', resolve));
  expect(printed.replace(/Content-Length: \d+\r\n\r\n\{"jsonrpc":"2\.0".*?\}(?=Content-Length|$)/gs, '')).toBe('');
});

it('judges random text', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 300 }), { numRuns: 10, seed: 2 });
    for (const [index, text] of texts.entries())
      await client.lenses(await client.open(project.at(`random${index}.ts`), `${text}\nfor (const x of [1]) f(x);`));
    expect(await client.lensTitles(await client.open(project.at('heavy.ts'), heavy))).toEqual(shown);
    expect(client.logged.filter((line) => line.includes('could not be judged'))).toEqual([]);
  }));

it('knows texts of every kind: unsaved, TSX, JSX, CRLF, with a byte-order mark, outside any project', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const jsx =
      'const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));\nexport const all = [1, 2, 3].map((x) => fib(x));\nexport const view = <p>{all[0]}</p>;\n';
    const tsx = `${heavy}export const view = <p>text</p>;\n`;
    const cases = [
      [await client.open('untitled:Untitled-1', heavy), 1],
      [await client.open(project.at('view.tsx'), tsx, 'typescriptreact'), 1],
      [await client.open(project.at('view.jsx'), jsx, 'javascriptreact'), 1],
      [await client.open(project.at('crlf.ts'), heavy.replaceAll('\n', '\r\n')), 1],
      [await client.open(project.at('bom.ts'), `\uFEFF${heavy}`), 1],
      [await client.open('/nowhere-at-all/heavy.ts', heavy), 1],
    ] as const;
    for (const [uri, line] of cases)
      expect([uri, await client.lensTitles(uri)]).toEqual([uri, [`${line} Parallelize`, `${line} Time both`]]);
    for (const uri of ['git:/heavy.ts', 'vscode-notebook-cell:/a.ts'])
      expect(await client.lenses(await client.open(uri, heavy))).toEqual([]);
    expect(await client.lenses(await client.open(project.at('page.vue'), heavy, 'vue'))).toEqual([]);
  }));

it('judges anew when a file, a tsconfig.json or a document it depends on has changed', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const helper = (body: string): string => `export function work(x: number): number { ${body} }\n`;
    project.write('helper.ts', helper('return x < 2 ? x : work(x - 1) + work(x - 2);'));
    const user = "import { work } from './helper.js';\nexport const all = (xs: number[]) => xs.map((x) => work(x));\n";
    const uri = await client.open(project.at('user.ts'), user);
    const verdict = async (): Promise<string> =>
      (await client.connection.sendRequest<DocumentLoops>('looppool/loops', { uri })).loops[0]!.verdict;
    const changed = (name: string, type: number): Promise<void> =>
      client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: uriOf(project.at(name)), type }],
      });
    expect(await verdict()).toBe('independent');
    project.write('helper.ts', `let n = 0;\n${helper('return x < 2 ? x : n++ + work(x - 1) + work(x - 2);')}`);
    await changed('helper.ts', 2);
    expect(await verdict()).toBe('refused');
    // The unsaved text of an open document counts, until it is closed.
    const open = await client.open(project.at('helper.ts'), helper('return x < 2 ? x : work(x - 1) + work(x - 2);'));
    expect(await verdict()).toBe('independent');
    await client.close(open);
    expect(await verdict()).toBe('refused');
    rmSync(project.at('helper.ts'));
    await changed('helper.ts', 3);
    expect(await verdict()).not.toBe('independent');
    project.write('helper.ts', helper('return x < 2 ? x : work(x - 1) + work(x - 2);'));
    await changed('helper.ts', 1);
    expect(await verdict()).toBe('independent');
    // Another configuration leads the import to another file.
    project.write('helper.native.ts', `let n = 0;\n${helper('return n++ + x;')}`);
    project.write(
      'tsconfig.json',
      '{ "compilerOptions": { "module": "nodenext", "moduleSuffixes": [".native", ""] } }',
    );
    await changed('tsconfig.json', 2);
    expect(await verdict()).toBe('refused');
    expect(client.logged.filter((line) => line.includes('could not be judged'))).toEqual([]);
  }));

it('survives a hostile workspace, runs nothing of it, and writes nothing outside', { timeout: 60_000 }, async () => {
  const bomb = `require('fs').writeFileSync(${JSON.stringify(project.at('EXECUTED'))}, 'x');\n`;
  const name = '`<img src=x onerror=alert(1)>`]("\'';
  const folder = project.at(name);
  mkdirSync(folder);
  project.write('prettier.config.cjs', bomb);
  project.write('node_modules/evil/index.js', bomb);
  project.write('node_modules/evil/package.json', '{ "name": "evil", "main": "index.js", "tsconfig": "index.js" }');
  project.write(
    'plugin/tsconfig.json',
    '{ "extends": "evil", "compilerOptions": { "plugins": [{ "name": "evil" }] } }',
  );
  project.write('plugin/heavy.ts', heavy);
  project.write('circle/tsconfig.json', '{ "extends": "./other.json", "references": [{ "path": "." }], "files": [] }');
  project.write('circle/other.json', '{ "extends": "./tsconfig.json" }');
  project.write('circle/heavy.ts', heavy);
  project.write('outside/tsconfig.json', '{ "extends": "../../../../../../../../etc/passwd" }');
  project.write('outside/heavy.ts', heavy);
  project.write('device/heavy.ts', heavy);
  if (process.platform !== 'win32') symlinkSync('/dev/zero', project.at('device/tsconfig.json'));
  symlinkSync('/', project.at('device/root'));
  writeFileSync(
    `${folder}/${name}.ts`,
    heavy.replace('fib(x)', '`${fib(x)}<b>`.length + last++').replace('export const', 'let last = 1; export const'),
  );
  await withClient({ folders: [project.folder] }, async (client) => {
    const answer = await client.execute<ScanAnswer>(ServerCommand.scanWorkspace, {});
    if (!('loops' in answer)) throw new Error('no answer');
    const offered = answer.loops.filter(({ verdict }) => verdict !== 'refused').map(({ file }) => file.split('/')[0]);
    expect(offered.sort()).toEqual([name, 'circle', 'device', 'outside', 'plugin'].sort());
    const uri = await client.open(
      `${folder}/${name}.ts`,
      heavy.replace('fib(x)', 'fib(x) + globalThis["`<b>`\\n](x)"]'),
    );
    const hover = (await client.hover(uri, 1, 52))!.contents as { value: string };
    // Outside of code, every angle and square bracket is escaped; a link never leaves its parentheses.
    const prose = hover.value.replace(/`[^`]*`/g, '').replace(/\[line \d+\]\([^()\s<>]*\)/g, '');
    expect(prose).not.toMatch(/<|(?<!\\)[[\]`]/);
    await client.hover(uri, 1, 52);
    expect(client.logged.filter((line) => line.includes('could not be judged'))).toEqual([]);
  });
  expect(project.read('EXECUTED')).toBeNull();
});

it('takes what is no source for none: a huge file, a folder and a circle of links by the name of one, a file that goes', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    project.write('heavy.ts', heavy);
    project.write('huge.ts', `${heavy}// ${'x'.repeat(10e6)}\n`);
    project.write('goes.ts', heavy);
    mkdirSync(project.at('folder.ts'));
    if (process.platform !== 'win32') {
      symlinkSync('circle.ts', project.at('circle.ts'));
      symlinkSync('..', project.at('folder.ts/up'));
    }
    project.write('user.ts', `import './huge.js';\nimport './folder.js';\nimport './circle.js';\n${heavy}`);
    const scanned = async (): Promise<string[]> => {
      const answer = await client.execute<ScanAnswer>(ServerCommand.scanWorkspace, {});
      return 'loops' in answer ? answer.loops.map(({ file, verdict }) => `${file} ${verdict}`).sort() : [];
    };
    const there = ['goes.ts independent', 'heavy.ts independent', 'user.ts independent'];
    expect(await scanned()).toEqual(there);
    rmSync(project.at('goes.ts'));
    expect(await scanned()).toEqual(there.slice(1));
    const huge = await client.open(project.at('open.ts'), `${heavy}// ${'x'.repeat(2e6)}\n`);
    expect(await client.lenses(huge)).toEqual([]);
    expect(client.logged.filter((line) => line.includes('could not be judged'))).toEqual([]);
  }));

it('takes no word of a workspace for what the runtime is', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const bomb = `require('fs').writeFileSync(${JSON.stringify(project.at('EXECUTED'))}, 'x');\n`;
    project.write('node_modules/looppool/package.json', '{ "name": "looppool", "main": "index.js" }');
    project.write('node_modules/looppool/index.js', bomb);
    project.write('node_modules/typescript/lib/lib.es2023.full.d.ts', 'interface Array<T> { evil: T }');
    const uri = await client.open(project.at('heavy.ts'), heavy);
    const [action] = (await client.actions(uri, 1, 52)).filter(({ kind }) => kind?.startsWith('refactor.rewrite'));
    const texts = client.texts((await client.resolve(action!)).edit!);
    expect([...texts.keys()].every((one) => one.startsWith(uriOf(project.folder)))).toBe(true);
    expect(project.read('EXECUTED')).toBeNull();
  }));

it('speaks to an editor that can do very little', () =>
  withClient({ folders: [project.folder], capabilities: {} }, async (client) => {
    const uri = await client.open(project.at('heavy.ts'), heavy);
    expect(await client.lensTitles(uri)).toEqual(shown);
    const actions = await client.actions(uri, 1, 52);
    expect(actions.map(({ command }) => command?.command)).toContain(ServerCommand.rewriteLoop);
    const answer = await client.execute(ServerCommand.rewriteLoop, { uri, position: { line: 1, character: 52 } });
    expect(answer).toEqual({ failed: expect.stringContaining('This editor cannot') as string });
  }));

it('gives hints to an editor that pulls them, and asks it to pull again', () =>
  withClient(
    {
      folders: [project.folder],
      capabilities: {
        ...FULL,
        textDocument: { ...FULL.textDocument, diagnostic: {} },
        workspace: { ...FULL.workspace, diagnostics: { refreshSupport: true } },
      },
    },
    async (client) => {
      const uri = await client.open(project.at('heavy.ts'), heavy);
      const { items } = await client.connection.sendRequest<{ items: unknown[] }>('textDocument/diagnostic', {
        textDocument: { uri },
      });
      expect(items).toHaveLength(1);
      expect(client.diagnostics.size).toBe(0);
    },
  ));

it('takes functions that the settings vouch for as such, from the next request on', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const text = `import { digest } from './digest.js';
export const all = (texts: string[]): number[] => texts.map((text) => digest(text) * 2);
`;
    await client.open(project.at('digest.d.ts'), 'export declare function digest(text: string): number;\n');
    const uri = await client.open(project.at('vouched.ts'), text);
    const hover = async (): Promise<string> =>
      JSON.stringify(
        await client.connection.sendRequest('textDocument/hover', {
          textDocument: { uri },
          position: { line: 1, character: 58 },
        }),
      );
    expect(await hover()).toContain('has no side effects');
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { looppool: { analysis: { trustedFunctions: ['./digest.js#digest'] } } },
    });
    expect(await hover()).not.toContain('has no side effects');
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { looppool: { analysis: { trustedFunctions: ['digest'] } } },
    });
    expect(await hover()).toContain('has no side effects');
    expect(client.logged.join()).toContain('looppool.analysis.trustedFunctions: expected a list of functions');
  }));

it('advertises as the settings say', () =>
  withClient(
    { folders: [project.folder], settings: { advertise: { weight: 'all' }, log: { level: 7 } } },
    async (client) => {
      const light = 'export const all = (xs: number[]): number[] => xs.map((x) => x * 2);\n';
      const uri = await client.open(project.at('light.ts'), light);
      expect(await client.lensTitles(uri)).toEqual(['0 Parallelize', '0 Time both']);
      expect(client.logged.join()).toContain('looppool.log.level: expected');
      for (const settings of [{ advertise: { muted: true } }, { codeLens: { enabled: false } }, {}]) {
        await client.connection.sendNotification('workspace/didChangeConfiguration', {
          settings: { looppool: settings },
        });
        expect(await client.lensTitles(uri)).toEqual([]);
      }
    },
  ));
