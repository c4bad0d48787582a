/** Suites inside the extension host of a real VS Code, with the packaged extension. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/project.js';
import { makeWorkspace } from './support/makeWorkspace.js';
import { findObstacle, openEditor, type OpenEditor } from './support/openEditor.js';
import { desktop, runDesktopSuite } from './support/runDesktopSuite.js';
import { runHostSuite } from './support/runHostSuite.js';
import { whenLong } from './support/scenarios.js';

const obstacle = desktop ? null : await findObstacle();
if (obstacle) console.error(`${process.env['CI'] ? 'FAILED' : 'SKIPPED'}: the tests in a real VS Code: ${obstacle}`);
const withoutEditor = obstacle !== null && !process.env['CI'];

/** Milliseconds for one scenario; most of it is the start of the editor. */
const LIMIT = 240_000;

describe.skipIf(withoutEditor || desktop)('Inside the extension host', () => {
  let editor: OpenEditor;
  beforeAll(async () => {
    editor = await openEditor({ testDriver: true });
  }, LIMIT);
  afterAll(() => editor?.close(), 60_000);

  it('every test of the suite passes', { timeout: 320_000 }, async () => {
    const results = await runHostSuite(
      'index',
      editor,
      makeWorkspace(mkdtempSync(path.join(editor.folder, 'workspace-'))),
    );
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  whenLong('tasks and launch configurations of the repository work', { timeout: 320_000 }, async () => {
    const results = await runHostSuite('repository', editor, root);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });
});

it.runIf(desktop)('every test of the suite passes in a desktop VS Code', { timeout: 600_000 }, async () => {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'looppool-desktop-')));
  try {
    const work = path.join(folder, 'work');
    mkdirSync(work);
    const results = await runDesktopSuite(desktop!, 'index', folder, makeWorkspace(work));
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
});
