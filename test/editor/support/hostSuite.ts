/** What a suite inside the extension host needs and leaves, in whichever VS Code it runs. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { HostResult, HostResults } from '../suite/runMocha.js';
import { bundleSuite, type Suite } from './bundleSuite.js';

/** Paths of files and folders. */
export interface PreparedSuite {
  /** The extension "under development": empty, since the one under test is installed. */
  readonly bridge: string;
  readonly tests: string;
  readonly results: string;
}

export async function prepareSuite(suite: Suite, folder: string): Promise<PreparedSuite> {
  const within = (name: string): string => path.join(folder, suite, name);
  const [bridge, tests, results] = [within('bridge'), within('suite/index.cjs'), within('results.json')];
  mkdirSync(bridge, { recursive: true });
  writeFileSync(
    path.join(bridge, 'package.json'),
    '{ "name": "bridge", "publisher": "test", "version": "0.0.0", "engines": { "vscode": "*" } }',
  );
  rmSync(results, { force: true });
  await bundleSuite(suite, tests);
  return { bridge, tests, results };
}

/**
 * @param end how the editor ended, for the error
 * @throws Error when the suite left no results, or there were no tests
 */
export function readResults({ results }: PreparedSuite, end: string): readonly HostResult[] {
  const { ended, tests } = (
    existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : { ended: false, tests: [] }
  ) as HostResults;
  if (ended && tests.length > 0) return tests;
  const lines = tests.map(({ title, passed, error }) => `${passed ? 'passed' : 'failed'} ${title} ${error ?? ''}`);
  throw new Error(`The suite did not come to its end: ${end}\n${lines.join('\n')}`);
}
