/**
 * The tests that run inside the extension host. Bundled into one file, so that a VS Code can load it from anywhere:
 * `@vscode/test-electron` and the browser-based VS Code both call `run`.
 */
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export interface HostResult {
  readonly title: string;
  readonly passed: boolean;
  /** Milliseconds. */
  readonly duration: number;
  readonly error: string | null;
}

/** Runs every test; leaves the results as JSON in the file that `TEST_RESULTS` names. Rejects when one has failed. */
export async function run(): Promise<void> {
  const results: HostResult[] = [];
  const note = (test: Mocha.Test, error: string | null): void => {
    results.push({ title: test.fullTitle(), passed: error === null, duration: test.duration ?? 0, error });
  };
  const mocha = new Mocha({ timeout: 90_000, reporter: 'spec' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./finding.spec.js');
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => note(test, null))
      .on('fail', (test, error: Error) => note(test, error.stack ?? error.message));
  });
  const file = process.env['TEST_RESULTS'];
  if (file) writeFileSync(file, JSON.stringify(results, null, 2));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
