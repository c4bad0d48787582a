/** What is computed from the measured runs. */
import { mean, median, quantile, sampleStandardDeviation } from 'simple-statistics';
import { seededRandom } from '../../../runtime/seededRandom.js';
import type { Measured } from '../../model.js';
import type { Samples } from '../protocol.js';

/** Mean and sample standard deviation (n − 1) of the runs, in milliseconds per loop. */
export function summarize(samples: Samples): Measured {
  const { runsMs, loops } = samples;
  return {
    meanMs: mean([...runsMs]),
    stdDevMs: runsMs.length > 1 ? sampleStandardDeviation([...runsMs]) : 0,
    runs: runsMs.length,
    loops,
  };
}

/** Median over the runs of serial time / parallel time, each pair measured one right after the other. */
export function medianRatio(serialMs: readonly number[], parallelMs: readonly number[]): number {
  return median(ratiosOf(serialMs, parallelMs));
}

function ratiosOf(serialMs: readonly number[], parallelMs: readonly number[]): number[] {
  return serialMs.slice(0, parallelMs.length).map((serial, run) => serial / parallelMs[run]!);
}

/** Resamples of the bootstrap. */
const RESAMPLES = 2000;

/**
 * How many times faster the pool is: the median over the runs of serial time / parallel time, each pair measured
 * one right after the other, with the 95 % percentile interval of a bootstrap of that median (Efron and Tibshirani,
 * An Introduction to the Bootstrap, chapter 13). The resampling starts from a fixed seed: the same runs give the same interval.
 */
export function speedupOf(
  serialMs: readonly number[],
  parallelMs: readonly number[],
): { median: number; low: number; high: number } {
  const ratios = ratiosOf(serialMs, parallelMs);
  const middle = median(ratios);
  if (ratios.length < 2) return { median: middle, low: middle, high: middle };
  const random = seededRandom(0x1007);
  const medians = Array.from({ length: RESAMPLES }, () =>
    median(ratios.map(() => ratios[Math.floor(random() * ratios.length)]!)),
  );
  return { median: middle, low: quantile(medians, 0.025), high: quantile(medians, 0.975) };
}
