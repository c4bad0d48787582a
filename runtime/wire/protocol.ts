import type { MessagePort, ResourceLimits } from 'node:worker_threads';
import type { Environment } from './environment.js';
import type { ErrorRecord } from '../errors.js';
import type { Payload } from './codec.js';

/**
 * What the calling thread, the supervisor and the workers share: one Int32Array and the messages below.
 * Cells 0…7 belong to the pool; then each job in flight has a slot of three cells.
 */
export const SIGNAL = 0; // counts messages to the caller; the caller sleeps on it
export const TICK = 1; // counts steps of time while jobs are in flight: a heartbeat, and the workers' cheap clock
export const DEAD = 2; // 1 once the supervisor has ended
export const HANDING_OUT = 3; // 1 while the supervisor hands out jobs; workers that have theirs sleep on it
const FIRST_SLOT = 8;
export const SLOTS = 1024;
export const CONTROL_BYTES = (FIRST_SLOT + SLOTS * 3) * Int32Array.BYTES_PER_ELEMENT;

/**
 * Cell that says which position of the job runs: position + 1; before its first item one of the below; 0 before all. Worker,
 * supervisor and caller only exchange what they expect to find: an item is either condemned or over, never both.
 */
export const startedCell = (slot: number): number => FIRST_SLOT + slot * 3;
/** A worker has the job and loads its module. */
export const LOADING = -1;
/** The module is loaded: the job's items run next. */
export const READY = -3;
/** Added to a job's position once its item has taken too long: the worker goes no further, its thread is about to end. */
export const CONDEMNED = 0x4000_0000;
/** A job's position once its worker is done with it, to the end or not: what happens to the thread from now on is not the job's. */
export const OVER = CONDEMNED - 1;
/** A job's position once the calling thread has taken it back: no worker runs its items. */
export const TAKEN_BACK = -2;
/** Cell that is 1 once the job's results are no longer wanted. */
export const cancelCell = (slot: number): number => FIRST_SLOT + slot * 3 + 1;
/** Cell that holds the number of the worker that took the job. */
export const workerCell = (slot: number): number => FIRST_SLOT + slot * 3 + 2;

/** One call of a pool, as workers need to know it. */
export interface CallRecord {
  readonly id: number;
  readonly url: string;
  readonly name: string;
  readonly emits: boolean;
  readonly pure: boolean;
  /** The caller blocks: a promise is not a result. */
  readonly sync: boolean;
  readonly captures: Payload | null;
  /** What the task's module shall see, or null for what the pool was started with. */
  readonly env: Environment | null;
  readonly timeout: number | null;
  /** What a worker runs before its first item. */
  readonly initializer: { readonly url: string; readonly name: string } | null;
  /** Somebody may wait for one result while others are still to come: no result that is there is kept for long. */
  readonly prompt: boolean;
  /** After so many items a worker is replaced. */
  readonly maxItems: number | null;
}

/** Some items of one call, to be run by one worker. */
export interface Job {
  readonly seq: number;
  readonly slot: number;
  readonly call: CallRecord;
  readonly items: Payload;
  /** Index of the first item where all follow each other, else the index of each. */
  readonly indices: number | readonly number[];
  /** Where results go as long as they are numbers. */
  readonly output: Float64Array | null;
}

export const VALUE = 1; // values[i] is the result
export const THREW = 2; // values[i] holds what was emitted before
export const UNSENDABLE = 3; // the result would not survive the journey

/** Results of positions `[from, from + count)` of a job. */
export interface Part {
  readonly seq: number;
  /** Number of the worker. */
  readonly worker: number;
  readonly from: number;
  readonly count: number;
  /** Null: all are values. */
  readonly states: Uint8Array | null;
  /** Null: they are in the job's `output`. */
  readonly values: Payload | null;
  readonly errors: readonly (readonly [position: number, error: ErrorRecord])[];
  readonly reasons: readonly (readonly [position: number, reason: string])[];
  /** Time the tasks ran. */
  readonly ms: number;
  /** Time the worker took to copy the items and these results. */
  readonly copyMs: number;
  /** Bytes of captures that this worker decoded for the part. */
  readonly capturedBytes: number;
}

/** What a worker answers to a job: the last part, or why it cannot run any. */
export type JobAnswer =
  | {
      readonly part: Part | null;
      /** Number of the worker, where it has run as many items as it may. */
      readonly retire?: number;
    }
  | { readonly unloadable: string }
  | { readonly uninitialized: ErrorRecord };

/** What piscina hands to a worker. It begins a stint: the jobs that the worker runs before it asks for more. */
export interface Stint {
  readonly job: Job;
  readonly control: Int32Array;
}

/** The end of a stint. */
export interface StintAnswer {
  /** To its last job. */
  readonly answer: JobAnswer;
  /** How many answers to earlier ones have left as messages, which may arrive later than this. */
  readonly passed: number;
}

/** What a worker says meanwhile; `stint` is the `seq` of the first job. */
export type FromWorker =
  | { readonly type: 'begun'; readonly stint: number; readonly worker: number }
  | { readonly type: 'part'; readonly part: Part }
  /** The answer to the job that ran; the one in the mailbox runs now. */
  | { readonly type: 'passed'; readonly stint: number; readonly answer: JobAnswer };

export type DeathKind = 'exit' | 'memory' | 'timeout' | 'crash' | 'cancelled';

export type ToSupervisor =
  { readonly type: 'job'; readonly job: Job } | { readonly type: 'cancel'; readonly call: number };

export type ToCaller =
  | { readonly type: 'ready' }
  | { readonly type: 'part'; readonly part: Part }
  | { readonly type: 'end'; readonly seq: number; readonly part: Part | null }
  | { readonly type: 'unloadable'; readonly seq: number; readonly reason: string }
  | { readonly type: 'uninitialized'; readonly seq: number; readonly error: ErrorRecord }
  | {
      readonly type: 'died';
      readonly seq: number;
      readonly kind: DeathKind;
      readonly started: number;
      readonly worker: string;
      readonly error: ErrorRecord;
    }
  /** A worker ended by it while it ran nothing. */
  | { readonly type: 'uncaught'; readonly error: ErrorRecord }
  | {
      readonly type: 'output';
      readonly stream: 'stdout' | 'stderr';
      readonly data: Uint8Array;
      /** Name of the worker. */
      readonly worker: string;
    };

/** What the supervisor is started with. */
export interface SupervisorData {
  readonly control: SharedArrayBuffer;
  readonly port: MessagePort;
  readonly workers: number;
  readonly name: string;
  readonly env: Environment;
  readonly argv: readonly string[];
  /** `process.argv[1]` of the program. */
  readonly script: string | null;
  readonly execArgv: readonly string[];
  readonly resourceLimits: ResourceLimits | null;
}

/** A worker's end of its mailbox. */
export interface MailboxEnd {
  /** Jobs come through it. */
  readonly port: MessagePort;
  /** The `seq` of the one that is there for the worker; 0: none. */
  readonly cell: Int32Array;
}

/** What a worker is started with. */
export interface WorkerData {
  /** `process.argv[1]` of the program. */
  readonly script: string | null;
  readonly number: number;
  readonly mailbox: MailboxEnd;
}

/** Set in the global object of every worker, whichever copy of the package asks. */
export const IN_WORKER = Symbol.for('looppool.inWorker');
export const inWorker = (): boolean => IN_WORKER in globalThis;
