import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { commands, DiagnosticSeverity, extensions, Position, workspace, WorkspaceEdit } from 'vscode';
import { actions, hints, hoverText, lensTitles, lineOf, open, rangeOf, until } from './documents.js';

/** A slow function and a loop over it, for text that stands in no file. */
const LOOP = `function slow(n) {
  let h = n;
  for (let k = 0; k < 100000; k++) h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return h;
}
const results = [1, 2, 3].map((n) => slow(n));
console.log(results);
`;

describe('Finding loops', () => {
  before(async () => {
    const extension = extensions.getExtension('looppool.looppool-vscode');
    assert.ok(extension, 'the package is installed');
    await extension.activate();
  });

  it('a lens stands over a loop worth a thread, and over no other', async () => {
    const document = await open('examples', 'align.ts');
    const line = lineOf(document, 'reads.map');
    await until('the lens', async () => (await lensTitles(document, line)).length > 0);
    assert.deepEqual(await lensTitles(document, line), ['Parallelize', 'Time both']);
    assert.deepEqual(await lensTitles(document, lineOf(document, 'alignments.reduce')), []);
  });

  it('a hint stands where the loop begins', async () => {
    const document = await open('examples', 'align.ts');
    const [hint] = await until('the hint', () => Promise.resolve(hints(document).length > 0 && hints(document)));
    assert.equal(hint!.severity, DiagnosticSeverity.Hint);
    assert.equal(hint!.range.start.line, lineOf(document, 'reads.map'));
    assert.ok(hint!.code, 'it has a code');
  });

  it('the hover of an independent loop says so', async () => {
    const document = await open('examples', 'align.ts');
    const text = await until('the hover', () => hoverText(document, rangeOf(document, 'map((read)')));
    assert.match(text, /can run in a pool/);
  });

  it('the hover of a refused loop says why, and what to do', async () => {
    const document = await open('examples', 'dependent.ts');
    const text = await until('the hover', () => hoverText(document, rangeOf(document, 'for (let n = from')));
    assert.match(text, /needs the value of `root`/);
    assert.match(text, /Compute it from the item or the index alone/);
  });

  it('the light bulb has a quick fix and a rewriting, with their edits', async () => {
    const document = await open('examples', 'align.ts');
    const range = rangeOf(document, 'map((read)');
    const found = await until('the actions', async () => {
      const all = await actions(document, range);
      return all.length >= 2 && all;
    });
    const kinds = found.map(({ kind }) => kind!.value);
    assert.ok(kinds.includes('quickfix'), kinds.join());
    assert.ok(
      kinds.some((kind) => kind.startsWith('refactor.rewrite.parallelize.')),
      kinds.join(),
    );
    assert.ok(found.every(({ edit }) => edit !== undefined && edit.size > 0));
  });

  it('a refused loop has no action that changes something', async () => {
    const document = await open('examples', 'dependent.ts');
    const range = rangeOf(document, 'for (let n = from');
    await until('the verdict', async () => /this stays a loop/.test(await hoverText(document, range)));
    // VS Code hands disabled actions to its own menu only.
    assert.deepEqual(await actions(document, range), []);
  });

  it('unsaved text counts, not the file', async () => {
    const document = await open('examples', 'squares.ts');
    const line = lineOf(document, 'numbers.map');
    await until('the lens', async () => (await lensTitles(document, line)).length > 0);
    const edit = new WorkspaceEdit();
    edit.insert(document.uri, new Position(0, 0), '\n\n');
    await workspace.applyEdit(edit);
    await until('the lens two lines below', async () => (await lensTitles(document, line + 2)).length > 0);
    await commands.executeCommand('workbench.action.files.revert');
  });

  it('text that was never saved is judged, too', async () => {
    const document = await workspace.openTextDocument({ language: 'javascript', content: LOOP });
    const text = await until('the hover', () => hoverText(document, rangeOf(document, 'map((n)')));
    assert.match(text, /can run in a pool/);
  });

  it('a file with a syntax error elsewhere does no harm', async () => {
    const document = await workspace.openTextDocument({ language: 'javascript', content: `${LOOP}\nconst = ;` });
    await until('the hover', () => hoverText(document, rangeOf(document, 'map((n)')));
    const align = await open('examples', 'align.ts');
    assert.deepEqual(await lensTitles(align, lineOf(align, 'reads.map')), ['Parallelize', 'Time both']);
  });

  it('a second folder has its own tsconfig, and TSX in it is read', async () => {
    const document = await open('second', 'view.tsx');
    const line = lineOf(document, 'rows.map');
    await until('the lens', async () => (await lensTitles(document, line)).length > 0);
  });

  it('a server that was restarted answers again', async () => {
    await commands.executeCommand('looppool.restartServer');
    const document = await open('examples', 'align.ts');
    const line = lineOf(document, 'reads.map');
    await until('the lens', async () => (await lensTitles(document, line)).length > 0);
  });
});
