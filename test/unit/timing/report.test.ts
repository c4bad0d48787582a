import { describe, expect, it } from 'vitest';
import type { TimingReport } from '../../../server/model.js';
import { advise } from '../../../server/timing/report/advise.js';
import {
  formatBytes,
  formatMs,
  formatTimes,
  formatTimingLine,
  formatTimingTable,
} from '../../../server/timing/report/format.js';
import { noiseOf } from '../../../server/timing/report/noise.js';
import { speedupOf, summarize } from '../../../server/timing/report/statistics.js';

const report: TimingReport = {
  program: 'npm run report',
  serial: { meanMs: 2402.4, stdDevMs: 0.0764, runs: 7, loops: 1 },
  parallel: { meanMs: 304.1, stdDevMs: 0.0751, runs: 7, loops: 1 },
  workers: 8,
  speedup: { median: 7.9, low: 7.88, high: 7.93 },
  cold: { serialMs: 2410, parallelMs: 380 },
  same: true,
  difference: null,
  failure: null,
  witness: null,
  notRestored: [],
  bound: 'blocking-wait',
  cpuShare: 0.002,
  startupMs: 70.2,
  bytesCopied: 24_100,
  phases: { computeMs: 300, copyMs: 0.8, commitMs: 2.25 },
  noise: { message: null, waitedShare: 0, timerMs: 1e-6 },
  advice: { code: 'faster', message: 'Faster.' },
  curve: [
    { workers: 1, meanMs: 2402, speedup: 1, efficiency: 1, cores: 'physical' },
    { workers: 8, meanMs: 304.1, speedup: 7.9, efficiency: 0.99, cores: 'logical' },
  ],
  scaling: {
    physical: 4,
    logical: 8,
    recommended: 8,
    amdahl: { serialPart: 0.0018, rate: 1, residual: 0 },
    usl: null,
    forecast: [{ workers: 16, speedup: 15.6 }],
  },
};

describe('format', () => {
  it('writes the line of the promise', () => {
    expect(formatTimingLine(report)).toBe('serial 2.40 s ± 76 µs · pool(8) 304 ms ± 75 µs · 7.9× · same result');
    expect(formatTimingLine({ ...report, same: false })).toMatch(/DIFFERENT RESULT$/);
  });

  it('writes the table in the words of timeit', () => {
    expect(formatTimingTable(report)).toMatchInlineSnapshot(`
      "data        recorded in npm run report
      serial      2.40 s ± 76 µs per loop (mean ± std. dev. of 7 runs, 1 loop each)
      pool(8)     304 ms ± 75 µs per loop (mean ± std. dev. of 7 runs, 1 loop each)
      speed-up    7.9× (95 % interval 7.9× to 7.9×)
      result      same
      first call  serial 2.41 s, pool 380 ms, of which start-up 70.2 ms
      pool time   computing 300 ms, copying 800 µs, committing 2.3 ms per loop
      copied      24.1 kB per loop, to the workers and back
      bound by    waiting, while blocking the thread (0 % CPU)
      workers     mean       speed-up efficiency
      1           2.40 s     1.00×    100 %      ██
      8           304 ms     7.9×     99 %       ████████████ logical cores, recommended
      16          forecast   15.6×               ░░░░░░░░░░░░░░░░░░░░░░░░
      Amdahl      serial part 0.18 %, residual 0 %
      advice      Faster."
    `);
  });

  it('has no words of pools for what awaits on one thread', () => {
    const text = formatTimingTable({
      ...report,
      workers: 1,
      concurrency: 16,
      bound: 'async-wait',
      curve: [],
      scaling: null,
    });
    expect(text).toContain('first call  serial 2.41 s, 16 at once 380 ms\n');
    expect(text).not.toMatch(/pool|worker|start-up|copied/);
  });

  it('begins with what is said of the loop', () => {
    expect(formatTimingTable(report, [['loop', 'main.ts:3, map']])).toMatch(
      /^loop        main\.ts:3, map\ndata        recorded/,
    );
  });

  it('says of other orders what was tried, and claims no more', () => {
    const told = (witness: TimingReport['witness']): string | undefined =>
      formatTimingTable({ ...report, witness })
        .split('\n')
        .find((line) => line.startsWith('order'));
    const orders = ['forward', 'backward', 'shuffled'] as const;
    expect(told(null)).toBeUndefined();
    expect(told({ orders, difference: null, assuming: false })).toBe(
      'order       same result with the items computed forward, backward and shuffled (evidence, not proof)',
    );
    expect(told({ orders: ['forward', 'backward'], difference: null, assuming: true })).toBe(
      'order       same result with the items computed forward and backward: on this data, that supports what the rewrite assumes (evidence, not proof)',
    );
    const witness = { orders, difference: 'shuffled: ys[1] is 3 in the loop and 5 in the pool', assuming: false };
    expect(told(witness)).toBe('order       matters; shuffled: ys[1] is 3 in the loop and 5 in the pool');
    expect(formatTimingLine({ ...report, witness })).toMatch(/ORDER MATTERS$/);
  });

  it('chooses units and digits', () => {
    expect([0, 0.00012, 0.0456, 0.9996, 9.999, 12.34, 999.6, 61_000, 1.5e6].map((ms) => formatMs(ms))).toEqual(
      ['0 s', '120 ns', '45.6 µs', '1.00 ms', '10.0 ms', '12.3 ms', '1.00 s', '61.0 s', '1500 s'], // prettier-ignore
    );
    expect([0.00312, 0.85, 1, 1.23, 1.97, 7.94, 12.3, 123.4].map(formatTimes)).toEqual([
      '0.0031×',
      '0.85×',
      '1.00×',
      '1.23×',
      '2.0×',
      '7.9×',
      '12.3×',
      '123×',
    ]);
    expect([0, 999, 1000, 2_345_678].map(formatBytes)).toEqual(['0 B', '999 B', '1.00 kB', '2.35 MB']);
  });
});

describe('noise', () => {
  const said = (changes: object): string | null =>
    noiseOf({
      serial: report.serial,
      parallel: report.parallel,
      waitedShare: 0,
      timerMs: 1e-6,
      writesOnce: false,
      ...changes,
    }).message;

  it('is said when it is there', () => {
    expect(said({})).toBeNull();
    expect(said({ waitedShare: null })).toBeNull();
    expect(said({ waitedShare: 0.34 })).toBe(
      'other programs had the processor for 34 % of the time; time it again when the machine is quiet.',
    );
    expect(said({ parallel: { meanMs: 10, stdDevMs: 2, runs: 7, loops: 20 } })).toMatch(/^the runs vary by ± 20 %;/);
    expect(said({ serial: { ...report.serial, runs: 2 } })).toBe('an interval from 2 runs says little.');
    expect(said({ serial: { meanMs: 1e-4, stdDevMs: 0, runs: 7, loops: 1 } })).toBe(
      'one run (100 ns) is short for a timer with steps of 1.0 ns.',
    );
  });
});

describe('statistics', () => {
  it('takes mean and sample standard deviation', () => {
    expect(summarize({ coldMs: 9, runsMs: [1, 2, 3, 4], loops: 5 })).toEqual({
      meanMs: 2.5,
      stdDevMs: Math.sqrt(5 / 3),
      runs: 4,
      loops: 5,
    });
    expect(summarize({ coldMs: 9, runsMs: [3], loops: 1 })).toEqual({ meanMs: 3, stdDevMs: 0, runs: 1, loops: 1 });
  });

  it('takes the median of the pairs, with an interval that repeats', () => {
    const serial = [10, 12, 11, 10, 40, 10, 11];
    const parallel = [5, 6, 5, 5, 5, 5, 6];
    const first = speedupOf(serial, parallel);
    expect(first.median).toBe(2);
    expect(first.low).toBeLessThanOrEqual(2);
    expect(first.high).toBeGreaterThan(2);
    expect(first.high).toBeLessThan(8);
    expect(speedupOf(serial, parallel)).toEqual(first);
    expect(speedupOf([4], [2])).toEqual({ median: 2, low: 2, high: 2 });
  });
});

describe('advise', () => {
  const code = (changes: Partial<TimingReport>, itemsInWorkers: number | null = 24): string =>
    advise({ ...report, ...changes }, { itemsInWorkers }).code;
  it.each<[string, string]>([
    ['faster', code({})],
    ['different-result', code({ same: false, difference: 'ys[0] is 1 in the loop and 2 in the pool' })],
    ['different-result', code({ witness: { orders: [], difference: 'backward: ys[0] is …', assuming: false } })],
    ['slower', code({ speedup: { median: 0.9, low: 0.8, high: 0.95 } })],
    ['slower', code({ speedup: { median: 0.9, low: 0.8, high: 0.95 } }, 0)],
    ['no-difference', code({ speedup: { median: 1.2, low: 0.9, high: 1.4 } })],
    ['not-worth-it', code({ speedup: { median: 1.05, low: 1.02, high: 1.1 } })],
    ['not-worth-it', code({ speedup: { median: 1, low: 0.98, high: 1.02 } }, 0)],
    ['await-instead', code({ bound: 'async-wait' })],
    ['faster', code({ bound: 'async-wait', concurrency: 16 })],
  ])('says %s', (expected, given) => expect(given).toBe(expected));

  it('says when only the second call is faster', () => {
    expect(advise({ ...report, cold: { serialMs: 30, parallelMs: 90 } }, { itemsInWorkers: 1 }).message).toMatch(
      /The first call is slower/,
    );
  });

  it('does not speak of a pool where a limit is what makes it slower', () => {
    const slower = { ...report, concurrency: 16, speedup: { median: 0.08, low: 0.07, high: 0.1 } };
    expect(advise(slower, { itemsInWorkers: 0 }).message).toMatch(
      /^Slower with 16 at once: 0\.080×\. Keep it as it is, unless what it waits for should not get all calls at once\.$/,
    );
  });
});
