/** Runs the suite inside the extension host of a browser-based VS Code. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostResult, HostResults } from '../suite/runMocha.js';
import { bundleSuite, type Suite } from './bundleSuite.js';
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
  const [bridge, tests, results] = ['bridge', 'suite/index.cjs', 'results.json'].map((n) =>
    path.join(folder, suite, n),
  ) as [string, string, string];
  // The extension under test is the installed one; the one "under development" is empty.
  mkdirSync(bridge, { recursive: true });
  writeFileSync(
    path.join(bridge, 'package.json'),
    '{ "name": "bridge", "publisher": "test", "version": "0.0.0", "engines": { "vscode": "*" } }',
  );
  await bundleSuite(suite, tests);

  const page = await browser.newPage();
  const log: string[] = [];
  const ended = new Promise<number>((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => log.push(args.join(' ')));
  const remote = (file: string): string => `vscode-remote://${new URL(server.origin).host}${file}`;
  const payload = [
    ['extensionDevelopmentPath', remote(bridge)],
    ['extensionTestsPath', remote(tests)],
    ['extensionEnvironment', JSON.stringify({ TEST_RESULTS: results })],
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
  const { ended: whole, tests: found } = (
    existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : { ended: false, tests: [] }
  ) as HostResults;
  if (whole && found.length > 0) return found;
  const lines = found.map(({ title, passed, error }) => `${passed ? 'passed' : 'failed'} ${title} ${error ?? ''}`);
  throw new Error(`The suite did not come to its end (${end}):\n${(lines.length > 0 ? lines : log).join('\n')}`);
}
