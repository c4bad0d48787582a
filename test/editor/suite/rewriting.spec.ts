import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { commands, EndOfLine, Selection, window } from 'vscode';
import { fileUri, open, parallelize, rangeOf, tasksOf, until } from './documents.js';

describe('Rewriting loops', () => {
  it('changes the file and makes the worker module; saved, both are on disk', async () => {
    const document = await open('examples', 'squares.ts');
    await parallelize(document, rangeOf(document, 'map((n)'));
    assert.match(document.getText(), /pool\.map(Sync)?\(/);
    const tasks = await tasksOf(document);
    assert.match(tasks.getText(), /export const \w+ = task\(/);
    assert.ok((await document.save()) && (await tasks.save()));
    assert.equal(readFileSync(document.fileName, 'utf8'), document.getText());
    assert.equal(readFileSync(tasks.fileName, 'utf8'), tasks.getText());
  });

  it('two loops of one file share one worker module', async () => {
    const document = await open('second', 'two.ts');
    await parallelize(document, rangeOf(document, 'map((n)'));
    await until('the first task', async () => (await tasksOf(document)).getText().includes('task('));
    await parallelize(document, rangeOf(document, 'map((m)'));
    const tasks = await tasksOf(document);
    await until('the second task', () => Promise.resolve(tasks.getText().match(/= task\(/g)?.length === 2));
    assert.equal(document.getText().match(/pool\.map/g)?.length, 2);
  });

  it('CRLF stays CRLF', async () => {
    const document = await open('second', 'crlf.ts');
    assert.equal(document.eol, EndOfLine.CRLF);
    await parallelize(document, rangeOf(document, 'map((n)'));
    await until('the change', () => Promise.resolve(/pool\.map/.test(document.getText())));
    assert.ok(await document.save());
    const text = readFileSync(document.fileName, 'utf8');
    assert.match(text, /pool\.map/);
    assert.doesNotMatch(text, /[^\r]\n/);
  });

  it('TSX is rewritten', async () => {
    const document = await open('second', 'view.tsx');
    await parallelize(document, rangeOf(document, 'map((row)'));
    await until('the change', () => Promise.resolve(/pool\.map/.test(document.getText())));
    assert.match((await tasksOf(document)).getText(), /task\(/);
  });

  it('the command of the palette rewrites the loop at the cursor', async () => {
    const document = await open('examples', 'bootstrap.js');
    const { start } = rangeOf(document, 'for (let replicate');
    window.activeTextEditor!.selection = new Selection(start, start);
    await commands.executeCommand('looppool.parallelizeLoop');
    await until('the change', () => Promise.resolve(/pool\./.test(document.getText())));
    assert.ok(existsSync(fileUri('examples', 'bootstrap.tasks.js').fsPath));
  });
});
