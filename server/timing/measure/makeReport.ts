/** A timing report from the measured runs. */
import { mean } from 'simple-statistics';
import type { TimingReport } from '../../model.js';
import { noiseOf } from '../report/noise.js';
import type { Measurement } from '../protocol.js';
import type { PoolCall } from './runMeasure.js';
import { speedupOf, summarize } from '../report/statistics.js';
import { TimingError } from '../timingError.js';

export interface ReportFacts {
  readonly program: string;
  readonly difference: string | null;
  readonly workers: number;
  readonly notRestored: TimingReport['notRestored'];
  readonly awaits: boolean;
  /** The calls of the task, warm-up included. */
  readonly calls: readonly PoolCall[];
  /** The last call of the pool. */
  readonly used: PoolCall | undefined;
}

/** Share of CPU time from which a loop counts as computing, and below which as waiting. */
const COMPUTING = 0.8;
const WAITING = 0.2;

/** What the measured runs say; curve and witness come later. */
export function makeReport(measurement: Measurement, facts: ReportFacts): Omit<TimingReport, 'advice'> {
  const { serial, parallel } = measurement;
  if (!serial || !parallel) throw new TimingError('Nothing was measured: at least one run is needed.');
  const [serialRuns, parallelRuns] = [summarize(serial), summarize(parallel)];
  const cpuShare = measurement.cpuShare ?? 1;
  // What the first call of the pool takes longer than later ones, beyond what is so of the loop itself.
  const startupMs = Math.max(0, parallel.coldMs - parallelRuns.meanMs - Math.max(0, serial.coldMs - serialRuns.meanMs));
  return {
    serial: serialRuns,
    parallel: parallelRuns,
    program: facts.program,
    workers: facts.workers,
    speedup: speedupOf(serial.runsMs, parallel.runsMs),
    cold: { serialMs: serial.coldMs, parallelMs: parallel.coldMs },
    same: facts.difference === null,
    difference: facts.difference,
    failure: measurement.failure,
    witness: null,
    notRestored: facts.notRestored,
    bound:
      cpuShare >= COMPUTING ? 'cpu' : cpuShare >= WAITING ? 'mixed' : facts.awaits ? 'async-wait' : 'blocking-wait',
    cpuShare,
    startupMs,
    bytesCopied: facts.used?.bytesCopied ?? 0,
    phases: phasesOf(facts.calls, measurement.callerCpuMs),
    noise: noiseOf({ ...measurement, serial: serialRuns, parallel: parallelRuns }),
    curve: [],
    scaling: null,
  };
}

/** Where the time of the later calls went: the first ones started the threads. */
function phasesOf(calls: readonly PoolCall[], callerCpuMs: number | null): TimingReport['phases'] {
  const settled = calls.slice(Math.floor(calls.length / 2)).filter((call) => call.workers > 0);
  if (settled.length === 0) return { computeMs: null, copyMs: null, commitMs: null };
  const computeMs = mean(
    settled.map(({ workerMs, workers, itemsInWorkers }) => workerMs / Math.min(workers, Math.max(1, itemsInWorkers))),
  );
  const copyMs = settled.every((call) => call.copyMs !== undefined) ? mean(settled.map((call) => call.copyMs!)) : null;
  const commitMs = copyMs === null || callerCpuMs === null ? null : Math.max(0, callerCpuMs - copyMs);
  return { computeMs, copyMs, commitMs };
}
