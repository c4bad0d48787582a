import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { checkProgram, faultsOf, type Checked } from '../timing/checkProgram.js';
import { formatMs, formatTimes } from '../timing/report/format.js';
import { cancellable } from './cancellable.js';
import { UsageError } from './paths.js';

export interface CheckOptions {
  readonly json?: boolean;
  readonly write?: boolean;
  readonly baseline: string;
  readonly runs?: string;
  readonly timeout?: string;
}

interface Baseline {
  readonly version: 1;
  readonly programs: readonly Checked[];
}

/**
 * `looppool check`: runs each program of the baseline with and without its pools. Status 1 when one gives something else, or
 * is slower with the pool. With `--write` the named programs are put into the baseline.
 */
export async function check(entries: readonly string[], options: CheckOptions): Promise<number> {
  const before = readBaseline(options.baseline);
  const asked = entries.length > 0 ? entries : (before?.programs.map(({ entry }) => entry) ?? []);
  if (asked.length === 0)
    throw new UsageError(
      `${options.baseline}: there is no baseline yet. Write one: looppool check --write 'node main.js'`,
    );
  const [runs, timeoutS] = [Number(options.runs ?? 5), Number(options.timeout ?? 300)];
  if (!(runs >= 1) || !(timeoutS >= 1)) throw new UsageError('--runs and --timeout: expected a number from 1');
  const found = await cancellable(async (running) => {
    const all: { checked: Checked; faults: string[] }[] = [];
    for (const entry of asked) {
      const checked = await checkProgram({ entry, cwd: process.cwd(), runs, timeoutS, ...running });
      const known = options.write ? undefined : before?.programs.find((program) => program.entry === entry);
      all.push({ checked, faults: faultsOf(checked, known) });
    }
    return all;
  });
  const isGood = found.every(({ faults }) => faults.length === 0);
  if (options.write && isGood) {
    const kept = before?.programs.filter(({ entry }) => !asked.includes(entry)) ?? [];
    const baseline: Baseline = { version: 1, programs: [...kept, ...found.map(({ checked }) => checked)] };
    writeFileSync(options.baseline, `${JSON.stringify(baseline, null, 2)}\n`);
  }
  if (options.json) {
    const programs = found.map(({ checked, faults }) => ({ ...checked, faults }));
    process.stdout.write(`${JSON.stringify({ ok: isGood, programs }, null, 2)}\n`);
  } else {
    for (const { checked, faults } of found) {
      const { entry, serialMs, parallelMs, speedup } = checked;
      const line = `${entry}: ${formatMs(serialMs)} without the pool, ${formatMs(parallelMs)} with it, ${formatTimes(speedup.median)}${isSure(checked) ? '' : ' (no sure difference)'}`;
      process.stdout.write(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${line}\n`);
      for (const fault of faults) process.stdout.write(`     ${fault}\n`);
      if (checked.exitStatus !== 0 && checked.difference === null)
        process.stdout.write(`     it ended with exit status ${checked.exitStatus}, with the pool and without\n`);
    }
  }
  if (options.write && !isGood) process.stderr.write(`looppool: ${options.baseline} was not written.\n`);
  return isGood ? 0 : 1;
}

/** Slower is said as a fault. */
const isSure = ({ speedup, slower }: Checked): boolean => slower || speedup.low > 1;

function readBaseline(file: string): Baseline | null {
  if (!existsSync(file)) return null;
  try {
    const baseline = JSON.parse(readFileSync(file, 'utf8')) as Baseline;
    if (baseline.version === 1 && Array.isArray(baseline.programs)) return baseline;
  } catch {
    // The same to the user as another format.
  }
  throw new UsageError(`${file} is no baseline of this version of Looppool. Write it anew with --write.`);
}
