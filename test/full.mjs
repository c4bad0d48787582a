/**
 * `npm run test:full`: the toolchain matrix. Runs the tests that execute programs under every other supported Node that can be had;
 * `npm test` has run them under the current one.
 *
 * Each Node comes from the npm registry, as the package that holds its binary, and is kept in the user's cache folder.
 * After that, one program under Bun, Deno, loaders, test runners and bundlers (`test/toolchain`), and the long runs of tests that `npm test` keeps short.
 *
 * A Node that cannot be had is a counted skip, and a failure with `CI=true`.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepare } from '../extension/prepare.mjs';
import { findNode } from './support/engines.mjs';

/** What differs from version to version is threads, not rewriting: most versions are asked about the runtime only. */
const runtimeOnly = { files: ['test/unit/runtime'], settings: {} };
/** One of them runs many programs of the corpora, others than `npm test`; all of them do without `LOOPPOOL_PROGRAMS`. */
const corpora = {
  files: ['test/equivalence/corpus.test.ts', 'test/equivalence/ownCorpus.test.ts', 'test/unit/runtime'],
  settings: { LOOPPOOL_LONG: '1', LOOPPOOL_SEED: '2', LOOPPOOL_PROGRAMS: '20' },
};
const suites = { 20: corpora, 22: runtimeOnly, 24: corpora, 26: runtimeOnly };

const root = fileURLToPath(new URL('..', import.meta.url));
const current = Number(process.versions.node.split('.')[0]);

/** Runs the suites with one Node: both the test runner and the programs that the tests start. */
function runSuites(node, name, { files, settings }) {
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const env = { ...process.env, LOOPPOOL_TEST_NODE: node, LOOPPOOL_REPORT_NAME: name, ...settings };
  return spawnSync(node, [vitest, 'run', '--retry=2', ...files], { cwd: root, env, stdio: 'inherit' }).status === 0;
}

/** Leaves a report like the test runner's, so that what did not run is counted where reports are. */
function reportMissing(name, failed) {
  if (!process.env.LOOPPOOL_REPORTS) return;
  const counts = {
    numPassedTests: 0,
    numFailedTests: failed ? 1 : 0,
    numPendingTests: failed ? 0 : 1,
    numTodoTests: 0,
  };
  writeFileSync(
    path.join(process.env.LOOPPOOL_REPORTS, `${name}.json`),
    JSON.stringify({ ...counts, testResults: [] }),
  );
}

prepare();
const outcomes = { passed: [], failed: [], skipped: [] };
for (const major of Object.keys(suites)
  .map(Number)
  .filter((major) => major !== current)) {
  const name = `node-${major}`;
  let node;
  try {
    node = findNode(major);
    console.log(`\nNode ${major}: ${node}`);
  } catch (error) {
    const strict = process.env.CI === 'true';
    console.error(`${strict ? 'FAILED' : 'SKIPPED'}: Node ${major} could not be had: ${error.message}`);
    reportMissing(name, strict);
    outcomes[strict ? 'failed' : 'skipped'].push(name);
    continue;
  }
  outcomes[runSuites(node, name, suites[major]) ? 'passed' : 'failed'].push(name);
}

// One program under everything people run programs with; the table in the runtime's README comes from it.
const { status } = spawnSync(process.execPath, [path.join(root, 'test/toolchain/matrix.mjs')], { stdio: 'inherit' });
outcomes[status === 0 ? 'passed' : 'failed'].push('toolchains');

// Long runs of what `npm test` does briefly.
const long = {
  files: ['test/sources', 'test/protocol/edits.test.ts', 'test/unit/runtime/randomFaults.test.ts'],
  settings: {
    LOOPPOOL_LONG: '1',
    LOOPPOOL_FAULTS: '200',
    LOOPPOOL_EDITS: '5000',
    LOOPPOOL_GARBLED: '60',
    LOOPPOOL_PUBLISHED: 'simple-statistics',
  },
};
outcomes[runSuites(process.execPath, 'long', long) ? 'passed' : 'failed'].push('long');

// What a user does in the editor from end to end, and times that are compared: one after the other, with nothing beside.
const quiet = {
  files: ['test/timing', 'test/editor', '--no-file-parallelism'],
  settings: { LOOPPOOL_LONG: '1' },
};
outcomes[runSuites(process.execPath, 'quiet', quiet) ? 'passed' : 'failed'].push('quiet');

const summary = Object.entries(outcomes).map(([outcome, names]) =>
  `${names.length} ${outcome} ${names.join(' ')}`.trim(),
);
console.log(`Matrix: ${summary.join(', ')}`);
process.exitCode = outcomes.failed.length > 0 ? 1 : 0;
