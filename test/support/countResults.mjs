/**
 * Adds up the JSON reports that the test runner left in a folder, prints each test that failed, with the first lines of its
 * message, and `N passed, N failed, N skipped` as the last line: the end of a long log says what is wrong.
 * Fails when there is no report or no test was run. Used by `.ci/run`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
const LINES_OF_A_MESSAGE = 12;
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  // A file that could not be loaded has failed without a test of its own.
  total.failed += report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  for (const file of report.testResults.filter((file) => file.status === 'failed')) printFailures(file);
}
if (total.passed + total.failed === 0) {
  console.error(`No test was run: ${folder} has no report with results.`);
  process.exitCode = 1;
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);

function printFailures({ name, message, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (assertionResults.length === 0) console.log(`FAILED ${name}\n${beginning(message)}`);
  for (const test of failed) {
    console.log(`FAILED ${name} > ${test.fullName}\n${beginning(test.failureMessages?.join('\n'))}`);
  }
}

function beginning(message = '') {
  return message.split('\n').slice(0, LINES_OF_A_MESSAGE).join('\n');
}
