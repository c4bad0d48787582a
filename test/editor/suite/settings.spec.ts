import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { commands, ConfigurationTarget, Selection, window, workspace } from 'vscode';
import { actions, hints, hoverText, lensTitles, lineOf, open, rangeOf, until } from './documents.js';

const changed = new Set<string>();

async function set(name: string, value: unknown): Promise<void> {
  changed.add(name);
  await workspace.getConfiguration('looppool').update(name, value, ConfigurationTarget.Workspace);
}

describe('Settings and comments', () => {
  afterEach(async () => {
    for (const name of changed) await set(name, undefined);
    changed.clear();
  });

  it('lenses can be turned off, and come back', async () => {
    const document = await open('examples', 'align.ts');
    const line = lineOf(document, 'reads.map');
    await until('the lens', async () => (await lensTitles(document, line)).length > 0);
    await set('codeLens.enabled', false);
    await until('no lens', async () => (await lensTitles(document, line)).length === 0);
    await set('codeLens.enabled', undefined);
    await until('the lens', async () => (await lensTitles(document, line)).length > 0);
  });

  it('hints can be turned off', async () => {
    const document = await open('examples', 'align.ts');
    await until('the hint', () => Promise.resolve(hints(document).length > 0));
    await set('hints.enabled', false);
    await until('no hint', () => Promise.resolve(hints(document).length === 0));
  });

  it('light loops get a lens when they are asked for', async () => {
    const document = await open('second', 'light.ts');
    const line = lineOf(document, 'words.map');
    await until('an answer', () => hoverText(document, rangeOf(document, 'map((word)')));
    assert.deepEqual(await lensTitles(document, line), []);
    await set('advertise.weight', 'all');
    await until('the lens', async () => (await lensTitles(document, line)).length > 0);
  });

  it('muting takes lenses and hints away, and leaves the hover', async () => {
    const document = await open('examples', 'align.ts');
    const line = lineOf(document, 'reads.map');
    await until('the lens', async () => (await lensTitles(document, line)).length > 0);
    changed.add('advertise.muted');
    await commands.executeCommand('looppool.toggleMuted');
    await until('silence', async () => (await lensTitles(document, line)).length === 0 && hints(document).length === 0);
    assert.match(await hoverText(document, rangeOf(document, 'map((read)')), /can run in a pool/);
    await commands.executeCommand('looppool.toggleMuted');
    await until('the lens', async () => (await lensTitles(document, line)).length > 0);
  });

  for (const [command, comment] of [
    ['looppool.ignoreLoop', '// looppool-ignore'],
    ['looppool.ignoreFile', '// looppool-ignore-file'],
  ] as const) {
    it(`${comment} takes the lens away`, async () => {
      const document = await open('examples', 'squares.ts');
      const line = lineOf(document, 'numbers.map');
      await until('the lens', async () => (await lensTitles(document, line)).length > 0);
      const { start } = rangeOf(document, 'map((n)');
      window.activeTextEditor!.selection = new Selection(start, start);
      await commands.executeCommand(command);
      await until('the comment', () => Promise.resolve(document.getText().includes(`${comment}\n`)));
      await until('no lens', async () => (await lensTitles(document, line + 1)).length === 0);
      assert.deepEqual(await lensTitles(document, line), []);
      await commands.executeCommand('workbench.action.files.revert');
      await until('the lens', async () => (await lensTitles(document, line)).length > 0);
    });
  }

  it('the suffix of worker modules is the one of the settings', async () => {
    await set('rewrite.suffix', '.jobs');
    const document = await open('second', 'crlf.ts');
    await until('the worker module of that name', async () => {
      const found = await actions(document, rangeOf(document, 'map((n)'));
      return found.some(({ edit }) => edit?.entries().some(([uri]) => uri.path.endsWith('crlf.jobs.ts')));
    });
  });
});
