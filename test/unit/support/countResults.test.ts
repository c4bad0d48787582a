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
    const lines = stdout.trimEnd().split('\n');
    return { status, lastLine: lines.at(-1), before: lines.slice(0, -1) };
  };

  it('adds up all reports of the folder', () => {
    report('test.json', 12, 1, 2);
    report('node-24.json', 5, 0, 0);
    expect(count()).toEqual({ status: 0, lastLine: '17 passed, 1 failed, 2 skipped', before: [] });
  });

  it('names each test that failed, and says why, above the last line', () => {
    const assertionResults = [
      { status: 'passed', fullName: 'is right' },
      { status: 'failed', fullName: 'is wrong', failureMessages: ['expected 1 to be 2\n    at line 3'] },
    ];
    report('test.json', 1, 1, 0, [{ name: 'a.test.ts', status: 'failed', assertionResults }]);
    expect(count().before).toEqual(['FAILED a.test.ts > is wrong', 'expected 1 to be 2', '    at line 3']);
  });

  it('counts a file that could not be loaded as a failure', () => {
    report('test.json', 3, 0, 0, [
      { name: 'b.test.ts', message: 'no such module', status: 'failed', assertionResults: [] },
    ]);
    expect(count().lastLine).toBe('3 passed, 1 failed, 0 skipped');
    expect(count().before).toEqual(['FAILED b.test.ts', 'no such module']);
  });

  it('fails when no test was run', () => {
    report('test.json', 0, 0, 4);
    expect(count()).toEqual({ status: 1, lastLine: '0 passed, 0 failed, 4 skipped', before: [] });
  });
});
