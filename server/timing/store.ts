import { createHash } from 'node:crypto';
import type { TimingReport, Witness } from '../model.js';

/** What is known of the timing of one loop. */
export type TimingState =
  | { readonly kind: 'running'; readonly message: string; readonly abort: AbortController }
  | { readonly kind: 'done'; readonly report: TimingReport }
  | { readonly kind: 'tried'; readonly witness: Witness }
  | { readonly kind: 'failed'; readonly message: string };

/** Which loop was timed: its file with exactly this text, and where it began. */
export interface LoopKey {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** Offset of the loop. */
  readonly start: number;
}

export interface TimedLoop extends LoopKey {
  /** Offset of where the loop is reported. */
  readonly anchor: number;
}

/** Old results go when there are more. */
const MAX_ENTRIES = 100;

/**
 * Timings by loop. A result belongs to the whole text of a file, since whatever else is in it may be part of what was timed:
 * another text has no result, and the old one comes back when an edit is undone.
 */
export class TimingStore {
  readonly #entries = new Map<
    string,
    { readonly loop: TimedLoop; readonly state: TimingState; readonly begun: number }
  >();

  /** @param changed is told whenever the state of a loop is another; null: forgotten */
  constructor(private readonly changed: (loop: TimedLoop, state: TimingState | null) => void) {}

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  get(loop: LoopKey): TimingState | null {
    return this.#entries.get(keyOf(loop))?.state ?? null;
  }

  set(loop: TimedLoop, state: TimingState): void {
    const key = keyOf(loop);
    const before = this.#entries.get(key);
    const begun = before?.state.kind === 'running' ? before.begun : Date.now();
    this.#entries.delete(key);
    this.#entries.set(key, { loop, state, begun });
    for (const [oldest, entry] of this.#entries)
      if (this.#entries.size > MAX_ENTRIES && entry.state.kind !== 'running') this.#entries.delete(oldest);
    this.changed(loop, state);
  }

  /** Forgets a result, or cancels a timing that runs. */
  clear(loop: LoopKey): void {
    this.#remove(keyOf(loop));
  }

  /**
   * Forgets the results of a file that changed, went, or imports one that changed; what runs goes on.
   *
   * @param changedMs when it changed: what was begun later has seen it. In milliseconds since 1970
   */
  drop(file: string, changedMs: number): void {
    for (const [key, { loop, state, begun }] of this.#entries)
      if (state.kind !== 'running' && loop.file === file && begun <= changedMs) this.#remove(key);
  }

  /** Ends every timing that runs. */
  cancelAll(): void {
    for (const [key, { state }] of this.#entries) if (state.kind === 'running') this.#remove(key);
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    if (entry.state.kind === 'running') entry.state.abort.abort();
    this.changed(entry.loop, null);
  }
}

function keyOf({ file, text, start }: LoopKey): string {
  return `${file}\0${digestOf(text)}\0${start}`;
}

let last = { text: '', digest: '' };

/** The loops of one text are asked for one after the other. */
function digestOf(text: string): string {
  if (last.text !== text) last = { text, digest: createHash('sha256').update(text).digest('base64') };
  return last.digest;
}
