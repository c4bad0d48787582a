/**
 * What passes between the session and the child processes it starts, as plain JSON.
 * The recorder and the measurer import this file, so it imports nothing heavy.
 */
import type { LoopFailure } from '../model.js';

/** What the recorder found in one name. */
export interface RecordedName {
  /**
   * - `copied`: its value is in the record.
   * - `function`: it holds a function; its declaration is used again.
   * - `unset`: it had no value yet (its declaration had not run).
   * - `refused`: it cannot be copied, for `reason`.
   */
  readonly state: 'copied' | 'function' | 'unset' | 'refused';
  /** `flat` objects hold primitives only: nothing inside them can be reached through another name. */
  readonly shape: 'primitive' | 'flat' | 'object';
  readonly reason: string;
  /** A value that cannot be copied, but is nothing open (a stream, a server): making it anew is harmless. */
  readonly canBeMade: boolean;
}

/** The state of the program when it reached the loop; the values themselves lie beside it, packed. */
export interface LoopRecord {
  readonly names: Readonly<Record<string, RecordedName>>;
  /** Variables of other modules that the loop can come to, by `file#name`; the file is relative to the package. */
  readonly modules: Readonly<Record<string, RecordedName>>;
  /** `process.argv`, without the path of Node. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Without `LOOPPOOL_*`. */
  readonly env: Readonly<Record<string, string>>;
  /** Size of the packed values, in bytes. */
  readonly bytes: number;
  /** Set when the values could not be packed. */
  readonly failure: string | null;
  /** Which visit of its process this was, from 1. */
  readonly visit: number;
  /** How long the visit took, in milliseconds, where that decides. */
  readonly visitMs: number;
}

/** Which visit of the loop is recorded: the n-th from 1, or the one that takes longest. */
export type Visit = number | 'largest';

export interface RecordOrder {
  /** Absolute path of an empty folder: each process that reaches the loop makes a folder in it. */
  readonly folder: string;
  readonly visit: Visit;
}

/** One version of the loop, ready to be loaded. */
export interface BenchFile {
  readonly version: Version;
  /** Absolute path. */
  readonly file: string;
}

export type Version = 'serial' | 'parallel';

/** What the measurer is asked to do. All paths are absolute. */
export interface MeasureJob {
  readonly benches: readonly BenchFile[];
  readonly record: LoopRecord;
  /** The packed values. */
  readonly values: string;
  /** Names whose values after the loop belong to its result. */
  readonly results: readonly string[];
  /** Where the `Measurement` goes. */
  readonly output: string;
  /** Runs of each version; 0 compares the two versions once and measures nothing. */
  readonly runs: number;
  /** One loop a run, however short: it has effects outside the process. */
  readonly oneLoop: boolean;
  /** Wall-clock time that the measuring may take, in milliseconds. */
  readonly budgetMs: number;
  /** What the two versions are called where they differ; `in the loop` and `in the pool` when left out. */
  readonly sides?: readonly [string, string] | undefined;
}

/** Milliseconds per loop of every run of one version. */
export interface Samples {
  readonly coldMs: number;
  readonly runsMs: readonly number[];
  /** Loops per run. */
  readonly loops: number;
}

/** What the measurer found out. */
export interface Measurement {
  readonly serial: Samples | null;
  readonly parallel: Samples | null;
  /** CPU time / wall time of the measured serial runs; null when nothing was measured. */
  readonly cpuShare: number | null;
  /** The first difference between the results of the two versions, or null. */
  readonly difference: string | null;
  /** How the loop itself fails: with an error, or by a rejection that it leaves unhandled; null where it ends well. */
  readonly failure: LoopFailure | null;
  /** CPU time of the calling thread in the parallel version, in milliseconds per loop; null where the system does not say. */
  readonly callerCpuMs: number | null;
  /** Share of the serial runs in which the loop could have run but another program did; null where the system does not say. */
  readonly waitedShare: number | null;
  /** The smallest step of the timer, in milliseconds. */
  readonly timerMs: number;
  /** The loop writes something else when its files are there already: all runs but the first met those. */
  readonly writesOnce: boolean;
  /** Variables of other modules that could not be set to what was recorded, by `file#name`. */
  readonly notRestored: readonly string[];
  /** Why the iterations of a loop that `permuted` has written stayed in their order; null where they did not. */
  readonly whyInOrder: string | null;
}

/** Lines of JSON that the measurer writes to its fourth file descriptor. */
export interface MeasureProgress {
  readonly message: string;
}

/** How a loop was left, and everything about it that the rest of the program could notice. */
export interface Outcome {
  /** `end`, `return`, `throw`, or `jump` for a `break` or `continue` of an outer label. */
  readonly left: string;
  /** The value of the expression, or of a `return`. */
  readonly value: unknown;
  readonly error: unknown;
  /** Bindings after the loop, by name. */
  readonly after: Readonly<Record<string, unknown>>;
  /** Variables of other modules after the loop, by `file#name`. */
  readonly modules: Readonly<Record<string, unknown>>;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a bench module hands over: see bench.ts. */
export interface Bench {
  /** Sets the module-level bindings that are reset between runs. */
  set(inputs: Record<string, unknown>): void;
  /** Runs the loop once. */
  run(inputs: Record<string, unknown>, out: BenchResult): unknown;
}

export interface BenchResult {
  left?: string;
  value?: unknown;
  after?: Record<string, unknown>;
}

/** A program that prints more while it is timed is ended: what it prints is kept for the comparison. */
export const OUTPUT_LIMIT_MB = 64;

/** What such a program says last, on the standard error output. */
export const PRINTED_TOO_MUCH = `looppool: it printed more than ${OUTPUT_LIMIT_MB} MB.`;

/**
 * Names under which the recorder and the measurer are reached from the user's file. The recorder's is a property of
 * `process`, which alone is handed on where a test runner gives the program a global object of its own.
 */
export const RECORD_GLOBAL = '__looppoolRecord';
/** A property of `process` as well: gets the variables of the modules that the loop can come to. */
export const STATE_GLOBAL = '__looppoolState';
/** A property of `process`: puts the iterations of a loop into another order (`IterationOrder`). */
export const ORDER_GLOBAL = '__looppoolOrder';
export const BENCH_GLOBAL = '__looppoolBench';
/** The name of the function that evaluates the expression of `--call`. */
export const CALL_GLOBAL = '__looppoolCall';
/** Environment variable that tells the recorder where its files go, and which visit of the loop counts (`RecordOrder` as JSON). */
export const RECORD_VARIABLE = 'LOOPPOOL_RECORD';
/** Environment variable with the `NODE_OPTIONS` of the user, to which those of the recorder were added. */
export const OPTIONS_VARIABLE = 'LOOPPOOL_NODE_OPTIONS';
/** Environment variable that tells the profiler the folder for its files. */
export const PROFILE_VARIABLE = 'LOOPPOOL_PROFILE';
/** Environment variable that marks every process of a session, also those that leave its process group. */
export const SESSION_VARIABLE = 'LOOPPOOL_SESSION';

/** One function in one stack of calls: a node of the tree that V8's profiler builds. Lines and columns start at 1. */
export interface ProfileNode {
  readonly id: number;
  readonly parent: number | null;
  readonly name: string;
  /** Absolute path of the file as it was written; null for Node's own code. */
  readonly file: string | null;
  /** Where the function begins. */
  readonly line: number;
  readonly column: number;
  /** Time in this function itself, without what it called, in milliseconds. */
  readonly ms: number;
  /** The same by line. */
  readonly lines: readonly (readonly [line: number, ms: number])[];
}

export interface ThreadProfile {
  readonly nodes: readonly ProfileNode[];
}
