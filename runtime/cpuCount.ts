import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { checkKeys, fail } from './check.js';

/**
 * How many processors this process may use, containers and CPU affinity included.
 *
 * @param options `logical: false` counts physical cores instead of hyper-threads. Default: `true`.
 * @returns At least 1.
 * @throws TypeError for an option that is unknown, or of the wrong kind.
 */
export function cpuCount(options?: { readonly logical?: boolean }): number {
  const { logical = true } = checkKeys(options, ['logical'], 'cpuCount(options)') as { readonly logical?: boolean };
  if (typeof logical !== 'boolean') fail('options.logical: expected true or false', logical);
  const usable = Math.max(1, Math.min(availableParallelism(), cgroupLimit(readText)));
  if (logical) return usable;
  const physical = physicalCores(readText, process.platform, availableParallelism());
  return Math.max(1, Math.min(usable, physical));
}

type ReadText = (path: string) => string | null;

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The container's share of processors, rounded up, or Infinity. @internal */
export function cgroupLimit(read: ReadText): number {
  const quotas: number[] = [];
  // Version 2: the group of this process and every group around it may have a limit.
  const group = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1] ?? '/';
  for (let path = group; ; path = path.slice(0, path.lastIndexOf('/'))) {
    const [quota, period] = (read(`/sys/fs/cgroup${path === '/' ? '' : path}/cpu.max`) ?? '').trim().split(' ');
    if (quota !== undefined && quota !== '' && quota !== 'max') quotas.push(Number(quota) / Number(period));
    if (path === '' || path === '/') break;
  }
  // Version 1.
  const quota = Number(read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us') ?? Number.NaN);
  const period = Number(read('/sys/fs/cgroup/cpu/cpu.cfs_period_us') ?? Number.NaN);
  if (quota > 0 && period > 0) quotas.push(quota / period);
  return quotas.filter((limit) => limit > 0).reduce((least, limit) => Math.min(least, Math.ceil(limit)), Infinity);
}

/** Physical cores among those the process may run on; as many as logical ones where nobody tells. @internal */
export function physicalCores(read: ReadText, platform: string, logical: number): number {
  if (platform !== 'linux') return logical;
  const allowed = parseList(/^Cpus_allowed_list:\s*(.*)$/m.exec(read('/proc/self/status') ?? '')?.[1] ?? '');
  const cores = new Set<string>();
  for (const block of (read('/proc/cpuinfo') ?? '').split(/\n\s*\n/)) {
    const field = (name: string): string | undefined => new RegExp(`^${name}\\s*:\\s*(\\d+)`, 'm').exec(block)?.[1];
    const processor = field('processor');
    const core = field('core id');
    if (processor === undefined || core === undefined) continue;
    if (allowed.size > 0 && !allowed.has(Number(processor))) continue;
    cores.add(`${field('physical id') ?? '0'}:${core}`);
  }
  return cores.size > 0 ? cores.size : logical;
}

function parseList(text: string): Set<number> {
  const all = new Set<number>();
  for (const part of text.split(',')) {
    const [first, last = first] = part.split('-').map((end) => (end.trim() === '' ? Number.NaN : Number(end)));
    for (let i = first ?? Number.NaN; i <= (last ?? Number.NaN); i += 1) all.add(i);
  }
  return all;
}
