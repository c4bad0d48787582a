/** A timing report in words, for a terminal and for the line above a loop. */
import type { Measured, Scaling, TimingReport, Witness } from '../../model.js';

const UNITS = [
  { unit: 's', ms: 1000 },
  { unit: 'ms', ms: 1 },
  { unit: 'µs', ms: 1e-3 },
  { unit: 'ns', ms: 1e-6 },
] as const;

/** `2.40 s`, `304 ms`, `75.2 µs`: three significant digits, as `timeit` chooses its units. */
export function formatMs(ms: number, digits = 3): string {
  if (!(ms > 0)) return '0 s';
  const scale = UNITS.find((candidate) => ms >= candidate.ms * (1 - 0.5 * 10 ** -digits)) ?? UNITS[3];
  const value = ms / scale.ms;
  return `${value >= 10 ** (digits - 1) ? Math.round(value) : value.toPrecision(digits)} ${scale.unit}`;
}

/** `7.9×`: one decimal, two near 1, where they matter. */
export function formatTimes(times: number): string {
  if (times < 0.1) return `${times.toPrecision(2)}×`;
  if (times >= 100) return `${Math.round(times)}×`;
  return `${times.toFixed(times >= 1.95 ? 1 : 2)}×`;
}

/** `2.4 kB`, in powers of 1000. */
export function formatBytes(bytes: number): string {
  for (const [unit, size] of [
    ['GB', 1e9],
    ['MB', 1e6],
    ['kB', 1e3],
  ] as const) {
    if (bytes >= size) return `${(bytes / size).toPrecision(3)} ${unit}`;
  }
  return `${bytes} B`;
}

/** `serial 2.40 s ± 76 µs · pool(8) 304 ms ± 75 µs · 7.9× · same result` */
export function formatTimingLine(report: TimingReport): string {
  return [
    `serial ${formatMs(report.serial.meanMs)} ± ${formatMs(report.serial.stdDevMs, 2)}`,
    `${parallelName(report)} ${formatMs(report.parallel.meanMs)} ± ${formatMs(report.parallel.stdDevMs, 2)}`,
    formatTimes(report.speedup.median),
    resultOf(report),
  ].join(' · ');
}

function resultOf({ same, witness, failure }: TimingReport): string {
  if (!same) return 'DIFFERENT RESULT';
  if (witness?.difference) return 'ORDER MATTERS';
  return failure?.kind === 'error' ? 'same error' : 'same result';
}

function resultRow({ same, difference, failure }: TimingReport): string {
  if (!same) return `different: ${difference ?? ''}`;
  if (failure === null) return 'same';
  return failure.kind === 'error'
    ? `same: both end with ${failure.message}`
    : `same: both leave a rejected promise that they do not handle themselves (${failure.message})`;
}

/** `pool(8)`, or `16 at once` for what awaits on one thread. */
const parallelName = ({ workers, concurrency }: TimingReport): string =>
  concurrency ? `${concurrency} at once` : `pool(${workers})`;

/**
 * Everything a report says, one line each, in the words of Python's `timeit`.
 *
 * @param before lines above, each with its label
 */
export function formatTimingTable(report: TimingReport, before: readonly (readonly [string, string])[] = []): string {
  const { speedup, cold, concurrency } = report;
  const rows: (readonly [string, string])[] = [
    ...before,
    ['data', `recorded in ${report.program}`],
    ['serial', perLoop(report.serial)],
    [parallelName(report), perLoop(report.parallel)],
    [
      'speed-up',
      `${formatTimes(speedup.median)} (95 % interval ${formatTimes(speedup.low)} to ${formatTimes(speedup.high)})`,
    ],
    ['result', resultRow(report)],
    ...orderRow(report),
    ...restoredRow(report),
    [
      'first call',
      concurrency
        ? `serial ${formatMs(cold.serialMs)}, ${parallelName(report)} ${formatMs(cold.parallelMs)}`
        : `serial ${formatMs(cold.serialMs)}, pool ${formatMs(cold.parallelMs)}, of which start-up ${formatMs(report.startupMs)}`,
    ],
    ...(concurrency ? [] : pooledRows(report)),
    ['bound by', `${BOUND[report.bound]} (${(report.cpuShare * 100).toFixed(0)} % CPU)`],
  ];
  rows.push(...curveRows(report));
  if (report.noise.message) rows.push(['noise', report.noise.message]);
  rows.push(['advice', report.advice.message]);
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `${label.padEnd(width)}  ${text}`).join('\n');
}

/** What was not as the program had made it: the times are still those of both versions on the same data. */
function restoredRow({ notRestored }: TimingReport): [string, string][] {
  if (notRestored.length === 0) return [];
  const said = notRestored.map(({ file, name, reason }) => `${name} of ${file} (${reason})`);
  return [['not reset', `${said.join('; ')}: as it is once its module is loaded`]];
}

/** Evidence, and of what: the words claim no more than that. */
function orderRow({ witness }: TimingReport): [string, string][] {
  if (witness === null) return [];
  const { difference, assuming } = witness;
  if (difference !== null) return [['order', `matters; ${difference}`]];
  const tried = triedOrders(witness);
  const supports = assuming ? ': on this data, that supports what the rewrite assumes' : '';
  return [['order', `same result with the items computed ${tried}${supports} (evidence, not proof)`]];
}

const triedOrders = ({ orders }: Witness): string => `${orders.slice(0, -1).join(', ')} and ${orders.at(-1)!}`;

/** What trying other orders has shown of a loop that stays a loop, as a line of the terminal's. */
export const formatOrders = (witness: Witness): string => `order  ${ordersSaid(witness)}`;

/** The same over a loop: `Order matters; …`. */
export const ordersLine = (witness: Witness): string =>
  `Order${witness.difference === null ? ':' : ''} ${ordersSaid(witness)}`;

function ordersSaid(witness: Witness): string {
  if (witness.difference !== null) return `matters; ${witness.difference}`;
  return `same result with the iterations run ${triedOrders(witness)} (evidence from this data, not proof: it stays a loop)`;
}

function pooledRows({ phases, bytesCopied }: TimingReport): [string, string][] {
  const parts = Object.entries({ computing: phases.computeMs, copying: phases.copyMs, committing: phases.commitMs });
  const known = parts.flatMap(([word, ms]) => (ms === null ? [] : [`${word} ${formatMs(ms, 2)}`]));
  return [
    ...(known.length === 0 ? [] : ([['pool time', `${known.join(', ')} per loop`]] as [string, string][])),
    ['copied', `${formatBytes(bytesCopied)} per loop, to the workers and back`],
  ];
}

/** The scaling curve as bars of the same length for the same speed-up, forecasts hollow. */
function curveRows({ curve, scaling }: TimingReport): [string, string][] {
  if (curve.length === 0) return [];
  const forecast = scaling?.forecast ?? [];
  const longest = Math.max(...[...curve, ...forecast].map((point) => point.speedup));
  const bar = (speedup: number, block: string): string =>
    block.repeat(Math.max(1, Math.round((speedup / longest) * 24)));
  const rows: [string, string][] = [['workers', 'mean       speed-up efficiency']];
  for (const { workers, meanMs, speedup, efficiency, cores } of curve) {
    const marks = [
      ...(cores === 'physical' ? [] : [cores === 'logical' ? 'logical cores' : 'more than cores']),
      ...(workers === scaling?.recommended ? ['recommended'] : []),
    ];
    const percent = `${(efficiency * 100).toFixed(0)} %`.padEnd(10);
    const note = marks.length > 0 ? ` ${marks.join(', ')}` : '';
    rows.push([
      String(workers),
      `${formatMs(meanMs).padEnd(10)} ${formatTimes(speedup).padEnd(8)} ${percent} ${bar(speedup, '█')}${note}`,
    ]);
  }
  for (const { workers, speedup } of forecast)
    rows.push([String(workers), `${'forecast'.padEnd(10)} ${formatTimes(speedup).padEnd(19)} ${bar(speedup, '░')}`]);
  return [...rows, ...fitRows(scaling)];
}

/** A part of a whole, 0…1. */
export const formatShare = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;

/** The fitted laws with their parameters and residuals, each under its name. */
export function fitRows(scaling: Scaling | null): [string, string][] {
  const rows: [string, string][] = [];
  const percent = (part: number): string => (part < 1e-6 ? '0 %' : `${(part * 100).toPrecision(2)} %`);
  if (!scaling) return rows;
  const { amdahl, usl } = scaling;
  if (!amdahl) rows.push(['fit', 'none: a law is fitted to three widths or more']);
  if (amdahl) rows.push(['Amdahl', `serial part ${percent(amdahl.serialPart)}, residual ${percent(amdahl.residual)}`]);
  if (usl)
    rows.push([
      'USL',
      `contention ${percent(usl.contention)}, coherency ${percent(usl.coherency)}${usl.peak === null ? '' : `, fastest with ${usl.peak} workers`}, residual ${percent(usl.residual)}`,
    ]);
  return rows;
}

const BOUND: Record<TimingReport['bound'], string> = {
  cpu: 'computing',
  'blocking-wait': 'waiting, while blocking the thread',
  'async-wait': 'awaiting',
  mixed: 'computing and waiting, about half and half',
};

function perLoop({ meanMs, stdDevMs, runs, loops }: Measured): string {
  return `${formatMs(meanMs)} ± ${formatMs(stdDevMs, 2)} per loop (mean ± std. dev. of ${count(runs, 'run')}, ${loops === 1 ? '1 loop' : `${loops.toLocaleString('en')} loops`} each)`;
}

function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
