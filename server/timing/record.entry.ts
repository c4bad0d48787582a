/**
 * Preloaded into the user's program (`node --import`): gives the instrumented loop the function that takes down its inputs.
 * The program ends right there, without its exit handlers, as if it had never come to the loop.
 */
import { EventEmitter } from 'node:events';
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packValues, shapeOf, whyNotCopyable } from './copying.js';
import { RECORD_GLOBAL, RECORD_VARIABLE, type LoopRecord, type RecordedName } from './protocol.js';

const folder = process.env[RECORD_VARIABLE];

if (folder) {
  Object.defineProperty(globalThis, RECORD_GLOBAL, {
    value: (names: Record<string, () => unknown>) => record(folder, names),
    writable: true,
  });
}

function record(into: string, thunks: Record<string, () => unknown>): void {
  const names: Record<string, RecordedName> = {};
  const values: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(thunks)) {
    names[name] = takeDown(name, read, values);
  }
  let failure: string | null = null;
  let bytes = 0;
  try {
    const packed = packValues(values);
    bytes = packed.byteLength;
    writeFileSync(path.join(into, 'values.bin'), packed);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const env = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('LOOPPOOL_'),
  );
  const state: LoopRecord = {
    names,
    argv: process.argv.slice(1),
    cwd: process.cwd(),
    env: Object.fromEntries(env),
    bytes,
    failure,
  };
  writeFileSync(path.join(into, 'record.tmp'), JSON.stringify(state));
  renameSync(path.join(into, 'record.tmp'), path.join(into, 'record.json'));
  process.kill(process.pid, 'SIGKILL');
}

function takeDown(name: string, read: () => unknown, values: Record<string, unknown>): RecordedName {
  let value: unknown;
  try {
    value = read();
  } catch {
    return { state: 'unset', shape: 'primitive', reason: '', canBeMade: false };
  }
  if (typeof value === 'function') {
    return { state: 'function', shape: 'object', reason: `${name} is a function`, canBeMade: false };
  }
  const reason = whyNotCopyable(value, name);
  if (reason !== null) return { state: 'refused', shape: 'object', reason, canBeMade: !isOpen(value) };
  values[name] = value;
  return { state: 'copied', shape: shapeOf(value), reason: '', canBeMade: false };
}

/** Streams, sockets, servers, workers; a hash is a stream too, but one that ends in itself. */
function isOpen(value: unknown): boolean {
  if (value instanceof EventEmitter) return !/^(Hash|Hmac)$/.test(value.constructor.name);
  return value instanceof EventTarget || value instanceof Promise;
}
