/** Runs a suite inside the extension host of a desktop VS Code, through `@vscode/test-electron`. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { downloadAndUnzipVSCode, resolveCliPathFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { packageExtension } from '../../../extension/package.js';
import type { HostResult } from '../suite/runMocha.js';
import type { Suite } from './bundleSuite.js';
import { prepareSuite, readResults } from './hostSuite.js';

/** `LOOPPOOL_VSCODE`: path of a desktop VS Code's executable, or a version to be downloaded: `stable`, `1.91.0`. */
export const desktop = process.env['LOOPPOOL_VSCODE'];

/**
 * @param editor a path or a version, as in `LOOPPOOL_VSCODE`
 * @param suite which one
 * @param folder an empty folder, which it fills: profile, extensions, suite
 * @param workspace the folder or `.code-workspace` file to open
 * @throws Error when there is no such VS Code, the suite left no results, or there were no tests
 */
export async function runDesktopSuite(
  editor: string,
  suite: Suite,
  folder: string,
  workspace: string,
): Promise<readonly HostResult[]> {
  const vscodeExecutablePath = existsSync(editor) ? editor : await downloadAndUnzipVSCode(editor);
  const profile = [
    `--extensions-dir=${path.join(folder, 'extensions')}`,
    `--user-data-dir=${path.join(folder, 'data')}`,
  ];
  const vsix = await packageExtension(folder);
  const cli = resolveCliPathFromVSCodeExecutablePath(vscodeExecutablePath);
  await promisify(execFile)(cli, [...profile, '--install-extension', vsix, '--force'], {
    shell: process.platform === 'win32', // it is a .cmd there
  });
  const prepared = await prepareSuite(suite, folder);
  const end = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: prepared.bridge,
    extensionTestsPath: prepared.tests,
    extensionTestsEnv: { TEST_RESULTS: prepared.results },
    launchArgs: [workspace, ...profile, '--disable-telemetry', '--disable-gpu'],
  }).then(
    (status) => `status ${status}`,
    (error: unknown) => String(error), // a test has failed: the results say which
  );
  return readResults(prepared, end);
}
