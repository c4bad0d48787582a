import pc from 'picocolors';
import { cpuCount } from '../../runtime/cpuCount.js';
import { createSourceReader } from '../project.js';
import { formatMs, formatTimes } from '../timing/report/format.js';
import { hotLoops, type HotLoop } from '../timing/profile/hotLoops.js';
import { WORTH_NAMING } from '../timing/profile/profiled.js';
import { profileProgram } from '../timing/profile/profileProgram.js';
import { cancellable } from './cancellable.js';
import { loopJson } from './json.js';
import { shown, UsageError } from './paths.js';
import { trustGiven } from './trustGiven.js';

export interface ProfileOptions {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly timeout?: string;
  readonly workers?: string;
  readonly trust?: readonly string[];
}

/** `looppool profile`: ranks the loops of a program by their share of its run. */
export async function profile(entry: string, options: ProfileOptions): Promise<number> {
  const workers = Number(options.workers ?? cpuCount({ logical: false }));
  const timeoutS = Number(options.timeout ?? 300);
  if (!(workers >= 1) || !(timeoutS >= 1)) throw new UsageError('--workers and --timeout: expected a number from 1');
  const trust = trustGiven(options.trust);
  const profiles = await cancellable(({ signal, onProgress }) => {
    onProgress?.(`running ${entry} under the profiler`);
    return profileProgram({ entry, cwd: process.cwd(), timeoutS, signal });
  });
  const { loops: ranked, totalMs } = hotLoops(profiles, createSourceReader(trust), process.cwd(), workers);
  if (options.json) process.stdout.write(`${JSON.stringify(profileJson(entry, ranked, totalMs, workers), null, 2)}\n`);
  else process.stdout.write(profileText(ranked, totalMs, workers, options.all ?? false));
  return 0;
}

function profileJson(entry: string, ranked: readonly HotLoop[], totalMs: number, workers: number) {
  return {
    program: entry,
    totalMs,
    workers,
    loops: ranked.map(({ loop, ms, share, gain }) => ({ ...loopJson(loop), ms, share, gain })),
  };
}

function profileText(ranked: readonly HotLoop[], totalMs: number, workers: number, all: boolean): string {
  const listed = all ? ranked : ranked.filter(({ share }) => share >= WORTH_NAMING);
  const lines = [
    `${formatMs(totalMs)} in the program's own code. Share of each loop with all it calls, and how much faster the whole program gets at most when it runs on ${workers} workers:`,
    '',
  ];
  if (listed.length === 0) lines.push('No loop takes 1 % of the time.');
  for (const { loop, ms, share, gain } of listed) {
    const { site, verdict } = loop;
    const [reason] = verdict.kind === 'refused' ? verdict.reasons : [];
    lines.push(
      `${`${(share * 100).toFixed(1)} %`.padStart(7)}  ${formatMs(ms).padEnd(8)} ${formatTimes(gain).padEnd(6)} ${verdict.kind.padEnd(12)} ${shown(site.span.file)}:${site.anchor.line}:${site.anchor.column} ${pc.dim(`${site.form}${site.function ? ` in ${site.function}` : ''}`)}`,
    );
    if (reason) lines.push(pc.dim(`${' '.repeat(26)}line ${reason.span.line}: ${reason.message}`));
  }
  return `${lines.join('\n')}\n`;
}
