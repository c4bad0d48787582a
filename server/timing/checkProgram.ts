/**
 * Runs a program whose loops have become pool calls twice over: with every item on the calling thread, as the loop was, and
 * as it is. Both have to give the same, and the second must not be slower.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { readCommand, type Command } from './process/command.js';
import type { PoolCall } from './measure/runMeasure.js';
import { Session, type ChildEnd } from './process/session.js';
import { medianRatio, speedupOf, summarize } from './report/statistics.js';
import { tellTexts } from './values/tellTexts.js';
import { TimingError } from './timingError.js';
import { typescriptFlags } from './process/typescriptFlags.js';

export interface CheckRequest {
  /** The command that runs the program, as `--entry` takes it. */
  readonly entry: string;
  readonly cwd: string;
  /** Runs of each version. */
  readonly runs: number;
  readonly timeoutS: number;
  readonly signal?: AbortSignal | undefined;
  readonly node?: string | undefined;
  onProgress?: ((message: string) => void) | undefined;
}

/** What is remembered of a program. */
export interface Checked {
  readonly entry: string;
  /** SHA-256 of what it printed, and its exit status. */
  readonly output: string;
  /** How it ended without the pool; null where a signal ended it. */
  readonly exitStatus: number | null;
  /** Tasks that ran, sorted by name. */
  readonly tasks: readonly string[];
  readonly serialMs: number;
  readonly parallelMs: number;
  readonly speedup: { readonly median: number; readonly low: number; readonly high: number };
  /** Every run with the pool took longer than any without, and by enough to matter. */
  readonly slower: boolean;
  /** The first line of the output that the pool printed differently, or null. */
  readonly difference: string | null;
}

interface Run {
  readonly ms: number;
  readonly text: string;
  readonly end: ChildEnd;
}

/** A slow-down counts when it is larger than this part of the run, and than so many milliseconds. */
const [WORTH_A_WORD, WORTH_A_WORD_MS] = [0.03, 50];

/** Runs the program `runs` times each way, one after the other. */
export async function checkProgram(request: CheckRequest): Promise<Checked> {
  const cwd = realpathSync(request.cwd);
  const command = readCommand(request.entry, '', cwd);
  const session = new Session(request);
  try {
    const stats = path.join(session.folder, 'stats.json');
    const times = (runs: readonly Run[]): number[] => runs.map(({ ms }) => ms);
    const [serial, parallel]: [Run[], Run[]] = [[], []];
    // A slow-down has to be so in as many runs again: on a busy machine it may be one by chance.
    const isDoubtful = (run: number): boolean => run <= 2 * request.runs && isSlower(times(serial), times(parallel));
    for (let run = 1; run <= request.runs || isDoubtful(run); run++) {
      serial.push(await runOnce(request, session, command, { LOOPPOOL_INLINE: 'always' }));
      parallel.push(await runOnce(request, session, command, { LOOPPOOL_STATS: stats }));
      const ratio = medianRatio(
        serial.map(({ ms }) => ms),
        parallel.map(({ ms }) => ms),
      );
      const which = run <= request.runs ? `run ${run} of ${request.runs}` : 'slower: once more, to be sure';
      request.onProgress?.(`${request.entry}: ${which}, ${ratio.toFixed(2)}×`);
    }
    const calls = existsSync(stats) ? (JSON.parse(readFileSync(stats, 'utf8')) as { calls: PoolCall[] }).calls : [];
    const mean = (runs: readonly Run[]): number => summarize({ coldMs: 0, runsMs: times(runs), loops: 1 }).meanMs;
    const first = serial[0]!;
    return {
      entry: request.entry,
      output: createHash('sha256').update(`${first.text}\0${first.end.code}`).digest('hex'),
      exitStatus: first.end.code,
      tasks: [...new Set(calls.map(({ task }) => task))].sort(),
      serialMs: mean(serial),
      parallelMs: mean(parallel),
      speedup: speedupOf(times(serial), times(parallel)),
      // Without a pool, all that differs is the machine.
      slower: calls.length > 0 && isSlower(times(serial), times(parallel)),
      difference: parallel.map((run) => differenceOf(first, run)).find((found) => found !== null) ?? null,
    };
  } finally {
    session.close();
  }
}

/** What is wrong with a program, compared with what was written down before; empty when nothing is. */
export function faultsOf(now: Checked, before: Checked | undefined): string[] {
  const faults: string[] = [];
  if (now.difference !== null) faults.push(`the pool no longer gives the same: ${now.difference}`);
  if (before && now.difference === null && now.output !== before.output)
    faults.push(
      'it prints something else than the baseline says; if that is meant, write the baseline anew with --write',
    );
  if (now.slower)
    faults.push(
      `it is slower with the pool than without: ${now.speedup.median.toFixed(2)}×, ${Math.round(now.parallelMs - now.serialMs)} ms more`,
    );
  if (!before && now.tasks.length === 0) faults.push('no loop of it ran in a pool: there is nothing to compare');
  const missing = before?.tasks.filter((task) => !now.tasks.includes(task)) ?? [];
  if (missing.length > 0) faults.push(`${missing.join(', ')} did not run any more`);
  return faults;
}

function isSlower(serialMs: readonly number[], parallelMs: readonly number[]): boolean {
  const lost = Math.min(...parallelMs) - Math.max(...serialMs);
  return (
    lost > 0 &&
    medianRatio(parallelMs, serialMs) > 1 + WORTH_A_WORD &&
    Math.min(...parallelMs) > Math.min(...serialMs) + WORTH_A_WORD_MS
  );
}

async function runOnce(
  request: CheckRequest,
  session: Session,
  command: Command,
  env: Readonly<Record<string, string>>,
): Promise<Run> {
  const { script } = command;
  const node = request.node ?? process.execPath;
  const flags = typescriptFlags({
    files: script === null || command.tool ? [] : [script],
    node,
    folders: [...(script === null ? [] : [path.dirname(script)]), command.cwd],
    texts: new Map(),
    tsx: command.tsx,
  });
  const printed: string[] = [];
  const from = performance.now();
  const end = await session.run(
    {
      node,
      args: [...command.flags, ...flags, ...(script === null ? [] : [script]), ...command.args],
      cwd: command.cwd,
      env: { ...command.env, ...env },
      onOutput: (text) => printed.push(text),
    },
    `running ${request.entry}`,
  );
  const ms = performance.now() - from;
  if (end.signal) throw new TimingError(`${request.entry} was ended by ${end.signal}.`);
  return { ms, text: printed.join(''), end };
}

function differenceOf(serial: Run, parallel: Run): string | null {
  if (serial.end.code !== parallel.end.code)
    return `exit status ${serial.end.code} without the pool, ${parallel.end.code} with it`;
  if (serial.text === parallel.text) return null;
  return tellTexts('its output', serial.text, parallel.text, 'without the pool', 'with it');
}
