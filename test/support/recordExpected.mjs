/**
 * Runs every program of `test/workspace` and writes what it prints to `test/workspace/expected.json`, which the tests compare with.
 * Only for new or deliberately changed programs: `node test/support/recordExpected.mjs`.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../workspace', import.meta.url));
const tsx = fileURLToPath(import.meta.resolve('tsx/cli'));
const programs = readdirSync(workspace).filter((name) => /\.([cm]?js|ts)$/.test(name) && name !== 'makeImages.cjs');

const expected = {};
for (const program of programs.sort()) {
  expected[program] = execFileSync(process.execPath, [tsx, program], { cwd: workspace, encoding: 'utf8' });
}
writeFileSync(`${workspace}/expected.json`, `${JSON.stringify(expected, null, 2)}\n`);
console.log(`${programs.length} programs recorded`);
