/** What the scenarios in a real VS Code share: one editor for all of a file, a fresh folder and a fresh window for each. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import { root } from '../../support/project.js';
import { findObstacle, openEditor, type OpenEditor } from './openEditor.js';
import { Workbench } from './workbench.js';

/** Within the repository, as the examples of `npm run editor`: so the editor finds the types of Node, and programs find tsx. */
export const workspaces = path.join(root, 'tmp/scenarios');

/** Milliseconds for one scenario; most of it is the start of the editor. */
export const LIMIT = 400_000;

/** For scenarios that run in `npm run test:full` only. */
export const whenLong = process.env['LOOPPOOL_LONG'] ? it : it.skip;

export interface Scene {
  /** The editor, once it is open. */
  readonly editor: () => OpenEditor;
  /**
   * Opens a window on a fresh folder of this name.
   *
   * @param fill puts the files of the workspace there
   * @param file the one that is open at first
   */
  readonly open: (
    name: string,
    file: string,
    fill: (folder: string) => void,
    options?: { readonly trusted?: boolean; readonly settings?: Readonly<Record<string, unknown>> },
  ) => Promise<Workbench>;
}

/** A `describe` with an editor; skipped, and counted so, where none can be had. */
export async function describeInEditor(name: string, define: (scene: Scene) => void): Promise<void> {
  const obstacle = await findObstacle();
  if (obstacle) console.error(`${process.env['CI'] ? 'FAILED' : 'SKIPPED'}: the tests in a real VS Code: ${obstacle}`);
  describe.skipIf(obstacle !== null && !process.env['CI'])(name, () => {
    let editor: OpenEditor;
    let workbench: Workbench | undefined;
    beforeAll(async () => {
      const settings = { 'window.autoDetectColorScheme': true, 'editor.minimap.enabled': false };
      editor = await openEditor({ asksForTrust: true, settings });
    }, LIMIT);
    afterEach(async ({ task }) => {
      if (task.result?.state === 'fail')
        await workbench?.shoot(`failed-${task.name.slice(0, 20).replaceAll(/\W+/g, '-')}`);
      await workbench?.close();
      workbench = undefined;
    });
    afterAll(() => editor?.close(), 60_000);

    define({
      editor: () => editor,
      async open(folderName, file, fill, { trusted = true, settings = {} } = {}) {
        editor.set({ 'security.workspace.trust.enabled': !trusted });
        const folder = path.join(workspaces, folderName);
        rmSync(folder, { recursive: true, force: true });
        fill(folder);
        mkdirSync(path.join(folder, '.vscode'));
        writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
        workbench = await Workbench.open(editor, folder, file);
        return workbench;
      },
    });
  });
}
