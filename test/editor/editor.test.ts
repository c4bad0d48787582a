/** A real VS Code with the packaged extension: the suite inside its extension host, and what a user sees and does. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { packageExtension } from '../../extension/package.js';
import { root } from '../support/project.js';
import { run } from '../support/run.js';
import { copyExamples, makeWorkspace } from './support/makeWorkspace.js';
import { findObstacle, openEditor, type OpenEditor } from './support/openEditor.js';
import { runHostSuite } from './support/runHostSuite.js';
import { Workbench } from './support/workbench.js';

const obstacle = await findObstacle();
if (obstacle) console.error(`${process.env['CI'] ? 'FAILED' : 'SKIPPED'}: the tests in a real VS Code: ${obstacle}`);
const withoutEditor = obstacle !== null && !process.env['CI'];

/** Milliseconds for one scenario; most of it is the start of the editor. */
const LIMIT = 240_000;

let vsix: string;
beforeAll(async () => {
  if (!withoutEditor) vsix = await packageExtension();
}, LIMIT);

describe.skipIf(withoutEditor)('Inside the extension host', () => {
  let editor: OpenEditor;
  beforeAll(async () => {
    editor = await openEditor({ extensions: [vsix], testDriver: true });
  }, LIMIT);
  afterAll(() => editor?.close(), 60_000);

  it('every test of the suite passes', { timeout: 320_000 }, async () => {
    const results = await runHostSuite(editor, makeWorkspace(editor.folder));
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });
});

describe.skipIf(withoutEditor)('A user', () => {
  let editor: OpenEditor;
  let workbench: Workbench | undefined;
  beforeAll(async () => {
    const settings = { 'window.autoDetectColorScheme': true, 'editor.minimap.enabled': false };
    editor = await openEditor({ extensions: [vsix], asksForTrust: true, settings });
  }, LIMIT);
  afterEach(async () => {
    await workbench?.close();
    workbench = undefined;
  });
  afterAll(() => editor?.close(), 60_000);

  /** Opens a program of a fresh copy of the examples. */
  async function openExample(name: string, program: string, settings?: object): Promise<Workbench> {
    const folder = path.join(editor.folder, name);
    copyExamples(folder);
    if (settings) {
      mkdirSync(path.join(folder, '.vscode'));
      writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    }
    const opened = await Workbench.open(editor, folder, program);
    workbench = opened;
    onTestFailed(() => opened.shoot(`failed-${name}`));
    return opened;
  }

  it('who has not trusted the workspace is told what is found, and nothing is run', { timeout: LIMIT }, async () => {
    const [witness, script] = [path.join(editor.folder, 'ran'), path.join(editor.folder, 'evil.sh')];
    writeFileSync(script, `#!/bin/sh\ntouch '${witness}'\n`, { mode: 0o755 });
    const user = await openExample('untrusted', 'align.ts', { 'looppool.timing.node': script });
    await user.lens('Time both').waitFor();
    await user.lens('Time both').click();
    await user.toast('you have not trusted').waitFor();
    await user.button('Manage Workspace Trust').waitFor();
    await user.shoot('untrusted');
    await user.goTo(15, 16);
    await user.hover(/can run in a pool/);
    expect(existsSync(witness)).toBe(false);
  });

  it('goes from the lens by the light bulb to two saved files, and back by one undo', { timeout: LIMIT }, async () => {
    editor.set({ 'security.workspace.trust.enabled': false });
    const folder = path.join(editor.folder, 'rewrite');
    const user = await openExample('rewrite', 'align.ts');
    const [file, tasks] = [path.join(folder, 'align.ts'), path.join(folder, 'align.tasks.ts')];
    const before = readFileSync(file, 'utf8');
    const printed = (await run(folder, 'align.ts', { tsx: true })).stdout;
    await user.lens('Parallelize').waitFor();
    await user.shoot('lens');
    await user.goTo(15, 16);
    const action = await user.action(/^Paralleli[sz]e/);
    await user.shoot('lightbulb');
    await action.click();
    await user.button(/^Add/).click();
    await user.until('the runtime in package.json', () =>
      readFileSync(path.join(folder, 'package.json'), 'utf8').includes('"looppool": "file:vendor/'),
    );
    await user.run('File: Save All');
    await user.until('both files on disk', () => existsSync(tasks) && readFileSync(file, 'utf8').includes('pool.map'));
    await user.shoot('rewritten');

    await promisify(execFile)('npm', ['install', '--offline', '--no-audit', '--no-fund'], { cwd: folder });
    const after = await run(folder, 'align.ts', { tsx: true, env: { LOOPPOOL_INLINE: 'never' } });
    expect(after.stdout).toBe(printed);
    expect(after.stats?.calls[0]?.itemsInWorkers).toBe(1000);

    await user.goTo(1, 1);
    await user.page.keyboard.press('Control+z');
    await user.until('the file as it was', () => readFileSync(file, 'utf8') === before);
    await user.until('no worker module', () => !existsSync(tasks));
    await user.lens('Parallelize').waitFor();
    await user.shoot('undone');
    expect((await run(folder, 'align.ts', { tsx: true })).stdout).toBe(printed);
  });

  it('times both versions: progress, cancel, result, report, clear', { timeout: LIMIT }, async () => {
    editor.set({ 'security.workspace.trust.enabled': false });
    const user = await openExample('timing', 'squares.ts', { 'looppool.timing.runs': 3 });
    await user.lens('Time both').click();
    await user.toast(/Timing/).waitFor();
    await user.shoot('timing');
    await user.button('Cancel').click();
    await user.toast(/Timing/).waitFor({ state: 'hidden' });
    await user.lens('Time both').click();
    await user.lens(/^serial .* · pool\(\d+\) .* · [\d.]+× · same result$/).waitFor();
    await user.goTo(12, 26);
    await user.hover(/serial/);
    await user.shoot('timed');
    await user.page.keyboard.press('Escape');
    await user.lens('Clear').click();
    await user.lens('Time both').waitFor();
  });

  it('reads why a loop stays one, and finds every loop in a list', { timeout: LIMIT }, async () => {
    editor.set({ 'security.workspace.trust.enabled': false });
    const user = await openExample('why-not', 'dependent.ts');
    await user.goTo(18, 4);
    await user.hover('this stays a loop');
    await user.shoot('why-not');
    await user.page.keyboard.press('Escape');
    await user.run('Looppool: Scan Workspace for Loops');
    await user.page.locator('[aria-label*="map in alignAll, line 15: independent"]').first().waitFor();
    const status = user.page.locator('[id="looppool.looppool-vscode.looppool.status"] a');
    expect(await status.getAttribute('aria-label')).toMatch(/loops in this file can run in parallel/);
    await user.shoot('loops');
  });
});

it.skipIf(withoutEditor)('left pictures of every scenario, dark and light', () => {
  for (const name of ['untrusted', 'lens', 'lightbulb', 'rewritten', 'undone', 'timing', 'timed', 'why-not', 'loops']) {
    for (const shade of ['dark', 'light']) {
      expect(existsSync(path.join(root, `tmp/screenshots/${name}-${shade}.png`)), `${name}-${shade}`).toBe(true);
    }
  }
});
