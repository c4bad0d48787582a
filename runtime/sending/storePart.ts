import { positionAt, WAITING, type Chunk, type RunningJob } from './chunk.js';
import type { Classes } from '../wire/classes.js';
import { decode } from '../wire/codec.js';
import { describeError } from '../errors.js';
import { UNSENDABLE, VALUE, type Part } from '../wire/protocol.js';

/**
 * Stores results that have arrived in their chunk, unless another way to a result was quicker.
 * @param worker Name of the worker.
 * @param finished Gets every position that has an outcome now.
 * @returns How many these were.
 */
export function storePart(
  chunk: Chunk,
  job: RunningJob,
  { part, values }: Unpacked,
  worker: string,
  finished: { chunk: Chunk; position: number }[] | null,
): number {
  const { from, count, states } = part;
  // One result that is no number: from now on they need an ordinary array.
  if (values !== null && chunk.values instanceof Float64Array) chunk.values = Array.from(chunk.values);
  if (isPlain(chunk, part) && finished === null) {
    chunk.states.fill(VALUE, from, from + count);
    return count;
  }
  let stored = 0;
  for (let i = 0; i < count; i += 1) {
    const position = positionAt(job, from + i) ?? 0;
    if (chunk.states[position] !== WAITING) continue;
    chunk.states[position] = states === null ? VALUE : (states[i] ?? VALUE);
    if (values !== null) chunk.values[position] = values[i];
    else if (chunk.output !== chunk.values) chunk.values[position] = chunk.output?.[position];
    stored += 1;
    finished?.push({ chunk, position });
  }
  for (const [at, error] of part.errors) chunk.failures.set(positionAt(job, at) ?? 0, { kind: 'threw', worker, error });
  for (const [at, reason] of part.reasons) {
    const position = positionAt(job, at) ?? 0;
    if (!chunk.failures.has(position)) chunk.failures.set(position, reason);
  }
  return stored;
}

/** A part, and its results as values of this thread; null where they are in the job's `output`. */
export interface Unpacked {
  readonly part: Part;
  readonly values: ArrayLike<unknown> | null;
}

/**
 * Unpacks the results of a part. Values nested so deeply that only the worker's larger stack has room for them count as results
 * that could not leave it.
 * @param classes Those of the task.
 */
export function unpackPart(part: Part, classes: Classes): Unpacked {
  if (part.values === null) return { part, values: null };
  try {
    return { part, values: decode(part.values, classes) };
  } catch (error) {
    const { count, from } = part;
    const why = `a value that cannot be cloned (${describeError(error).message})`;
    const states = part.states ?? new Uint8Array(count).fill(VALUE);
    const unsendable: Part = {
      ...part,
      states: states.map((state) => (state === VALUE ? UNSENDABLE : state)),
      reasons: [...part.reasons, ...Array.from(states, (_, i) => [from + i, why] as const)],
    };
    return { part: unsendable, values: new Array<unknown>(count) };
  }
}

/** Numbers that are at their places already, of a chunk in which nothing out of the ordinary has happened. */
function isPlain(chunk: Chunk, { values, states }: Part): boolean {
  const inPlace = values === null && states === null && chunk.output === chunk.values;
  return inPlace && chunk.failures.size === 0 && chunk.retries === 0 && chunk.jobs.size === 1;
}
