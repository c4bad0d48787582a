/** Starts the measuring process for one pool width, and reads what it found. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { entryFile } from '../process/entryFile.js';
import { failureLine } from '../process/failureLine.js';
import type { Mirror } from '../record/mirror.js';
import type { BenchFile, MeasureJob, MeasureProgress, Measurement } from '../protocol.js';
import type { Recorded } from '../record/recordLoop.js';
import type { Session } from '../process/session.js';
import { TimingError } from '../timingError.js';

export interface MeasureSetting {
  readonly session: Session;
  readonly mirror: Mirror;
  readonly node: string;
  readonly flags: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly recorded: Recorded;
  readonly results: readonly string[];
  readonly oneLoop: boolean;
  onProgress?: ((message: string) => void) | undefined;
}

export interface MeasureRequest {
  readonly name: string;
  readonly benches: readonly BenchFile[];
  readonly runs: number;
  readonly budgetMs: number;
  readonly env: Readonly<Record<string, string>>;
  /** Limit for the process, in milliseconds; what the session has left when left out. */
  readonly limitMs?: number | undefined;
  /** What the two versions are called where they differ; `in the loop` and `in the pool` when left out. */
  readonly sides?: MeasureJob['sides'];
  /** Completes the sentence "Timing stopped while …". */
  readonly doing: string;
}

/** One call in the file that the runtime writes at exit (`LOOPPOOL_STATS`). */
export interface PoolCall {
  readonly task: string;
  readonly items: number;
  readonly itemsInWorkers: number;
  readonly itemsInline: number;
  readonly workers: number;
  readonly bytesCopied: number;
  /** Sum over the workers. */
  readonly workerMs: number;
  /** Of the calling thread; older runtimes do not tell. */
  readonly copyMs?: number;
  /** Why items ran on the calling thread, and in which order, where that was asked for. */
  readonly reasonsInline?: readonly string[];
}

export async function runMeasure(
  setting: MeasureSetting,
  request: MeasureRequest,
): Promise<{ measurement: Measurement; calls: readonly PoolCall[] }> {
  const { session, recorded } = setting;
  const [jobFile, output, stats] = ['job', 'result', 'stats'].map((kind) =>
    path.join(session.folder, `${request.name}-${kind}.json`),
  ) as [string, string, string];
  const job: MeasureJob = {
    benches: request.benches,
    record: recorded.record,
    values: recorded.values,
    results: setting.results,
    output,
    runs: request.runs,
    oneLoop: setting.oneLoop,
    budgetMs: request.budgetMs,
    sides: request.sides,
  };
  writeFileSync(jobFile, JSON.stringify(job));
  const finished = await session.run(
    {
      node: setting.node,
      // What Node itself warns of, once a process or once a thread, is not what the loop prints.
      args: ['--no-warnings', ...setting.flags, await entryFile('measure', session.folder), jobFile],
      cwd: setting.cwd,
      env: { ...setting.env, ...request.env, LOOPPOOL_STATS: stats },
      limitMs: request.limitMs,
      onLine: (line) => setting.onProgress?.((JSON.parse(line) as MeasureProgress).message),
    },
    request.doing,
  );
  if (!existsSync(output)) {
    const failure = failureLine(finished, (text) => setting.mirror.clean(text)) ?? 'exit status 0.';
    const said = failure.replace(/^exit status \d+/, 'it ended the process ($&)');
    throw new TimingError(`The loop failed while it was timed on copies of its inputs: ${said}`);
  }
  const measurement = JSON.parse(readFileSync(output, 'utf8')) as Measurement;
  return {
    measurement,
    calls: existsSync(stats) ? (JSON.parse(readFileSync(stats, 'utf8')) as { calls: PoolCall[] }).calls : [],
  };
}
