/**
 * `looppool time`: runs the user's program until it reaches the loop, records the loop's inputs, and measures the loop
 * and its rewritten version on copies of them, in a fresh process and with nothing added to either.
 *
 * The parallel version is measured as the user would get it, with the runtime's own choice between threads and the
 * calling thread (`LOOPPOOL_INLINE=auto`, unless the environment says otherwise). When that choice was never to use threads,
 * the results are compared once more with threads forced, so that "same result" always means that workers computed it.
 * Last, the items are computed in other orders on the calling thread, as evidence that they do not depend on each other.
 */
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { cpuCount } from '../../runtime/cpuCount.js';
import type { JudgedLoop, Rewrite, TimingReport } from '../model.js';
import { advise } from './advise.js';
import { bearWitness } from './bearWitness.js';
import { writeBench } from './bench.js';
import { readCall } from './call.js';
import { readCommand } from './command.js';
import { makeMirror, packageFolder, type Mirror } from './mirror.js';
import type { BenchFile, LoopRecord, Measurement, Visit } from './protocol.js';
import { importedState, withStateHook } from './importedState.js';
import { measureCurve } from './measureCurve.js';
import { makeReport } from './makeReport.js';
import { recordLoop } from './recordLoop.js';
import { rewrittenTexts, writeRewritten } from './rewritten.js';
import { runMeasure, type MeasureSetting, type PoolCall } from './runMeasure.js';
import { scalingOf } from './scaling.js';
import { Session } from './session.js';
import { TimingError } from './timingError.js';
import { typescriptFlags } from './typescriptFlags.js';

export interface TimeRequest {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly loop: JudgedLoop;
  readonly rewrite: Rewrite;
  /** The command that runs the loop, as one string; split into words without a shell. The file itself when left out. */
  readonly entry?: string | undefined;
  /** An expression that reaches the loop, evaluated in the scope of its file: see `readCall`. Instead of `entry`. */
  readonly call?: string | undefined;
  /** Which visit of the loop is recorded: the n-th from 1, or the one that takes longest; the first when left out. */
  readonly visit?: Visit | undefined;
  /** Width of the pool; the runtime's own default when left out. */
  readonly workers?: number | undefined;
  /** Runs of each version, 7 by custom. */
  readonly runs: number;
  /** Limit for everything together, in seconds of wall-clock time. */
  readonly timeoutS: number;
  /** Limit for each process, in MB of memory: see `SessionLimits`. */
  readonly memoryMb?: number | undefined;
  /** Measure the pool at 1, 2, 4 … workers as well. */
  readonly curve: boolean;
  /** The `looppool` package to use when the project has none. */
  readonly runtimeDir: string;
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
  onProgress?: ((message: string) => void) | undefined;
  /** The Node that runs the program; the one that runs this when left out. */
  readonly node?: string | undefined;
}

/** Measures both versions. Throws a `TimingError` with one clear line when that cannot be done. */
export async function timeLoop(request: TimeRequest): Promise<TimingReport> {
  if (request.call !== undefined && request.entry !== undefined)
    throw new TimingError('--entry and --call: choose one.');
  const session = new Session(request);
  try {
    return await measureBoth(request, session);
  } finally {
    session.close();
  }
}

async function measureBoth(request: TimeRequest, session: Session): Promise<TimingReport> {
  const { loop, rewrite, onProgress } = request;
  const file = realpathSync(request.file);
  const node = request.node ?? process.execPath;
  const call = request.call === undefined ? null : readCall(request.call);
  const command = readCommand(request.entry, file, realpathSync(request.cwd));
  const own = command.script === null || command.tool ? path.join(command.cwd, 'package.json') : command.script;
  const root = packageFolder([file, own]);
  const texts = rewrittenTexts(rewrite, file, request.text);
  const folders = [root, request.cwd];
  const language = { node, folders, texts, tsx: command.tsx };
  const flags = typescriptFlags({ ...language, files: command.tool ? [file] : [own, file] });
  const mirror = makeMirror(path.join(session.folder, 'a'), root, request.runtimeDir);
  const env = settingsOf(mirror, request);
  const stateful = importedState(file, request.text, loop.site.span, (one) => mirror.has(one));
  const writeHooks = (into: Mirror, textOf: (place: string) => string | undefined): void => {
    for (const module of stateful) {
      const text = textOf(module.file);
      const shown = path.relative(root, module.file).split(path.sep).join('/');
      if (text !== undefined) into.write(module.file, withStateHook(text, module, shown));
    }
  };
  writeHooks(mirror, (place) => readFileSync(place, 'utf8'));
  onProgress?.('running the program until it reaches the loop');
  const named = request.entry !== undefined;
  const recorded = await recordLoop({
    session,
    mirror,
    node,
    // A tool knows how to load the files itself; Node does, where a file is called directly.
    flags: command.tool ? [] : flags,
    command,
    file,
    text: request.text,
    loop,
    cwd: request.cwd,
    env,
    named,
    call,
    visit: request.visit ?? 1,
    onProgress,
  });

  mirror.write(file, request.text);
  const serial = writeVersion('serial', mirror, file, request.text, loop.site.span, recorded.record, []);
  const rewritten = mirror.copyTo(path.join(session.folder, 'b'));
  writeRewritten(texts, rewritten);
  writeHooks(rewritten, (place) => texts.get(place));
  const parallel = writeVersion(
    'parallel',
    rewritten,
    file,
    texts.get(file)!,
    rewrite.loopAfter,
    recorded.record,
    serial.results,
  );

  const setting: MeasureSetting = {
    session,
    mirror: rewritten,
    node,
    flags: [...command.flags.filter((flag) => !/^--(test|watch)/.test(flag)), ...flags],
    cwd: command.cwd,
    env: { ...env, ...command.env },
    recorded,
    results: serial.results,
    oneLoop: loop.facts.outsideEffects,
    onProgress,
  };
  const both = [serial.bench, parallel.bench];
  const budgetMs = Math.max(0, session.remainingMs * (request.curve ? 0.6 : 0.9));
  const { measurement, calls } = await runMeasure(setting, {
    name: 'main',
    benches: both,
    runs: request.runs,
    budgetMs,
    env: {},
    doing: 'measuring both versions',
  });
  const mine = calls.filter((call) => call.task === rewrite.task);
  const used = mine.at(-1) ?? calls.at(-1);
  let difference = measurement.difference;
  const inWorkers = used ? sum(mine.map((call) => call.itemsInWorkers)) : null;
  if (difference === null && inWorkers === 0) {
    onProgress?.('comparing the results with threads forced');
    const forced = await runMeasure(setting, {
      name: 'forced',
      benches: both,
      runs: 0,
      budgetMs: 0,
      env: { LOOPPOOL_INLINE: 'never' },
      doing: 'comparing the results',
    });
    difference = forced.measurement.difference;
  }
  const { concurrency } = rewrite;
  const workers = concurrency ? 1 : (request.workers ?? (widest(calls) || defaultWorkers()));
  const report = makeReport(measurement, {
    difference,
    workers,
    notRestored: whatWasNot(recorded.record, measurement),
    awaits: loop.facts.awaits,
    calls: mine,
    used,
  });
  const cores = { physical: cpuCount({ logical: false }), logical: cpuCount() };
  const curve = request.curve && !concurrency ? await measureCurve(setting, parallel.bench, report, cores) : [];
  // What lasts (files, calls that nobody can follow) is not repeated for mere evidence, and what waits on one thread has no order.
  const repeatable = difference === null && loop.facts.lasting.length === 0 && !concurrency;
  const assuming = loop.verdict.kind === 'assuming';
  const witness = repeatable
    ? await bearWitness(setting, { benches: both, task: rewrite.task, loopMs: report.cold.serialMs, assuming })
    : null;
  const limits = loop.verdict.kind !== 'refused' && loop.verdict.rewrite === 'limit';
  const told = { ...report, witness };
  return {
    ...told,
    concurrency,
    curve,
    scaling: curve.length > 1 ? scalingOf(curve, cores) : null,
    advice: advise(told, { itemsInWorkers: inWorkers === null ? null : itemsInWorkers(mine), limits }),
  };
}

/** Variables of other modules that could not be recorded, or not be set again. */
function whatWasNot({ modules }: LoopRecord, { notRestored }: Measurement): TimingReport['notRestored'] {
  const told = (key: string, reason: string): TimingReport['notRestored'][number] => {
    const [file = '', name = ''] = key.split(/#(?=[^#]*$)/);
    return { file, name, reason: reason.replace(key, name) };
  };
  return [
    ...Object.entries(modules).flatMap(([key, { state, reason }]) => (state === 'refused' ? [told(key, reason)] : [])),
    ...notRestored.map((key) => told(key, `${key} is a constant that other code holds`)),
  ];
}

/** The widest pool among the calls, of which a short loop makes more than a function takes arguments. */
function widest(calls: readonly PoolCall[]): number {
  return calls.reduce((most, call) => Math.max(most, call.workers), 0);
}

/** Items in workers of the last measured calls: what the runtime has settled on. */
function itemsInWorkers(calls: readonly PoolCall[]): number {
  return sum(calls.slice(Math.floor(calls.length / 2)).map((call) => call.itemsInWorkers));
}

function writeVersion(
  version: BenchFile['version'],
  mirror: Mirror,
  file: string,
  text: string,
  loop: { start: number; end: number },
  record: LoopRecord,
  others: readonly string[],
): { bench: BenchFile; results: readonly string[] } {
  const extension = path.extname(file);
  const benchFile = `${file.slice(0, -extension.length)}.looppool-bench${extension}`;
  const bench = writeBench({ version, file, text, loop, recorded: record.names, results: others });
  mirror.write(benchFile, bench.text);
  return { bench: { version, file: mirror.at(benchFile) }, results: bench.results };
}

/** Environment of every child: the width of the pool, and where tsx finds the settings it found before. */
function settingsOf(mirror: Mirror, request: TimeRequest): Record<string, string> {
  const env: Record<string, string> = {};
  if (request.workers !== undefined) env['LOOPPOOL_WORKERS'] = String(request.workers);
  const settings = mirror.compilerSettings(realpathSync(request.cwd));
  if (settings !== null) env['TSX_TSCONFIG_PATH'] = settings;
  return env;
}

function defaultWorkers(): number {
  return Number(process.env['LOOPPOOL_WORKERS']) || cpuCount({ logical: false });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
