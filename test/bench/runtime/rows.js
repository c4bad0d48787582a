/** The rows of the table: what each does, and who takes part. A contestant is a function that does the work once. */
import { Pool } from 'looppool';
import { Bare } from './bare.js';
import * as t from './tasks.js';

const never = { inline: 'never' };
const repeat = (count, value) => new Array(count).fill(value);
const million = Array.from({ length: 1e6 }, (_, i) => i);
// Copied once: making an array of this size takes longer than squaring its numbers.
const [some, few] = [million.slice(0, 200_000), million.slice(0, 20_000)];

/** Items dealt out in turn: what somebody would write by hand. */
const inTurn = (width) => (i) => i % width;

/**
 * @param {number} width Threads of every pool.
 * @param {(width: number) => Promise<object>} startPeers
 */
export async function* rowsOf(width, startPeers) {
  const bare = new Bare(width);
  const pool = new Pool({ workers: width });
  const peers = await startPeers(width);
  const cpu = (name, items, place, limit) => ({
    name,
    reference: 'bare threads',
    limit,
    contestants: {
      'plain loop': () => items.map((ms) => t.work(ms)),
      'bare threads': () => bare.map('work', items, place),
      looppool: () => pool.mapSync(t.work, items, undefined, never),
      ...peers.chunked('work', items),
    },
  });

  yield {
    name: '1,000,000 × x * x, auto',
    reference: 'xs.map(f)',
    limit: '≤ 1.10 ×, or + 10 ms',
    contestants: {
      'xs.map(f)': () => million.map((x) => t.square(x)),
      'push loop': () => {
        const results = [];
        for (const x of million) results.push(t.square(x));
        return results;
      },
      looppool: () => pool.mapSync(t.square, million),
      'looppool, async': () => pool.map(t.square, million),
    },
  };
  yield {
    name: "1,000,000 × x * x, 'never'",
    reference: 'bare threads',
    limit: '≤ 1.30 ×; ≤ 0.35 × the best peer',
    contestants: {
      'bare threads': () => bare.mapNumbers('square', million),
      looppool: () => pool.mapSync(t.square, million, undefined, never),
      'looppool, async': () => pool.map(t.square, million, undefined, never),
      ...peers.chunked('square', million),
    },
  };
  yield cpu('200 items of 1 ms', repeat(200, 1), inTurn(width), '≤ 1 / 0.97 = 1.03 ×');
  yield cpu('4,000 items of 50 µs', repeat(4000, 0.05), inTurn(width), '≤ 1 / 0.92 = 1.09 ×');
  yield cpu(
    'triangular: 400 items of 0…1 ms',
    Array.from({ length: 400 }, (_, i) => i / 400),
    inTurn(width),
    '≤ 1.05 ×',
  );
  // The best schedule: the long item first, the others so that all end together.
  const items = [...repeat(200, 0.5), 50, ...repeat(200, 0.5)];
  const others = Math.max(0, Math.round((250 / width - 50) / 0.5));
  yield cpu(
    `400 items of 0.5 ms and one of 50 ms`,
    items,
    (i) => (i === 200 ? 0 : i < others ? 0 : 1 + (i % Math.max(1, width - 1))),
    '≤ 1.05 ×',
  );
  yield {
    name: 'zipSync of 200,000 light items, auto',
    reference: 'plain loop',
    limit: 'not more than max(3 %, 5 ms)',
    contestants: {
      'plain loop': () => {
        let sum = 0;
        for (let i = 0; i < 200_000; i += 1) sum += t.square(i);
        return sum;
      },
      looppool: () => {
        let sum = 0;
        for (const [, y] of pool.zipSync(t.square, some)) sum += y;
        return sum;
      },
    },
  };
  yield {
    name: 'zip of 20,000 light items, awaited, auto',
    reference: 'plain loop',
    limit: 'not more than max(3 %, 5 ms)',
    contestants: {
      'plain loop': () => {
        let sum = 0;
        for (let i = 0; i < 20_000; i += 1) sum += t.square(i);
        return sum;
      },
      looppool: async () => {
        let sum = 0;
        for await (const [, y] of pool.zip(t.square, few)) sum += y;
        return sum;
      },
    },
  };
  const curves = Array.from({ length: 1000 }, (_, id) => ({ id, values: million.slice(id, id + 2000) }));
  const plainCurves = () => curves.map((curve) => t.sumOf(curve));
  yield {
    name: '1,000 objects of 2,000 numbers, auto: copying costs more than computing',
    reference: 'plain loop',
    limit: 'not more than max(3 %, 5 ms)',
    contestants: {
      'plain loop': plainCurves,
      'looppool, mapSync': () => pool.mapSync(t.sumOf, curves),
      'looppool, map': () => pool.map(t.sumOf, curves),
      'looppool, zipSync': () => Array.from(pool.zipSync(t.sumOf, curves), ([, sum]) => sum),
    },
  };
  await bare.end();
  await peers.end();
  await pool.close();

  const bare8 = new Bare(8);
  const pool8 = new Pool({ workers: 8 });
  const peers8 = await startPeers(8);
  const sleeps = repeat(24, 100);
  yield {
    name: '24 × sleep of 100 ms, 8 workers',
    reference: 'bare threads',
    limit: '≤ 1.01 ×',
    contestants: {
      'bare threads': () => bare8.map('sleep', sleeps, inTurn(8)),
      looppool: () => pool8.mapSync(t.sleep, sleeps, undefined, { ...never, chunkSize: 1 }),
      'looppool, async': () => pool8.map(t.sleep, sleeps, undefined, { ...never, chunkSize: 1 }),
      ...peers8.single('sleep', sleeps),
    },
  };
  await bare8.end();
  await peers8.end();
  await pool8.close();
}
