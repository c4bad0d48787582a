import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import {
  commands,
  ConfigurationTarget,
  Position,
  Range,
  Selection,
  window,
  workspace,
  WorkspaceEdit,
  type CodeLens,
  type TextDocument,
} from 'vscode';
import { fileUri, lensTitles, open, rangeOf, until } from './documents.js';

/** Two loops that their own file reaches. */
const TWO = `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
const [first, second] = [[], []];
for (const n of [20, 21, 22]) {
  first.push(fib(n));
}
for (const n of [23, 22, 21]) {
  second.push(fib(n));
}
console.log(first, second);
`;

const LIBRARY = `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
/** @param {number[]} sizes */
export const fibs = (sizes) => sizes.map((n) => fib(n));
`;

/** Every iteration needs what the one before it has left. */
const CHAIN = `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
let last = 0;
for (const n of [11, 12, 13]) {
  last = fib(n - (last % 2)) + last / 2;
}
console.log(last);
`;

interface Answer {
  readonly line?: string;
  readonly failed?: string;
}

const RESULT = /^serial .* · same result$/;

async function made(name: string, text: string): Promise<TextDocument> {
  await workspace.fs.writeFile(fileUri('second', name), Buffer.from(text));
  return open('second', name);
}

/** Times the loop that begins with `text`, as its lens does. */
function time(document: TextDocument, text: string, reach?: unknown): Thenable<Answer | null> {
  const { line, character } = rangeOf(document, text).start;
  const target = { uri: document.uri.toString(), position: { line, character }, ...(reach ? { reach } : {}) };
  return commands.executeCommand<Answer | null>('looppool.timeLoop', target);
}

const change = async (edit: (edit: WorkspaceEdit) => void): Promise<void> => {
  const changes = new WorkspaceEdit();
  edit(changes);
  assert.ok(await workspace.applyEdit(changes));
};

const setRuns = (runs: number | undefined): Thenable<void> =>
  workspace.getConfiguration('looppool').update('timing.runs', runs, ConfigurationTarget.Workspace);

describe('Timing', () => {
  before(() => setRuns(1));
  after(() => setRuns(undefined));

  it('two loops at once are timed one after the other; an edit meanwhile hides the results until it is undone', async () => {
    const document = await made('twice.js', TWO);
    const both = [time(document, 'for (const n of [20'), time(document, 'for (const n of [23')];
    await until('both to be under way', async () => (await lensTitles(document, 5)).includes('Cancel'));
    const top = new Position(0, 0);
    await change((edit) => edit.insert(document.uri, top, '\n'));
    const lines = await Promise.all(both.map(async (one) => (await one)?.line ?? ''));
    for (const line of lines) assert.match(line, RESULT);
    assert.deepEqual(await lensTitles(document, 3), ['Parallelize', 'Time both']);
    await change((edit) => edit.delete(document.uri, new Range(top, new Position(1, 0))));
    await until('both results', async () =>
      (await Promise.all([2, 5].map((line) => lensTitles(document, line)))).every((titles) => titles.includes('Clear')),
    );
    // The very loop again is refused while it runs, and nothing else.
    const again = time(document, 'for (const n of [20');
    await until('it to be under way', async () => (await lensTitles(document, 2)).includes('Cancel'));
    const refused = await time(document, 'for (const n of [20');
    assert.match(refused?.failed ?? '', /being timed already/);
    assert.match((await again)?.line ?? '', RESULT);
  });

  it('a loop that its file does not reach is timed through an expression', async () => {
    const document = await made('library.mjs', LIBRARY);
    const missed = await time(document, 'map((n)');
    assert.match(missed?.failed ?? '', /does not reach the loop/);
    await commands.executeCommand('notifications.clearAll'); // the question is left unanswered
    await until('a way out in the lens', async () => (await lensTitles(document, 2)).includes('Time with…'));
    const timed = await time(document, 'map((n)', { call: 'fibs([20, 21, 22])' });
    assert.match(timed?.line ?? '', RESULT);
    // Nobody has chosen it: the next timing is as it was.
    window.activeTextEditor!.selection = new Selection(2, 40, 2, 40);
    assert.match((await time(document, 'map((n)'))?.failed ?? '', /does not reach the loop/);
    await commands.executeCommand('notifications.clearAll');
  });

  it('runs a loop that stays one in other orders, and says over it what that shows', async () => {
    const document = await made('chain.mjs', CHAIN);
    const place = rangeOf(document, 'for (').start;
    window.activeTextEditor!.selection = new Selection(place, place);
    await commands.executeCommand('looppool.tryOtherOrders');
    const titles = await until('what was found', async () => {
      const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
      const found = lenses.map(({ command }) => command?.title ?? '');
      return found.some((title) => title.startsWith('Order ')) && found;
    });
    assert.match(titles.join('\n'), /^Order matters; backward: last is \S+ as it is and \S+ backward$/m);
    assert.ok(titles.includes('Clear'));
  });
});
