/**
 * `npm start`: the main job on the example programs, from nothing. Installs and builds what is missing; then, on a scratch copy of
 * `test/workspace`, finds the loops, shows one fix, times both versions, applies the fix, and runs the program before and after.
 * Every step is a command that people can type themselves. Ends with status 1 and one clear line when a step fails.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm, prepare } from './prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = path.join(root, 'dist/cli.js');
const program = 'align.ts';

const paint = (code) => (text) => (process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text);
const bold = paint('1');
const dim = paint('2');

function heading(text) {
  console.log(`\n${bold(text)}`);
}

/** Runs one command of Looppool in `folder` and shows what it prints, or keeps that to itself when `quiet`. */
function looppool(folder, args, { quiet = false, mayAnswerNo = false } = {}) {
  if (!quiet) console.log(dim(`$ looppool ${args.join(' ')}`));
  const env = process.stdout.isTTY ? { FORCE_COLOR: '1', ...process.env } : process.env;
  const options = { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const { status, stdout } = spawnSync(process.execPath, [cli, ...args], options);
  if (!quiet) process.stdout.write(stdout);
  if (status !== 0 && !(mayAnswerNo && status === 1))
    throw new Error(`looppool ${args.join(' ')} ended with ${status}`);
  return stdout;
}

/** The first loop of the program that is offered and worth a thread. */
function findOffered(folder) {
  const { loops } = JSON.parse(looppool(folder, ['scan', '--json', program], { quiet: true }));
  const offered = loops.find(({ verdict, weight }) => verdict === 'independent' && weight === 'heavy');
  if (!offered) throw new Error(`no loop of ${program} is offered`);
  return `${program}:${offered.line}`;
}

function runProgram(folder) {
  const tsx = fileURLToPath(import.meta.resolve('tsx/cli'));
  const options = { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const { status, stdout } = spawnSync(process.execPath, [tsx, program], options);
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return stdout;
}

function showOutput(label, text) {
  console.log(`${label}:\n${text.replace(/^(?=.)/gm, '  ')}`.trimEnd());
}

/** `looppool init` names the runtime in package.json and leaves a copy in the project; npm puts that in place. */
function installRuntime(folder) {
  if (existsSync(path.join(folder, 'node_modules/looppool/package.json'))) return;
  console.log(dim('$ npm install --offline'));
  const { status } = npm(['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
  if (status !== 0) throw new Error('npm could not install the runtime from the copy inside the project');
}

function demonstrate(folder) {
  heading('1. Find the loops, and why some must stay loops');
  looppool(folder, ['scan']);

  const loop = findOffered(folder);
  heading('2. See what a fix would change');
  looppool(folder, ['fix', loop]);

  heading('3. Time both versions on the data of the program; no file is changed');
  const timing = looppool(folder, ['time', loop], { mayAnswerNo: true });
  if (!timing.includes('same result')) throw new Error('the two versions were not found to give the same result');

  heading('4. Apply it, and run the program before and after');
  const before = runProgram(folder);
  looppool(folder, ['fix', loop, '--write']);
  looppool(folder, ['init']);
  installRuntime(folder);
  const after = runProgram(folder);
  showOutput('before', before);
  showOutput('after', after);
  if (before !== after) throw new Error(`${program} prints something else after the fix`);
  console.log('Both print the same.');
}

function sayWhatNext() {
  heading('On your own files');
  console.log(`All of this happened in a scratch copy, which is gone. In a project of yours:

  node ${cli} scan src
  … time src/FILE.ts:LINE          both versions, on your program's own data
  … fix src/FILE.ts:LINE           the change as a diff; --write applies it
  … init                           adds the runtime to your package.json, offline; then npm install

"npm link", once, in this folder makes "looppool" a command everywhere. The programs above are in test/workspace.`);
}

// With a handler of its own, Ctrl-C ends the running step and still cleans up.
process.on('SIGINT', () => {});
let scratch;
try {
  prepare();
  mkdirSync(path.join(root, 'tmp'), { recursive: true });
  scratch = mkdtempSync(path.join(root, 'tmp/start-'));
  const outputs = path.join(root, 'test/workspace/data');
  cpSync(path.join(root, 'test/workspace'), scratch, { recursive: true, filter: (file) => file !== outputs });
  demonstrate(scratch);
  sayWhatNext();
} catch (error) {
  console.error(`\nnpm start failed: ${error.message}.`);
  process.exitCode = 1;
} finally {
  if (scratch) rmSync(scratch, { recursive: true, force: true });
}
