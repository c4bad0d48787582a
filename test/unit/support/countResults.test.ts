import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../support/countResults.mjs', import.meta.url));

describe('countResults', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'looppool-reports-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const report = (name: string, passed: number, failed: number, pending: number, testResults: object[] = []) => {
    const counts = { numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: 0 };
    writeFileSync(path.join(folder, name), JSON.stringify({ ...counts, testResults }));
  };
  const count = () => {
    const { status, stdout } = spawnSync(process.execPath, [script, folder], { encoding: 'utf8' });
    return { status, lastLine: stdout.trimEnd().split('\n').at(-1) };
  };

  it('adds up all reports of the folder', () => {
    report('test.json', 12, 1, 2);
    report('node-24.json', 5, 0, 0);
    expect(count()).toEqual({ status: 0, lastLine: '17 passed, 1 failed, 2 skipped' });
  });

  it('counts a file that could not be loaded as a failure', () => {
    report('test.json', 3, 0, 0, [{ status: 'failed', assertionResults: [] }]);
    expect(count().lastLine).toBe('3 passed, 1 failed, 0 skipped');
  });

  it('fails when no test was run', () => {
    report('test.json', 0, 0, 4);
    expect(count()).toEqual({ status: 1, lastLine: '0 passed, 0 failed, 4 skipped' });
  });
});
