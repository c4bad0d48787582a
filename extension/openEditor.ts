/**
 * `npm run editor`: the example programs in a VS Code with the extension. Takes the VS Code of the PATH, and otherwise one in a browser,
 * whose address it prints; that one runs until Ctrl-C. The examples are a copy, which stays in `tmp/examples`.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { startCodeServer } from './codeServer.js';
import { installEditor } from './installEditor.js';
import { packageExtension } from './package.js';

const root = path.join(import.meta.dirname, '..');
const examples = path.join(root, 'tmp/examples');
const names = ['code', 'codium', 'cursor', 'windsurf', 'code-insiders', 'code-oss'];

/** Path of the first VS Code on the PATH. */
function findOnPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const extension = process.platform === 'win32' ? '.cmd' : '';
  return names.flatMap((name) => folders.map((f) => path.join(f, name + extension))).find((file) => existsSync(file));
}

/** A window of its own with the extension as it was just built; nothing is installed into the user's VS Code. */
async function openDesktop(editor: string): Promise<void> {
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, examples, path.join(examples, 'align.ts')];
  const child = spawn(editor, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${editor} ended with ${status ?? 'a signal'}`);
  console.log(`Opened ${examples} in ${editor}.`);
}

async function openInBrowser(): Promise<void> {
  console.log('There is no VS Code on the PATH.');
  const editor = await installEditor(console.log);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'looppool-editor-'));
  try {
    const server = await startCodeServer(editor, { folder, extensions: [await packageExtension()] });
    const payload = [['openFile', `vscode-remote://${new URL(server.origin).host}${examples}/align.ts`]];
    const query = new URLSearchParams({ folder: examples, payload: JSON.stringify(payload) });
    console.log(
      `\nVS Code in a browser, with the example programs; Ctrl-C ends it:\n  ${server.origin}/?${query.toString()}`,
    );
    await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
    await server.stop();
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

if (!existsSync(examples)) {
  mkdirSync(path.dirname(examples), { recursive: true });
  cpSync(path.join(root, 'test/workspace'), examples, { recursive: true });
}
try {
  const found = findOnPath();
  await (found ? openDesktop(found) : openInBrowser());
} catch (error) {
  console.error(`No editor could be opened: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
