import type { TaskRecord } from '../task.js';

const given = new Set<string>();

/** Says on stderr, once, why a task runs on the calling thread. */
export function warnInline({ name, unloadable }: TaskRecord): void {
  const text = `task "${name}" runs on the calling thread: ${unloadable ?? 'for an unknown reason'}`;
  if (given.has(text)) return;
  given.add(text);
  process.emitWarning(text, { type: 'LooppoolWarning' });
}
