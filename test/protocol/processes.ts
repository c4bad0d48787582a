import { readdirSync, readFileSync } from 'node:fs';
import type { Client } from './client.js';

/** Processes that the server has started and that still run, by id; only Linux tells. */
export function childrenOf({ process: { pid } }: Client): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((child) => Number.isInteger(child) && parentOf(child) === pid);
}

function parentOf(pid: number): number | null {
  try {
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)!.split(' ');
    return state === 'Z' ? null : Number(parent);
  } catch {
    return null;
  }
}

export function isAlive(pid: number): boolean {
  return parentOf(pid) !== null;
}
