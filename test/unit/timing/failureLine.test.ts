import { describe, expect, it } from 'vitest';
import { failureLine } from '../../../server/timing/process/failureLine.js';

const failed = (stderr: string, stdout = ''): string | null => failureLine({ code: 1, signal: null, stdout, stderr });

describe('failureLine', () => {
  it('is null for a program that ends well', () => {
    expect(failureLine({ code: 0, signal: null, stdout: '', stderr: 'Error: told, and dealt with' })).toBeNull();
  });

  it('tells the first error of a program', () => {
    expect(failed('file.js:3\n  x.y\n    ^\n\nTypeError: no y\n    at file.js:3:4\n\nNode.js v20.1.0\n')).toBe(
      'TypeError: no y (exit status 1)',
    );
    expect(failed('error Command failed.')).toBe('error Command failed (exit status 1)');
    expect(failed('')).toBe('exit status 1.');
  });

  it('tells what a signal ended, and not what was printed before', () => {
    const end = { code: null, signal: 'SIGSEGV', stdout: 'Error: earlier', stderr: 'a stack of its own' } as const;
    expect(failureLine(end)).toBe('it was ended by SIGSEGV.');
  });

  // Each as the runner prints it.
  it.each([
    [
      'vitest, in colour',
      failed(
        '\u001B[31m⎯⎯ Failed Tests 1 ⎯⎯\u001B[39m\n\n\u001B[31m FAIL \u001B[39m a.test.js\n\u001B[31mTypeError\u001B[39m: no x\n\n\u001B[2m⎯⎯[1/1]⎯\u001B[22m\n',
      ),
      'TypeError: no x (exit status 1)',
    ],
    [
      'vitest without tests',
      failed('No test files found, exiting with code 1\n\nfilter: nosuch\nexclude:  **/node_modules/**\n'),
      'No test files found, exiting with code 1 (exit status 1)',
    ],
    [
      'jest without its support of ES modules',
      failed(
        'FAIL ./score.test.js\n  ● Test suite failed to run\n\n    Must use import to load ES Module: /p/score.test.js\n\nTests:       0 total\nRan all test suites.\n',
      ),
      'Must use import to load ES Module: /p/score.test.js (exit status 1)',
    ],
    [
      'jest without tests',
      failed('', 'No tests found, exiting with code 1\nPattern: nosuch - 0 matches\n'),
      'No tests found, exiting with code 1 (exit status 1)',
    ],
    [
      'mocha',
      failed('', '  1 failing\n\n  1) score\n       runs:\n     TypeError: no x\n      at test.js:3:51\n'),
      'TypeError: no x (exit status 1)',
    ],
    [
      'node --test',
      failed('', `TAP version 13\nnot ok 1 - runs\n  ---\n  error: "no x (reading 'y')"\n  name: 'TypeError'\n  ...\n`),
      "no x (reading 'y') (exit status 1)",
    ],
    [
      'node --test, several lines',
      failed('', `not ok 1 - runs\n  ---\n  error: |-\n    1 is not 2\n    at all\n  ...\n`),
      '1 is not 2 (exit status 1)',
    ],
  ])('tells what %s says', (_runner, line, expected) => {
    expect(line).toBe(expected);
  });
});
