/** Small programs for the timing tests: written to a folder of their own, with a rewrite by hand and a stand-in for the runtime. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Facts, JudgedLoop, Rewrite, Span, TimingReport } from '../../../server/model.js';
import { timeLoop, type TimeRequest } from '../../../server/timing/timeLoop.js';

export interface Program {
  /** Name of the program's file. */
  readonly file: string;
  // Its text, with the loop between /*[*/ and /*]*/.
  readonly text: string;
  /** What stands in place of the marked part. */
  readonly parallel: string;
  /** Put at the beginning of the rewritten text. */
  readonly imports?: string;
  readonly tasks?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly facts?: Partial<Facts>;
}

/** Not the real runtime: everything runs on the calling thread, which is enough for what surrounds it. */
const STAND_IN = `
import { writeFileSync } from 'node:fs';
let calls = 0;
process.on('exit', () => {
  if (process.env.LOOPPOOL_STATS) writeFileSync(process.env.LOOPPOOL_STATS, JSON.stringify({ calls: [{ task: 'task', items: 3, itemsInWorkers: 3, itemsInline: 0, workers: Number(process.env.LOOPPOOL_WORKERS ?? 2), bytesCopied: 24 * calls }] }));
});
export const task = (url, name, fn) => fn;
export const pool = {
  mapSync: (fn, items, captures) => (calls = 1, items.map((item, index) => fn(item, captures, { index }))),
  map: async (fn, items, captures) => (calls = 1, Promise.all(items.map((item, index) => fn(item, captures, { index })))),
  *zipSync(fn, items, captures) { for (const item of items) yield [item, fn(item, captures, {})]; },
};
`;

export interface Timed {
  readonly folder: string;
  readonly request: TimeRequest;
  run(changes?: Partial<TimeRequest>): Promise<TimingReport>;
}

const folders: string[] = [];

/** Removes what `prepare` has made; for `afterEach`. */
export function removePrograms(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Folders of timing sessions of this process that are still there. */
export function leftovers(): string[] {
  return readdirSync(realpathSync(os.tmpdir())).filter((name) => name.startsWith(`looppool-${process.pid}-`));
}

export function prepare(program: Program): Timed {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'timed-')));
  folders.push(folder);
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  const marked = program.text;
  const start = marked.indexOf('/*[*/');
  const end = marked.indexOf('/*]*/') - 5;
  const text = marked.replace('/*[*/', '').replace('/*]*/', '');
  const imports = program.imports ?? '';
  const file = path.join(folder, program.file);
  const tasksFile = path.join(folder, `${path.basename(file, path.extname(file))}.tasks${path.extname(file)}`);
  write('package.json', '{ "type": "module" }');
  write(program.file, text);
  for (const [name, content] of Object.entries(program.files ?? {})) write(name, content);
  write('runtime/package.json', '{ "name": "looppool", "type": "module", "exports": "./index.js" }');
  write('runtime/index.js', STAND_IN);
  const span: Span = { file, start, end, line: text.slice(0, start).split('\n').length, column: 1 };
  const site = { form: 'for-of', span, anchor: span, endLine: span.line, function: null, depth: 0 };
  const facts: Facts = { captures: [], outsideEffects: false, lasting: [], awaits: false, ...program.facts };
  const loop: JudgedLoop = {
    site,
    weight: 'heavy',
    facts,
    verdict: { kind: 'independent', rewrite: 'map', call: 'sync', assumptions: [] },
  };
  const edits = [{ file, start, end, text: program.parallel }];
  if (imports) edits.push({ file, start: 0, end: 0, text: imports });
  const rewrite: Rewrite = {
    site,
    version: 0,
    edits,
    newFiles: program.tasks === undefined ? [] : [{ file: tasksFile, text: program.tasks }],
    assumptions: [],
    task: 'task',
    tasksFile,
    loopAfter: { start: start + imports.length, end: start + imports.length + program.parallel.length },
  };
  const request: TimeRequest = {
    file,
    text,
    loop,
    rewrite,
    runs: 3,
    timeoutS: 25,
    curve: false,
    runtimeDir: path.join(folder, 'runtime'),
    cwd: folder,
  };
  return { folder, request, run: (changes = {}) => timeLoop({ ...request, ...changes }) };
}

/** Whether a process is there and not only waiting to be collected; Linux only. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
