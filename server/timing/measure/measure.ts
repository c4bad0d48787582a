/**
 * The protocol of a measurement. For each version: one cold call, a warm-up, as many loops per run as Python's
 * `timeit` would choose; then the runs, alternating serial and parallel, so that a machine that slows down
 * meanwhile slows both.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { mean } from 'simple-statistics';
import type { LoopFailure } from '../../model.js';
import { compare, type Sides } from '../values/compare.js';
import { packValues, unpackValues, whyNotCopyable } from '../values/copying.js';
import type { Measurement, Samples, Version } from '../protocol.js';
import { formatTimes } from '../report/format.js';
import { unwatchWrites } from '../values/notedWrites.js';
import { Rejections } from './rejections.js';
import { runOnce, type OneRun, type Subject } from './runOnce.js';
import { medianRatio } from '../report/statistics.js';
import { tellError } from '../values/tellError.js';
import { queueDelayMs, threadCpuMs, timerStepMs } from './threadTimes.js';

/** A run lasts at least so long, in milliseconds, where loops may be repeated (`Timer.autorange` of `timeit`). */
const RUN_MS = 200;
/** Preparing fresh inputs may make a run so much longer, in milliseconds, before the number of loops stops growing. */
const RUN_WALL_MS = 500;
/** Time for V8 to optimise a short loop before it is measured, in milliseconds. */
const WARM_UP_MS = 100;
/** No warm-up takes longer than that, in milliseconds. */
const WARM_UP_LIMIT_MS = 1500;
/** Inputs of so many bytes leave garbage worth collecting before a run. */
const LARGE_BYTES = 1e6;

const WORDS: Record<Version, string> = { serial: 'loop', parallel: 'pool' };

export interface MeasureOptions {
  /** Runs of each version; 0 only compares. */
  readonly runs: number;
  /** One loop a run, however short. */
  readonly oneLoop: boolean;
  /** Wall-clock time that is left, in milliseconds: runs that do not fit are left out, as long as two remain. */
  readonly budgetMs: number;
  /** What the two versions are called where they differ. */
  readonly sides?: Sides | undefined;
  tell(message: string): void;
}

export async function measure(
  subjects: ReadonlyMap<Version, Subject>,
  options: MeasureOptions,
): Promise<Omit<Measurement, 'whyInOrder'>> {
  const until = performance.now() + options.budgetMs;
  const rejections = new Rejections();
  const cold = new Map<Version, OneRun>();
  // Later runs change the very objects.
  let modulesAfter: unknown = null;
  for (const [version, subject] of subjects) {
    options.tell(`first call of the ${WORDS[version]}`);
    const run = { ...(await runOnce(subject)), unhandledRejection: await rejections.take() };
    cold.set(version, run);
    if (version === 'serial') modulesAfter = copyOf(run.outcome.modules);
    // Inputs that came through a run unchanged need no copying before the next one.
    if (compare(unpackValues(subject.packed), run.inputs) === null) subject.reused = run.inputs;
  }
  let difference = compareRuns(cold, options.sides);
  const first = cold.get('serial');
  let writesOnce = false;
  if (first && first.writes.length > 0) {
    // The first call met the files as they were, and the second one as the first had left them: one more meets them so, too.
    const again = { ...(await runOnce(subjects.get('serial')!)), unhandledRejection: await rejections.take() };
    writesOnce = compare(first.writes, again.writes) !== null;
    if (difference !== null) difference = compareRuns(new Map([...cold, ['serial', again]]), options.sides);
  }
  unwatchWrites();
  const notRestored = (): string[] => [...new Set([...subjects.values()].flatMap(({ modules }) => modules.failed))];
  const timerMs = timerStepMs();
  if (options.runs === 0) {
    return {
      serial: null,
      parallel: null,
      cpuShare: null,
      difference,
      failure: failureOf(first),
      callerCpuMs: null,
      waitedShare: null,
      timerMs,
      writesOnce,
      notRestored: notRestored(),
    };
  }

  const loops = new Map<Version, number>();
  for (const [version, subject] of subjects) {
    options.tell(`warm-up of the ${WORDS[version]}`);
    loops.set(version, await chooseLoops(version, subject, cold.get(version)!.ms, options));
  }
  const samples = new Map<Version, number[]>([...subjects.keys()].map((version) => [version, []]));
  const serialTime = { cpuMs: 0, delayMs: 0, wallMs: 0 };
  const callerCpu: number[] = [];
  const last = new Map<Version, OneRun>();
  for (let run = 1; run <= options.runs; run++) {
    const from = performance.now();
    for (const [version, subject] of subjects) {
      const series = await runSeries(subject, loops.get(version)!);
      samples.get(version)!.push(series.totalMs / loops.get(version)!);
      last.set(version, series.last);
      if (version === 'serial') {
        serialTime.cpuMs += series.cpuMs;
        serialTime.delayMs += series.delayMs;
        serialTime.wallMs += series.totalMs;
      } else if (series.threadMs !== null) callerCpu.push(series.threadMs / loops.get(version)!);
    }
    const [serial, parallel] = [samples.get('serial'), samples.get('parallel')];
    const soFar = serial && parallel ? `: ${formatTimes(medianRatio(serial, parallel))}` : '';
    options.tell(`run ${run} of ${options.runs}${soFar}`);
    if (run >= 2 && 2 * performance.now() - from > until) break;
  }
  // A loop that gives another result each time (it reads a clock, or state that is not restored) can be compared once only.
  const repeats =
    compare(withoutModules(cold.get('serial')), withoutModules(last.get('serial'))) === null &&
    compare(modulesAfter, last.get('serial')?.outcome.modules ?? null) === null;
  if (difference !== null && !repeats) difference += ' (but the loop itself gives another result each time it runs)';
  if (repeats) difference ??= compareRuns(last, options.sides);
  const samplesOf = (version: Version): Samples | null => {
    const runsMs = samples.get(version);
    return runsMs ? { coldMs: cold.get(version)!.ms, runsMs, loops: loops.get(version)! } : null;
  };
  const { cpuMs, delayMs, wallMs } = serialTime;
  return {
    serial: samplesOf('serial'),
    parallel: samplesOf('parallel'),
    // The time that other programs took is neither computing nor waiting of this one.
    cpuShare: wallMs > delayMs ? Math.min(1, cpuMs / (wallMs - delayMs)) : null,
    difference,
    failure: failureOf(first),
    callerCpuMs: callerCpu.length > 0 ? mean(callerCpu) : null,
    waitedShare: wallMs > 0 && threadCpuMs() !== null ? Math.min(1, delayMs / wallMs) : null,
    timerMs,
    writesOnce,
    notRestored: notRestored(),
  };
}

function failureOf(run: OneRun | undefined): LoopFailure | null {
  if (run?.outcome.left === 'throw') return { kind: 'error', message: tellError(run.outcome.error) };
  return run?.unhandledRejection ? { kind: 'rejection', message: run.unhandledRejection } : null;
}

function withoutModules(run: OneRun | undefined): object {
  return { ...run?.outcome, modules: null };
}

/** A copy of variables; null where they hold by now what cannot be copied. */
function copyOf(values: Readonly<Record<string, unknown>>): unknown {
  const isCopyable = Object.entries(values).every(([name, value]) => whyNotCopyable(value, name) === null);
  return isCopyable ? unpackValues(packValues({ ...values })) : null;
}

/** The first difference between what the two versions did in their runs, or null. */
function compareRuns(runs: ReadonlyMap<Version, OneRun>, sides?: Sides): string | null {
  const [serial, parallel] = [runs.get('serial'), runs.get('parallel')];
  if (!serial || !parallel) return null;
  const [here, there] = [serial.outcome, parallel.outcome];
  // A rewrite may have moved a variable to another module, or declare it itself, so that an error leaves none behind.
  const modules = inBoth(here.modules, there.modules);
  const after = inBoth(here.after, there.after);
  // One walk over everything, so that objects shared between parts are seen as shared.
  const parts = (run: OneRun): object => {
    const { outcome, writes, unhandledRejection } = run;
    const { value, left, error, stdout, stderr } = outcome;
    return {
      error,
      left,
      ...prefixed(after(outcome.after)),
      value,
      ...modules(outcome.modules),
      stdout,
      stderr,
      writes,
      unhandledRejection,
    };
  };
  const found = compare(parts(serial), parts(parallel), '', sides);
  return found && found.replace(/^after /, '');
}

type Named = Readonly<Record<string, unknown>>;

/** Cuts a side down to the names that both have. */
function inBoth(one: Named, other: Named): (side: Named) => Named {
  const isShared = (name: string): boolean => Object.hasOwn(one, name) && Object.hasOwn(other, name);
  return (side) => Object.fromEntries(Object.entries(side).filter(([name]) => isShared(name)));
}

/** Variables may be called `value`, too. */
function prefixed(after: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name in RESERVED ? `after ${name}` : name, value]),
  );
}

const RESERVED = { value: 0, left: 0, error: 0, stdout: 0, stderr: 0, writes: 0, unhandledRejection: 0 };

/**
 * The loops of one run: the first of 1, 2, 5, 10, 20, 50 … that together take 200 ms, as far as can be told from
 * a warm-up that lasts until V8 has optimised the loop.
 */
async function chooseLoops(
  version: Version,
  subject: Subject,
  coldMs: number,
  options: MeasureOptions,
): Promise<number> {
  if (options.oneLoop || coldMs >= RUN_MS * 2) {
    // The first parallel call started the threads: one more shows them warm. A loop of that length is warm after one.
    if (version === 'parallel' || coldMs < 1000) await runOnce(subject);
    return 1;
  }
  let [perLoop, wallPerLoop] = [0, 0];
  const warmFrom = performance.now();
  let best = Infinity;
  for (;;) {
    const from = performance.now();
    let [count, ms] = [0, 0];
    do {
      ms += (await runOnce(subject)).ms;
      count++;
    } while (performance.now() - from < WARM_UP_MS / 2);
    const now = performance.now();
    [perLoop, wallPerLoop] = [ms / count, (now - from) / count];
    best = Math.min(best, perLoop);
    // V8 may take optimised code back for a while; measuring begins when the loop is about as fast again as it was.
    if (now - warmFrom >= WARM_UP_LIMIT_MS || (now - warmFrom >= WARM_UP_MS && perLoop <= best * 1.25)) break;
  }
  subject.short = perLoop < 1;
  for (let scale = 1; ; scale *= 10) {
    for (const step of [1, 2, 5]) {
      const loops = scale * step;
      if (loops * perLoop >= RUN_MS || loops * wallPerLoop >= RUN_WALL_MS) return loops;
    }
  }
}

interface Series {
  readonly totalMs: number;
  readonly cpuMs: number;
  readonly delayMs: number;
  /** CPU time of this thread, where the system tells; preparing inputs takes a part of it only where they are made anew. */
  readonly threadMs: number | null;
  readonly last: OneRun;
}

async function runSeries(subject: Subject, loops: number): Promise<Series> {
  if (!subject.reused && subject.packed.byteLength > LARGE_BYTES) collectGarbage();
  const [from, delayFrom] = [performance.now(), subject.short ? queueDelayMs() : 0];
  let [totalMs, cpuMs, delayMs] = [0, 0, 0];
  let last: OneRun;
  let loop = 0;
  const threadFrom = threadCpuMs();
  do {
    last = await runOnce(subject);
    totalMs += last.ms;
    cpuMs += last.cpuMs;
    delayMs += last.delayMs;
  } while (++loop < loops);
  const threadTo = threadCpuMs();
  if (subject.short) delayMs = ((queueDelayMs() - delayFrom) * totalMs) / (performance.now() - from);
  const threadMs = threadFrom === null || threadTo === null ? null : threadTo - threadFrom;
  return { totalMs, cpuMs, delayMs, threadMs, last };
}

let collect: (() => void) | null = null;

/** Collects the copies of earlier runs, so that it does not happen within the next one. */
function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
