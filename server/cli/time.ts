import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JudgedLoop, Reason, TimingReport } from '../model.js';
import { rewriteAt } from '../pipeline.js';
import { createSourceReader } from '../project.js';
import { formatOrders, formatTimingLine, formatTimingTable } from '../timing/report/format.js';
import type { Visit } from '../timing/protocol.js';
import type { ReachRequest } from '../timing/reachLoop.js';
import { timeLoop } from '../timing/timeLoop.js';
import { canBeTried, tryOrders } from '../timing/tryOrders.js';
import { cancellable, type Running } from './cancellable.js';
import { refusalJson } from './json.js';
import { mayRun } from './lasting.js';
import { parsePlace, shown, UsageError } from './paths.js';
import { pickLoop } from './pickLoop.js';
import { trustGiven } from './trustGiven.js';

export interface TimeOptions {
  readonly json?: boolean;
  readonly entry?: string;
  readonly call?: string;
  readonly visit?: string;
  readonly workers?: string;
  readonly runs?: string;
  readonly timeout?: string;
  readonly memory?: string;
  readonly curve?: boolean;
  readonly orders?: boolean;
  readonly yes?: boolean;
  readonly trust?: readonly string[];
}

const TRY_ORDERS =
  'looppool: --orders runs it all the same, with its iterations forward, backward and shuffled, and says whether that makes a difference.\n';

/** `looppool time`: runs both versions of one loop on the program's own data. Status 0 faster, 1 refused, not faster or not the same. With `--orders`, a refused loop is 0 where no order made a difference. */
export async function time(
  target: string,
  options: TimeOptions,
  suffix: string,
  distribution: string,
): Promise<number> {
  const place = parsePlace(target);
  if (place.line === null) throw new UsageError(`${target}: name a line (FILE:LINE)`);
  const limits = {
    workers: whole('--workers', options.workers),
    runs: whole('--runs', options.runs) ?? 7,
    timeoutS: whole('--timeout', options.timeout) ?? 300,
    memoryMb: whole('--memory', options.memory),
  };
  const reader = createSourceReader(trustGiven(options.trust));
  const answer = rewriteAt(reader, place.file, pickLoop(place), { suffix });
  const text = readFileSync(place.file, 'utf8');
  const { judged, rewrite } = answer;
  const refused = rewrite ? null : judged;
  if (refused && !options.orders) {
    const reasons = reasonsOf(refused);
    if (options.json) process.stdout.write(JSON.stringify(refusalJson(reasons), null, 2) + '\n');
    else process.stderr.write(`${lines(reasons)}${canBeTried(place.file, text, refused) ? TRY_ORDERS : ''}`);
    return 1;
  }
  if (!(await mayRun(judged, options.yes ?? false))) return 1;
  const reach = (how: Running): ReachRequest => ({
    ...how,
    file: place.file,
    text,
    loop: judged,
    entry: options.entry,
    call: options.call,
    visit: visitOf(options.visit),
    workers: limits.workers,
    timeoutS: limits.timeoutS,
    memoryMb: limits.memoryMb,
    runtimeDir: path.join(distribution, 'runtime'),
    cwd: process.cwd(),
  });
  if (!rewrite) {
    const witness = await cancellable((how) => tryOrders(reach(how)));
    const reasons = reasonsOf(judged);
    if (options.json) process.stdout.write(JSON.stringify({ ...refusalJson(reasons), witness }, null, 2) + '\n');
    else process.stdout.write(`${formatOrders(witness)}\n${lines(reasons)}`);
    return witness.difference === null ? 0 : 1;
  }
  const { runs } = limits;
  const report = await cancellable((how) => timeLoop({ ...reach(how), rewrite, runs, curve: options.curve ?? false }));
  if (options.json) process.stdout.write(JSON.stringify(report, null, 2) + '\n');
  else
    process.stdout.write(
      `${formatTimingLine(report)}\n\n${formatTimingTable(report, aboutLoop(judged, options, report))}\n`,
    );
  return isAnswerNo(report) ? 1 : 0;
}

/** Which loop it was, what its rewrite takes for granted, and what there is no answer to. */
function aboutLoop({ site, verdict }: JudgedLoop, { curve }: TimeOptions, { concurrency }: TimingReport) {
  const name = `${site.form}${site.function ? ` in ${site.function}` : ''}`;
  const assumptions = verdict.kind === 'refused' ? [] : verdict.assumptions;
  return [
    ['loop', `${shown(site.span.file)}:${site.anchor.line}, ${name}`] as const,
    ...assumptions.map(({ span, message }) => ['assumes', `line ${span.line}: ${message}`] as const),
    ...(curve && concurrency
      ? [['curve', 'none: this loop awaits on one thread, and further workers would change nothing'] as const]
      : []),
  ];
}

function reasonsOf({ verdict }: JudgedLoop): readonly Reason[] {
  return verdict.kind === 'refused' ? verdict.reasons : [];
}

/** One line a reason, each with its end. */
function lines(reasons: readonly Reason[]): string {
  return reasons
    .map(({ span, message, code }) => `${shown(span.file)}:${span.line}:${span.column}: ${message} [${code}]\n`)
    .join('');
}

/** Slower, or not the same. Not worth it is no mistake. */
function isAnswerNo(report: TimingReport): boolean {
  return report.advice.code === 'different-result' || report.advice.code === 'slower';
}

function visitOf(text: string | undefined): Visit | undefined {
  if (text === 'largest') return 'largest';
  if (text === undefined || text === 'first') return undefined;
  if (!/^[1-9]\d*$/.test(text))
    throw new UsageError(`--visit: expected first, largest or a whole number from 1, received ${JSON.stringify(text)}`);
  return Number(text);
}

function whole(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new UsageError(`${option}: expected a whole number from 1, received ${JSON.stringify(text)}`);
  return value;
}
