import type { ErrorRecord } from './errors.js';
import type { DeathKind } from './protocol.js';
import type { Source } from './source.js';
import { Guard } from './transfer.js';

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
  /** Positions in the chunk, by position in the job. */
  readonly positions: readonly number[];
  missing: number;
  ended: boolean;
}

/** Consecutive items of a call, and what has become of each. */
export interface Chunk {
  readonly items: unknown[];
  readonly indices: number[];
  readonly values: unknown[];
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
  /** Items that cannot cross, with the reason. */
  readonly obstacles: readonly (readonly [position: number, reason: string])[];
  /** What the items' iterator threw; it belongs to the place after the chunk. */
  readonly failure: { readonly error: unknown } | null;
}

/** Takes up to `size` items from the source, fewer when they are large. */
export function cutChunk(source: Source<unknown>, size: number): Cut {
  const items: unknown[] = [];
  const indices: number[] = [];
  const obstacles: [number, string][] = [];
  const guard = new Guard();
  let failure: Cut['failure'] = null;
  try {
    while (items.length < size && guard.bytes < MAX_CHUNK_BYTES && source.pull()) {
      const { item } = source;
      if (typeof item !== 'number') {
        const obstacle = guard.obstacle(item);
        if (obstacle !== null) obstacles.push([items.length, obstacle]);
      }
      items.push(item);
      indices.push(source.index);
    }
  } catch (error) {
    failure = { error };
  }
  const count = items.length;
  const chunk: Chunk | null =
    count === 0
      ? null
      : {
          items,
          indices,
          values: new Array<unknown>(count),
          states: new Uint8Array(count),
          failures: new Map(),
          moved: false,
          taken: 0,
          retries: 0,
          jobs: new Map(),
        };
  return { chunk, guard, obstacles, failure };
}

/** Positions whose results nobody has yet. */
export function waitingPositions(chunk: Chunk): number[] {
  const positions: number[] = [];
  for (let i = 0; i < chunk.states.length; i += 1) if (chunk.states[i] === WAITING) positions.push(i);
  return positions;
}
