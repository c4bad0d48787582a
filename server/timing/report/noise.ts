/** What makes measured times doubtful, in words. */
import type { Measured, TimingReport } from '../../model.js';
import { formatMs } from './format.js';

/** Share of the time in other programs from which a machine counts as busy. */
const BUSY = 0.05;
/** Standard deviation / mean from which runs count as spread. */
const SPREAD = 0.1;
/** With fewer runs than that, an interval of their ratios is narrower than it should be: they may all lie on one side by chance. */
const ENOUGH_RUNS = 5;
/** A run shorter than so many steps of the timer is measured coarsely. */
const STEPS = 1000;

export interface NoiseFacts {
  readonly serial: Measured;
  readonly parallel: Measured;
  readonly waitedShare: number | null;
  readonly timerMs: number;
  readonly writesOnce: boolean;
}

export function noiseOf({ serial, parallel, waitedShare, timerMs, writesOnce }: NoiseFacts): TimingReport['noise'] {
  const said: string[] = [];
  const spread = Math.max(...[serial, parallel].map(({ meanMs, stdDevMs }) => (meanMs > 0 ? stdDevMs / meanMs : 0)));
  const shortest = Math.min(...[serial, parallel].map(({ meanMs, loops }) => meanMs * loops));
  if (waitedShare !== null && waitedShare > BUSY)
    said.push(`other programs had the processor for ${(waitedShare * 100).toFixed(0)} % of the time`);
  if (spread > SPREAD) said.push(`the runs vary by ± ${(spread * 100).toFixed(0)} %`);
  if (said.length > 0) said.push('time it again when the machine is quiet');
  const runs = Math.min(serial.runs, parallel.runs);
  if (runs < ENOUGH_RUNS) said.push(`an interval from ${runs === 1 ? 'one run' : `${runs} runs`} says little`);
  if (shortest < timerMs * STEPS)
    said.push(`one run (${formatMs(shortest)}) is short for a timer with steps of ${formatMs(timerMs, 2)}`);
  if (writesOnce)
    said.push(
      'the loop writes something else when its files are there already, as they were in all runs but the first',
    );
  return { message: said.length > 0 ? `${said.join('; ')}.` : null, waitedShare, timerMs };
}
