/** Rows that need a process of their own: `node processes.js ROW` prints one number. */
import { Pool, pool } from 'looppool';
import * as t from './tasks.js';

const [, , row] = process.argv;
const never = { inline: 'never' };
const milliseconds = new Array(200).fill(1);
const megabytes = () => process.memoryUsage().rss / 2 ** 20;

const rows = {
  /** Milliseconds from the call to its result, with threads to start. */
  firstCall: () => {
    const start = performance.now();
    pool.mapSync(t.square, [1, 2, 3, 4], undefined, never);
    return performance.now() - start;
  },
  firstCallBare: async () => {
    const { Bare } = await import('./bare.js');
    const start = performance.now();
    const bare = new Bare(pool.workers);
    await bare.map('square', [1, 2, 3, 4], (i) => i % pool.workers);
    return performance.now() - start;
  },
  /** The same with work to do, and settings as they come. */
  firstWork: () => {
    const start = performance.now();
    pool.mapSync(t.work, milliseconds);
    return performance.now() - start;
  },
  firstWorkBare: async () => {
    const { Bare } = await import('./bare.js');
    const start = performance.now();
    const bare = new Bare(pool.workers);
    await bare.map('work', milliseconds, (i) => i % pool.workers);
    return performance.now() - start;
  },
  /** Resident megabytes with and without a capture of 256 MB that is there anyway. */
  shared: () => memory({ data: sharedNumbers() }),
  unshared: () => {
    const data = sharedNumbers();
    const used = memory({ data: data.subarray(0, 0) && [1, 2] });
    return data.length > 0 ? used : 0;
  },
  /** Megabytes gained between the first and the last million of ten. */
  endless: async () => {
    let count = 0;
    let first = 0;
    async function* endless() {
      for (let i = 0; ; i += 1) yield i;
    }
    const items = Number(process.env.ITEMS ?? 1e7);
    for await (const x of pool.imap(t.square, endless(), undefined, never)) {
      count += x >= 0 ? 1 : 0;
      if (count === items / 10) first = megabytes();
      if (count === items) break;
    }
    return megabytes() - first;
  },
};

function sharedNumbers() {
  return new Float64Array(new SharedArrayBuffer(256 << 20)).fill(1);
}

function memory(captures) {
  const p = new Pool({ workers: 2 });
  for (let i = 0; i < 5; i += 1) p.mapSync(t.total, [0, 1], captures, never);
  return megabytes();
}

console.log(await rows[row]());
process.exit();
