/** Runs a suite inside the extension host of a browser-based VS Code. */
import type { HostResult } from '../suite/runMocha.js';
import type { Suite } from './bundleSuite.js';
import { prepareSuite, readResults } from './hostSuite.js';
import type { OpenEditor } from './openEditor.js';

/** Milliseconds for the whole suite, the start of the editor included. */
const LIMIT = 300_000;

/**
 * @param suite which one
 * @param workspace the folder or `.code-workspace` file to open
 * @throws Error when the suite left no results, or there were no tests
 */
export async function runHostSuite(
  suite: Suite,
  { server, browser, folder }: OpenEditor,
  workspace: string,
): Promise<readonly HostResult[]> {
  const prepared = await prepareSuite(suite, folder);
  const page = await browser.newPage();
  const log: string[] = [];
  const ended = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => log.push(args.join(' ')));
  const remote = (file: string): string => `vscode-remote://${new URL(server.origin).host}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(prepared.bridge)],
    ['extensionTestsPath', remote(prepared.tests)],
    ['extensionEnvironment', JSON.stringify({ TEST_RESULTS: prepared.results })],
    ['skipWelcome', 'true'],
  ];
  const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams({ [kind]: workspace, payload: JSON.stringify(payload) });
  await page.goto(`${server.origin}/?${query.toString()}`);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => (timer = setTimeout(() => resolve('too late'), LIMIT)));
  const end = await Promise.race([ended, late]);
  clearTimeout(timer);
  await page.close();
  return readResults(prepared, [`status ${end}`, ...log].join('\n'));
}
