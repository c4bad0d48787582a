/** A temporary folder of our own, which goes whatever happens. */
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const PREFIX = 'looppool-';
const live = new Set<string>();

/** Makes a folder that only this process uses. Folders of processes that were killed go on this occasion. */
export function makeScratch(): string {
  const parent = realpathSync(os.tmpdir());
  for (const name of readdirSync(parent)) {
    const owner = /^looppool-(\d+)-\w{6}$/.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner)))
      rmSync(path.join(parent, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(path.join(parent, `${PREFIX}${process.pid}-`));
  if (live.size === 0) process.on('exit', removeAll);
  live.add(folder);
  return folder;
}

export function removeScratch(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  live.delete(folder);
  if (live.size === 0) process.off('exit', removeAll);
}

function removeAll(): void {
  for (const folder of live) rmSync(folder, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
