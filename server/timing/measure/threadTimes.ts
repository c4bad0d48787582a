/** What the system knows about the time of this thread; Linux only. */
import { readFileSync } from 'node:fs';

/** Time that this thread has spent waiting for a processor, in milliseconds; 0 where it is not known. */
export function queueDelayMs(): number {
  return schedule()?.[1] ?? 0;
}

/** CPU time that this thread has used, in milliseconds; null where it is not known. */
export function threadCpuMs(): number | null {
  return schedule()?.[0] ?? null;
}

function schedule(): number[] | null {
  if (process.platform !== 'linux') return null;
  try {
    return readFileSync('/proc/thread-self/schedstat', 'latin1')
      .split(' ')
      .map((nanoseconds) => Number(nanoseconds) / 1e6);
  } catch {
    return null;
  }
}

/** The smallest step between two readings of the timer, in milliseconds. */
export function timerStepMs(): number {
  let smallest = Infinity;
  for (let reading = 0; reading < 200; reading++) {
    const from = performance.now();
    let to = from;
    while (to === from) to = performance.now();
    smallest = Math.min(smallest, to - from);
  }
  return smallest;
}
