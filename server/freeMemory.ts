import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/**
 * Gives memory that nothing holds any more back to the system, after work that took a lot of it: V8 by itself mostly keeps what it
 * has grown to. Takes some tenths of a second, in which nothing else runs.
 */
export function freeMemory(): void {
  // Node has no other way to ask for a collection.
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  // The first ends one that may have begun while everything was still held; the next frees what only compiled code held.
  collect();
  collect();
  setFlagsFromString('--compact-on-every-full-gc');
  collect();
  setFlagsFromString('--no-compact-on-every-full-gc');
}
