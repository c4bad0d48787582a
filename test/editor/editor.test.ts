/** A real VS Code with the packaged extension: the suite inside its extension host, and what a user sees and does. */
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../support/project.js';
import { packageExtension } from '../../extension/package.js';
import { findObstacle, openEditor, type OpenEditor } from './support/openEditor.js';
import { runHostSuite } from './support/runHostSuite.js';

const obstacle = await findObstacle();
if (obstacle) console.error(`${process.env['CI'] ? 'FAILED' : 'SKIPPED'}: the tests in a real VS Code: ${obstacle}`);

describe.skipIf(obstacle && !process.env['CI'])('In a real VS Code', () => {
  let editor: OpenEditor;
  beforeAll(async () => {
    editor = await openEditor({ extensions: [await packageExtension()], testDriver: true });
  }, 240_000);
  afterAll(() => editor?.close(), 60_000);

  it('the suite inside the extension host passes', { timeout: 320_000 }, async () => {
    cpSync(path.join(root, 'test/workspace'), path.join(editor.folder, 'examples'), { recursive: true });
    const workspace = path.join(editor.folder, 'all.code-workspace');
    writeFileSync(workspace, JSON.stringify({ folders: [{ path: 'examples' }] }));
    const results = await runHostSuite(editor, workspace);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });
});
