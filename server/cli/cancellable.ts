import pc from 'picocolors';
import { TimingError } from '../timing/timingError.js';
import { UsageError } from './paths.js';

/** What a run of the user's programs needs from the terminal. */
export interface Running {
  readonly signal: AbortSignal;
  readonly onProgress: ((message: string) => void) | undefined;
}

/**
 * Runs what Ctrl+C cancels, with live progress on a terminal.
 *
 * @throws UsageError where it could not be done, or was cancelled
 */
export async function cancellable<T>(run: (how: Running) => Promise<T>): Promise<T> {
  const cancel = new AbortController();
  const interrupt = (): void => cancel.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    return await run({
      signal: cancel.signal,
      onProgress: process.stderr.isTTY ? (message) => process.stderr.write(`\r\u001b[K${pc.dim(message)}`) : undefined,
    });
  } catch (error) {
    if (error instanceof TimingError) throw new UsageError(error.message);
    throw error;
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}
