/** The work of the benchmark: each function both plain, for bare threads and peers, and as a task. */
import { task } from 'looppool';

const pure = { pure: true };
/** Rounds of `work` that take about a millisecond on an ordinary machine; the same number on all threads. */
const ROUNDS_PER_MS = 60_000;
const cell = new Int32Array(new SharedArrayBuffer(4));

export const square = task(import.meta.url, 'square', (x) => x * x, pure);

/** Computes for about `ms` milliseconds: so many rounds, not so much time, because threads that share a core shall not gain. */
export const work = task(
  import.meta.url,
  'work',
  (ms) => {
    let x = ms;
    for (let i = ms * ROUNDS_PER_MS; i > 0; i -= 1) x = (x * 1.000001 + 1.5) % 1000;
    return x;
  },
  pure,
);

export const sleep = task(
  import.meta.url,
  'sleep',
  (ms) => {
    Atomics.wait(cell, 0, 0, ms);
    return ms;
  },
  pure,
);

/** Light, for an item that is large. */
export const sumOf = task(
  import.meta.url,
  'sumOf',
  ({ values }) => values.reduce((sum, x) => sum + Math.sqrt(x), 0),
  pure,
);

export const total = task(
  import.meta.url,
  'total',
  (from, { data }) => data[from] + data[data.length - 1 - from],
  pure,
);

/** A whole chunk, for pools that have no chunks of their own. */
export const chunkOf = ({ name, items }) => items.map((item) => ({ square, work, sleep })[name](item));
export const oneOf = ({ name, item }) => ({ square, work, sleep })[name](item);
