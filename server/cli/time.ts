import { readFileSync } from 'node:fs';
import path from 'node:path';
import pc from 'picocolors';
import type { TimingReport } from '../model.js';
import { rewriteAt } from '../pipeline.js';
import { createSourceReader } from '../project.js';
import { formatTimingLine, formatTimingTable } from '../timing/format.js';
import type { Visit } from '../timing/protocol.js';
import { timeLoop } from '../timing/timeLoop.js';
import { TimingError } from '../timing/timingError.js';
import { loopAt } from '../loopAt.js';
import { refusalJson } from './json.js';
import { mayRun } from './lasting.js';
import { parsePlace, shown, UsageError } from './paths.js';
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
  readonly yes?: boolean;
  readonly trust?: readonly string[];
}

/** `looppool time`: runs both versions of one loop on the program's own data. Status 0 faster, 1 refused, not faster or not the same. */
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
  const answer = rewriteAt(reader, place.file, (loops) => loopAt(loops, place), { suffix });
  if (!answer) throw new UsageError(`${shown(place.file)}:${place.line}: there is no loop on this line`);
  if (!('rewrite' in answer)) {
    const reasons = answer.judged.verdict.kind === 'refused' ? answer.judged.verdict.reasons : [];
    if (options.json) process.stdout.write(JSON.stringify(refusalJson(reasons), null, 2) + '\n');
    else
      for (const r of reasons)
        process.stderr.write(`${shown(r.span.file)}:${r.span.line}:${r.span.column}: ${r.message} [${r.code}]\n`);
    return 1;
  }
  if (!(await mayRun(answer.judged, options.yes ?? false))) return 1;
  const cancel = new AbortController();
  const interrupt = (): void => cancel.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const report = await timeLoop({
      file: place.file,
      text: readFileSync(place.file, 'utf8'),
      loop: answer.judged,
      rewrite: answer.rewrite,
      entry: options.entry,
      call: options.call,
      visit: visitOf(options.visit),
      workers: limits.workers,
      runs: limits.runs,
      timeoutS: limits.timeoutS,
      memoryMb: limits.memoryMb,
      curve: options.curve ?? false,
      runtimeDir: path.join(distribution, 'runtime'),
      cwd: process.cwd(),
      signal: cancel.signal,
      onProgress: process.stderr.isTTY ? (message) => process.stderr.write(`\r\u001b[K${pc.dim(message)}`) : undefined,
    });
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    if (options.json) process.stdout.write(JSON.stringify(report, null, 2) + '\n');
    else process.stdout.write(`${formatTimingLine(report)}\n\n${formatTimingTable(report)}\n`);
    return isAnswerNo(report) ? 1 : 0;
  } catch (error) {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    if (error instanceof TimingError) throw new UsageError(error.message);
    throw error;
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
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
