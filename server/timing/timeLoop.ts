/**
 * `looppool time`: runs the user's program until it reaches the loop, records the loop's inputs, and measures the loop
 * and its rewritten version on copies of them, in a fresh process and with nothing added to either.
 *
 * The parallel version is measured as the user would get it, with the runtime's own choice between threads and the
 * calling thread (`LOOPPOOL_INLINE=auto`, unless the environment says otherwise). When that choice was never to use threads,
 * the results are compared once more with threads forced, so that "same result" always means that workers computed it.
 * Last, the items are computed in other orders on the calling thread, as evidence that they do not depend on each other.
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { cpuCount } from '../../runtime/cpuCount.js';
import type { Rewrite, TimingReport } from '../model.js';
import { advise } from './report/advise.js';
import { bearWitness } from './measure/bearWitness.js';
import type { LoopRecord, Measurement } from './protocol.js';
import { measureCurve } from './measure/measureCurve.js';
import { makeReport } from './measure/makeReport.js';
import { inSession, reachLoop, type ReachRequest } from './reachLoop.js';
import { rewrittenTexts, writeRewritten } from './bench/rewritten.js';
import { runMeasure, type MeasureSetting, type PoolCall } from './measure/runMeasure.js';
import { scalingOf } from './report/scaling.js';
import type { Session } from './process/session.js';
import { writeVersion } from './bench/writeVersion.js';

export interface TimeRequest extends ReachRequest {
  readonly rewrite: Rewrite;
  /** Runs of each version, 7 by custom. */
  readonly runs: number;
  /** Measure the pool at 1, 2, 4 … workers as well. */
  readonly curve: boolean;
}

/** Measures both versions. Throws a `TimingError` with one clear line when that cannot be done. */
export async function timeLoop(request: TimeRequest): Promise<TimingReport> {
  return await inSession(request, (session) => measureBoth(request, session));
}

async function measureBoth(request: TimeRequest, session: Session): Promise<TimingReport> {
  const { loop, rewrite, onProgress } = request;
  const file = realpathSync(request.file);
  const texts = rewrittenTexts(rewrite, file, request.text);
  const reached = await reachLoop(request, session, texts);
  const { recorded } = reached;
  const serial = writeVersion('serial', reached.mirror, {
    file,
    text: request.text,
    loop: loop.site.span,
    record: recorded.record,
    others: [],
  });
  const rewritten = reached.mirror.copyTo(path.join(session.folder, 'b'));
  writeRewritten(texts, rewritten);
  reached.writeHooks(rewritten, (place) => texts.get(place));
  const parallel = writeVersion('parallel', rewritten, {
    file,
    text: texts.get(file)!,
    loop: rewrite.loopAfter,
    record: recorded.record,
    others: serial.results,
  });

  const setting: MeasureSetting = {
    ...reached.process,
    mirror: rewritten,
    results: serial.results,
    oneLoop: loop.facts.outsideEffects,
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
    program: recorded.program,
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
  const told = { ...report, witness, concurrency };
  return {
    ...told,
    curve,
    scaling: curve.length > 1 ? scalingOf(curve, cores, mostItems(mine)) : null,
    advice: advise(told, { itemsInWorkers: inWorkers === null ? null : itemsInWorkers(mine) }),
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

/** Items of the longest call; endless where nobody counted. */
function mostItems(calls: readonly PoolCall[]): number {
  return calls.reduce((most, call) => Math.max(most, call.items), 0) || Infinity;
}

/** Items in workers of the last measured calls: what the runtime has settled on. */
function itemsInWorkers(calls: readonly PoolCall[]): number {
  return sum(calls.slice(Math.floor(calls.length / 2)).map((call) => call.itemsInWorkers));
}

function defaultWorkers(): number {
  return Number(process.env['LOOPPOOL_WORKERS']) || cpuCount({ logical: false });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
