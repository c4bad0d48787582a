/**
 * What runs inside the extension host: mocha, and the tests. Bundled into one file, so that a VS Code can load it from anywhere:
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

/** What the suite leaves as JSON: written after every test, so that it is there even when the editor dies. */
export interface HostResults {
  readonly ended: boolean;
  readonly tests: readonly HostResult[];
}

/**
 * Runs every test; leaves the results in the file that `TEST_RESULTS` names.
 *
 * @param load imports the modules with the tests
 * @throws Error when a test has failed
 */
export async function runMocha(load: () => Promise<unknown>): Promise<void> {
  const results: HostResult[] = [];
  const file = process.env['TEST_RESULTS'];
  const write = (ended: boolean): void => {
    if (file) writeFileSync(file, JSON.stringify({ ended, tests: results } satisfies HostResults, null, 2));
  };
  const note = (test: Mocha.Test, error: string | null): void => {
    results.push({ title: test.fullTitle(), passed: error === null, duration: test.duration ?? 0, error });
    write(false);
  };
  const mocha = new Mocha({ timeout: 90_000, reporter: 'spec' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => note(test, null))
      .on('fail', (test, error: Error) => note(test, error.stack ?? error.message));
  });
  write(true);
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
