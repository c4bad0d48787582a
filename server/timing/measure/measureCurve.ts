/** The pool at 1, 2, 4 … workers, each width in a process of its own. */
import type { CurvePoint, TimingReport } from '../../model.js';
import type { BenchFile } from '../protocol.js';
import { runMeasure, type MeasureSetting } from './runMeasure.js';
import { curvePoint, widthsUpTo, type Cores } from '../report/scaling.js';
import { summarize } from '../report/statistics.js';

/** Runs at each width. */
const RUNS = 3;

/** Measures up to the machine's width, or that of the report where it is wider; the latter is measured already. */
export async function measureCurve(
  setting: MeasureSetting,
  parallel: BenchFile,
  report: Pick<TimingReport, 'workers' | 'serial' | 'parallel'>,
  cores: Cores,
): Promise<CurvePoint[]> {
  const { serial } = report;
  const widths = widthsUpTo(Math.max(report.workers, cores.logical), cores);
  if (!widths.includes(report.workers)) widths.push(report.workers);
  widths.sort((a, b) => a - b);
  const others = widths.filter((width) => width !== report.workers);
  const curve = [curvePoint(report.workers, report.parallel.meanMs, serial.meanMs, cores)];
  for (const [index, workers] of others.entries()) {
    setting.onProgress?.(`scaling curve: ${workers} of ${widths.at(-1)} workers`);
    const budgetMs = Math.max(0, (setting.session.remainingMs / (others.length - index)) * 0.9);
    const { measurement } = await runMeasure(
      { ...setting, onProgress: undefined },
      {
        name: `width-${workers}`,
        benches: [parallel],
        runs: RUNS,
        budgetMs,
        env: { LOOPPOOL_WORKERS: String(workers) },
        doing: `measuring ${workers} workers`,
      },
    );
    curve.push(curvePoint(workers, summarize(measurement.parallel!).meanMs, serial.meanMs, cores));
  }
  return curve.sort((a, b) => a.workers - b.workers);
}
