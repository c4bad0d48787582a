/** A VS Code with the packaged extension in it, and a browser to look at it: opened once for several tests, closed without a trace. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { startCodeServer, type CodeServer, type CodeServerOptions } from '../../../extension/codeServer.js';
import { installEditor } from '../../../extension/installEditor.js';
import { packageExtension } from '../../../extension/package.js';
import { installChromium, startBrowser } from './startBrowser.js';

export interface OpenEditor {
  readonly server: CodeServer;
  readonly browser: BrowserContext;
  /** A folder of its own for what the test makes. */
  readonly folder: string;
  /** Changes user settings, as the settings editor does. */
  readonly set: (settings: Readonly<Record<string, unknown>>) => void;
  readonly close: () => Promise<void>;
}

/** Why no VS Code, or no browser for it, can be had here; null where both can. Installs what is missing. */
export async function findObstacle(): Promise<string | null> {
  try {
    await installEditor(console.log);
    await installChromium(console.log);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export async function openEditor(options: Omit<CodeServerOptions, 'folder' | 'extensions'>): Promise<OpenEditor> {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'looppool-editor-')));
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.reverse()) await closer();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const [editor, chromium] = [await installEditor(console.log), await installChromium(console.log)];
    for (const name of ['server', 'profile', 'work']) mkdirSync(path.join(folder, name));
    const extensions = [await packageExtension(folder)];
    const server = await startCodeServer(editor, { ...options, extensions, folder: path.join(folder, 'server') });
    closers.push(server.stop);
    const browser = await startBrowser(chromium, path.join(folder, 'profile'));
    closers.push(() => browser.close());
    const file = path.join(folder, 'server/data/User/settings.json');
    const set = (settings: Readonly<Record<string, unknown>>): void => {
      const now = JSON.parse(readFileSync(file, 'utf8')) as object;
      writeFileSync(file, JSON.stringify({ ...now, ...settings }, null, 2));
    };
    return { server, browser, folder: path.join(folder, 'work'), set, close };
  } catch (error) {
    await close();
    throw error;
  }
}
