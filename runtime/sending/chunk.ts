import type { Block } from '../items/block.js';
import type { Classes } from '../wire/classes.js';
import type { ErrorRecord } from '../errors.js';
import { VALUE, type DeathKind } from '../wire/protocol.js';
import type { Source } from '../items/source.js';
import { Guard } from '../wire/transfer.js';

/** States of a position besides those that workers report (see protocol.ts). */
export const WAITING = 0;
/** The item runs on the calling thread, at its place. */
export const INLINE = 10;
/** The worker died on this item. */
export const DIED = 11;

const MAX_CHUNK_BYTES = 4 << 20;

/** A task that threw, or a worker that died on it. */
export interface Failure {
  readonly kind: 'threw' | DeathKind;
  /** Name of the worker. */
  readonly worker: string;
  readonly error: ErrorRecord;
}

/** A job in flight. */
export interface RunningJob {
  readonly slot: number;
  /** Positions in the chunk, by position in the job; null where it is the whole chunk. */
  readonly positions: readonly number[] | null;
  readonly count: number;
  missing: number;
  ended: boolean;
  /** The calling thread runs its items itself. */
  takenBack: boolean;
}

/** Consecutive items of a call, and what has become of each. */
export interface Chunk {
  readonly items: ArrayLike<unknown>;
  /** Index of the first item. */
  readonly first: number;
  /** Index of each, where they do not follow each other. */
  readonly indices: readonly number[] | null;
  /** Results, in shared memory as long as all are numbers. */
  values: unknown[] | Float64Array;
  /** Where workers write results that are numbers. */
  readonly output: Float64Array | null;
  readonly states: Uint8Array;
  /** What went wrong, or why a value cannot cross; by position. */
  readonly failures: Map<number, Failure | string>;
  /** Buffers of its items were moved to a worker, so that no other thread can run them. */
  moved: boolean;
  /** How many results were handed out, where they are in any order. */
  taken: number;
  /** How often positions were sent again without any progress. */
  retries: number;
  /** Jobs in flight that bring results of this chunk. */
  readonly jobs: Map<number, RunningJob>;
}

export interface Cut {
  /** Null when no item was left. */
  readonly chunk: Chunk | null;
  /** Has seen all items. */
  readonly guard: Guard;
  /** Milliseconds that took. */
  readonly guardMs: number;
  /** Items that cannot cross, with the reason. */
  readonly obstacles: readonly (readonly [position: number, reason: string])[];
  /** What the items' iterator threw; it belongs to the place after the chunk. */
  readonly failure: { readonly error: unknown } | null;
}

/** Takes up to `size` items from the source, fewer when they are large. @param classes those of the task */
export function cutChunk(source: Source<unknown>, size: number, classes: Classes): Cut {
  const items: unknown[] = [];
  let first = 0;
  let indices: number[] | null = null;
  const obstacles: [number, string][] = [];
  const guard = new Guard(classes);
  let guardMs = 0;
  let failure: Cut['failure'] = null;
  try {
    while (items.length < size && guard.bytes < MAX_CHUNK_BYTES && source.pull()) {
      const { item } = source;
      if (typeof item !== 'number') {
        const from = performance.now();
        const obstacle = guard.obstacle(item);
        guardMs += performance.now() - from;
        if (obstacle !== null) obstacles.push([items.length, obstacle]);
      }
      const { index } = source;
      if (items.length === 0) first = index;
      else if (indices === null && index !== first + items.length) indices = items.map((_, i) => first + i);
      items.push(item);
      indices?.push(index);
    }
  } catch (error) {
    failure = { error };
  }
  const count = items.length;
  const chunk = count === 0 ? null : chunkOf(items, first, indices, null);
  return { chunk, guard, guardMs, obstacles, failure };
}

/** A chunk whose results are still to come. */
function chunkOf(
  items: ArrayLike<unknown>,
  first: number,
  indices: readonly number[] | null,
  output: Float64Array | null,
): Chunk {
  return {
    items,
    first,
    indices,
    values: output ?? new Array<unknown>(items.length),
    output,
    states: new Uint8Array(items.length),
    failures: new Map(),
    moved: false,
    taken: 0,
    retries: 0,
    jobs: new Map(),
  };
}

/** A chunk of numbers. */
export function chunkOfBlock({ first, input, output }: Block): Chunk {
  return chunkOf(input, first, null, output);
}

export function indexAt(chunk: Chunk, position: number): number {
  return chunk.indices === null ? chunk.first + position : (chunk.indices[position] ?? 0);
}

/** Position in its chunk of what a job counts as `at`; undefined past its end. */
export function positionAt(job: RunningJob, at: number): number | undefined {
  if (job.positions !== null) return job.positions[at];
  return at >= 0 && at < job.count ? at : undefined;
}

/** Positions whose results nobody has yet. */
export function waitingPositions(chunk: Chunk): number[] {
  const positions: number[] = [];
  for (let i = 0; i < chunk.states.length; i += 1) if (chunk.states[i] === WAITING) positions.push(i);
  return positions;
}

/**
 * Copies results that are numbers to their places, from a position on, as far as they are there.
 * @returns How many.
 */
export function takeNumbers(chunk: Chunk, from: number, results: unknown[]): number {
  const { values, states, first } = chunk;
  if (!(values instanceof Float64Array)) return 0;
  let i = from;
  for (; i < states.length && states[i] === VALUE; i += 1) results[first + i] = values[i];
  return i - from;
}
