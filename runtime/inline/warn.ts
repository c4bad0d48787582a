import type { ErrorRecord } from '../errors.js';
import type { TaskRecord } from '../task.js';

const given = new Set<string>();

/** Says on stderr, once, why a task runs on the calling thread. */
export function warnInline({ name, unloadable }: TaskRecord): void {
  warn(`task "${name}" runs on the calling thread: ${unloadable ?? 'for an unknown reason'}`);
}

/** Says on stderr, once, what a task left behind and nobody caught: a promise that was rejected, a timer that threw. */
export function warnUncaught(pool: string, { name, message, stack }: ErrorRecord): void {
  warn(`pool "${pool}": an error that no task caught has ended an idle thread: ${stack ?? `${name}: ${message}`}`);
}

function warn(text: string): void {
  if (given.has(text)) return;
  given.add(text);
  process.emitWarning(text, { type: 'LooppoolWarning' });
}
