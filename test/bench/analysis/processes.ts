/** Starts programs and looks at what they take. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Processor time of one run of `node …`, its threads included, in seconds: other programs disturb it less than wall time. */
export function cpuSeconds(args: readonly string[], cwd: string): number {
  const time = 'TIMEFORMAT="%U %S"; time "$0" "$@" > /dev/null 2>&1';
  const { stderr } = spawnSync('bash', ['-c', time, process.execPath, ...args], { cwd, encoding: 'utf8' });
  const [user, system] = stderr.trim().split(/\s+/).map(Number);
  return user! + system!;
}

/** Resident memory of a process, in MB. */
export function residentMb(pid: number): number {
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kb) / 1024);
}
