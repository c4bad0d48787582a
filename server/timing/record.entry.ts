/**
 * Preloaded into the user's program and whatever it starts (`node --import`): gives the instrumented loop the function that
 * takes down its inputs. The program ends right there, without its exit handlers, as if it had never come to the loop;
 * only when the visit that takes longest is wanted does it run to its end.
 */
import { EventEmitter } from 'node:events';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { ModuleBindings } from './values/moduleBindings.js';
import { packValues, shapeOf, whyNotCopyable } from './values/copying.js';
import {
  OPTIONS_VARIABLE,
  RECORD_GLOBAL,
  RECORD_VARIABLE,
  STATE_GLOBAL,
  type LoopRecord,
  type RecordedName,
  type RecordOrder,
} from './protocol.js';

interface Open {
  readonly visit: number;
  readonly names: Record<string, RecordedName>;
  readonly modules: Record<string, RecordedName>;
  readonly values: Buffer | null;
  readonly failure: string | null;
  readonly from: number;
}

const order = process.env[RECORD_VARIABLE];
const original = process.env[OPTIONS_VARIABLE];
let visits = 0;
let longestMs = -1;
const bindings = new ModuleBindings();

if (order !== undefined) {
  const { folder, visit } = JSON.parse(order) as RecordOrder;
  Object.defineProperty(process, RECORD_GLOBAL, {
    value: visit === 'largest' ? { enter, leave: leave.bind(null, folder) } : reach.bind(null, folder, visit),
    writable: true,
  });
  Object.defineProperty(process, STATE_GLOBAL, { value: bindings.take });
}

/** The loop is reached: takes down the visit that was asked for, and ends the process. */
function reach(folder: string, wanted: number, thunks: Record<string, () => unknown>): void {
  if (++visits !== wanted) return;
  save(folder, open(thunks), 0);
  process.kill(process.pid, 'SIGKILL');
}

/** The loop begins, and may turn out to be the visit that takes longest. */
function enter(thunks: Record<string, () => unknown>): Open {
  visits++;
  return open(thunks);
}

/** The loop has ended; hands its value on. */
function leave<T>(folder: string, visit: Open, value?: T): T | undefined {
  const ms = performance.now() - visit.from;
  if (ms > longestMs) {
    longestMs = ms;
    save(folder, visit, ms);
  }
  return value;
}

function open(thunks: Record<string, () => unknown>): Open {
  const names: Record<string, RecordedName> = {};
  const modules: Record<string, RecordedName> = {};
  const values: Record<string, unknown> = {};
  for (const [name, read] of Object.entries(thunks)) {
    names[name] = takeDown(name, read, values);
  }
  for (const [key, [read, set]] of bindings.entries()) {
    const found = takeDown(key, read, values);
    // A function that a constant holds is the same once its module is loaded again.
    modules[key] = found.state === 'function' && set ? { ...found, state: 'refused' } : found;
  }
  let packed: Buffer | null = null;
  let failure: string | null = null;
  try {
    packed = packValues(values);
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  return { visit: visits, names, modules, values: packed, failure, from: performance.now() };
}

function save(folder: string, { visit, names, modules, values, failure }: Open, visitMs: number): void {
  const into = path.join(folder, `${process.pid}-${threadId}`);
  mkdirSync(into, { recursive: true });
  if (values) writeFileSync(path.join(into, 'values.bin'), values);
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !name.startsWith('LOOPPOOL_')) env[name] = value;
  }
  if (original === '') delete env['NODE_OPTIONS'];
  else if (original !== undefined) env['NODE_OPTIONS'] = original;
  const state: LoopRecord = {
    names,
    modules,
    argv: process.argv.slice(1),
    cwd: process.cwd(),
    env,
    bytes: values?.byteLength ?? 0,
    failure,
    visit,
    visitMs,
  };
  writeFileSync(path.join(into, 'record.tmp'), JSON.stringify(state));
  renameSync(path.join(into, 'record.tmp'), path.join(into, 'record.json'));
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
