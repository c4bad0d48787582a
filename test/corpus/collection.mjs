/** The programs, their labels, and how one is run. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const here = fileURLToPath(new URL('.', import.meta.url));
export const programsFolder = path.join(here, 'programs');

export const readJson = (name) => JSON.parse(readFileSync(path.join(here, name), 'utf8'));
export const readProgram = (file) => readFileSync(path.join(programsFolder, file), 'utf8');

/** Names of the programs, without what only serves them. */
export const programs = () =>
  readdirSync(programsFolder)
    .filter((file) => /(?<!\.d|\.tasks)\.[cm]?[jt]s$/.test(file))
    .sort();

/** A copy of the programs, or of those that `wanted` names, in a temporary folder. */
export function copyPrograms(wanted = () => true) {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'corpus-')));
  const options = { recursive: true, force: true };
  for (const name of readdirSync(programsFolder).filter(wanted)) cpSync(path.join(programsFolder, name), path.join(folder, name), options);
  return folder;
}

/** Turns the TypeScript of a folder into JavaScript in place, so that plain Node can run it. */
export function compile(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/ts$/.test(entry.name) || /[\\/]node_modules[\\/]/.test(file)) continue;
    const module = /\.cts$/.test(file) ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext;
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module, esModuleInterop: true };
    writeFileSync(toJs(file), ts.transpileModule(readFileSync(file, 'utf8'), { fileName: file, compilerOptions }).outputText);
    rmSync(file);
  }
}

export const toJs = (file) => file.replace(/ts$/, 'js');

/** Runs `node ARGUMENTS` to its end, or for a minute; gives what it printed and how it ended. */
export function run(args, cwd, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ stdout, stderr, end: code ?? signal });
    });
  });
}

/** Calls `task` with every item, a few at a time. */
export async function eachOf(items, task, width = 2) {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: width }, work));
}
