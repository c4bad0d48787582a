/**
 * How the speed-up grows with the number of workers: two classic laws fitted to the measured widths, the width to choose,
 * and a forecast for wider machines.
 */
import type { CurvePoint, Scaling } from '../../model.js';

/** The recommended width is the smallest whose speed-up is at least this part of the best. */
const GOOD_ENOUGH = 0.95;
/** A law is fitted only to more points than it has parameters. */
const AMDAHL_POINTS = 3;
const USL_POINTS = 4;
/** The forecast goes up to so many times the widest measured pool. */
const FORECAST = 4;

export interface Cores {
  readonly physical: number;
  readonly logical: number;
}

/** The widths to measure: 1, 2, 4 … up to `widest`, the number of physical cores among them. */
export function widthsUpTo(widest: number, { physical }: Cores): number[] {
  const widths = new Set<number>([widest]);
  for (let width = 1; width < widest; width *= 2) widths.add(width);
  if (physical < widest) widths.add(physical);
  return [...widths].sort((a, b) => a - b);
}

/** One point of the curve. `serialMs` and `meanMs` are the times of one loop. */
export function curvePoint(workers: number, meanMs: number, serialMs: number, cores: Cores): CurvePoint {
  const speedup = serialMs / meanMs;
  const kind = workers <= cores.physical ? 'physical' : workers <= cores.logical ? 'logical' : 'beyond';
  return { workers, meanMs, speedup, efficiency: speedup / workers, cores: kind };
}

/**
 * What a measured curve says.
 *
 * @param points in order of their widths
 * @param items of one loop: no pool is faster than so many times, however wide; endless when left out
 */
export function scalingOf(points: readonly CurvePoint[], cores: Cores, items = Infinity): Scaling {
  const best = Math.max(...points.map((point) => point.speedup));
  const recommended = best > 1 ? points.find((point) => point.speedup >= best * GOOD_ENOUGH)!.workers : null;
  const amdahl = points.length >= AMDAHL_POINTS ? fitAmdahl(points) : null;
  const usl = points.length >= USL_POINTS ? fitUsl(points) : null;
  const widest = points[points.length - 1]!.workers;
  const law = usl ? uslSpeedup(usl) : amdahl ? amdahlSpeedup(amdahl) : null;
  const forecast: { workers: number; speedup: number }[] = [];
  for (let workers = widest * 2; law && workers <= widest * FORECAST; workers *= 2)
    forecast.push({ workers, speedup: Math.min(law(workers), items) });
  return { ...cores, recommended, amdahl, usl, forecast };
}

/**
 * Amdahl's law (1967): S(n) = r / (s + (1 − s) / n), with the serial part s, and r for what one worker makes of the loop.
 * In times it is linear in 1 / n, so ordinary least squares will do.
 */
function fitAmdahl(points: readonly CurvePoint[]): Scaling['amdahl'] {
  const found = leastSquares(points, [() => 1, (n) => 1 / n]);
  const [fixed = 0, divided = 0] = found.parameters;
  const whole = fixed + divided;
  return { serialPart: fixed / whole, rate: 1 / whole, residual: found.residual };
}

export function amdahlSpeedup({ serialPart, rate }: NonNullable<Scaling['amdahl']>): (n: number) => number {
  return (n) => rate / (serialPart + (1 - serialPart) / n);
}

/**
 * Gunther's Universal Scalability Law: S(n) = r n / (1 + σ (n − 1) + κ n (n − 1)); σ is contention, κ the cost of keeping
 * workers consistent (N. J. Gunther, Guerrilla Capacity Planning, 2007). In times it is linear in its parameters.
 */
function fitUsl(points: readonly CurvePoint[]): Scaling['usl'] {
  const found = leastSquares(points, [(n) => 1 / n, (n) => (n - 1) / n, (n) => n - 1]);
  const [one = 0, contended = 0, crossed = 0] = found.parameters;
  const [contention, coherency] = [contended / one, crossed / one];
  // Where the derivative of S is zero.
  const peak =
    coherency > 0 && contention < 1 ? Math.max(1, Math.round(Math.sqrt((1 - contention) / coherency))) : null;
  return { contention, coherency, rate: 1 / one, peak, residual: found.residual };
}

export function uslSpeedup({ contention, coherency, rate }: NonNullable<Scaling['usl']>): (n: number) => number {
  return (n) => (rate * n) / (1 + contention * (n - 1) + coherency * n * (n - 1));
}

/**
 * The parameters, none of them negative, with which a sum of functions of the width comes closest to the measured times.
 * Each time counts by its relative error, since what disturbs a measurement grows with its length: otherwise one worker
 * would outweigh all wide pools, of which the forecast speaks. The residual is the root mean square of these errors.
 */
function leastSquares(
  points: readonly CurvePoint[],
  terms: readonly ((n: number) => number)[],
): { parameters: number[]; residual: number } {
  const rows = points.map(({ workers, speedup }) => terms.map((term) => term(workers) * speedup));
  let best: { parameters: number[]; residual: number } | null = null;
  // With so few terms, every choice of those that are not zero can be tried.
  for (let chosen = 1; chosen < 1 << terms.length; chosen++) {
    const columns = terms.flatMap((_, column) => ((chosen >> column) & 1 ? [column] : []));
    const solved = solve(
      columns.map((a) => columns.map((b) => rows.reduce((sum, row) => sum + row[a]! * row[b]!, 0))),
      columns.map((a) => rows.reduce((sum, row) => sum + row[a]!, 0)),
    );
    if (!solved || solved.some((value) => value < 0)) continue;
    const parameters = terms.map((_, column) => (columns.includes(column) ? solved[columns.indexOf(column)]! : 0));
    const squares = rows.map((row) => (row.reduce((sum, x, i) => sum + x * parameters[i]!, 0) - 1) ** 2);
    const residual = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / points.length);
    const usable = parameters[terms.length === 2 ? 1 : 0]! > 0;
    if (usable && (!best || residual < best.residual)) best = { parameters, residual };
  }
  return best ?? { parameters: terms.map((_, column) => (column === 0 ? 1 : 0)), residual: Infinity };
}

/** Gaussian elimination with pivots; null for a singular matrix. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows.slice(column).reduce((a, b) => (Math.abs(b[column]!) > Math.abs(a[column]!) ? b : a));
    if (Math.abs(pivot[column]!) < 1e-12) return null;
    const at = rows.indexOf(pivot);
    [rows[column], rows[at]] = [pivot, rows[column]!];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[column]! / pivot[column]!;
      for (let i = column; i < row.length; i++) row[i]! -= factor * pivot[i]!;
    }
  }
  return rows.map((row, at) => row[row.length - 1]! / row[at]!);
}
