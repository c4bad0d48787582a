/**
 * The central types: read-only plain data that passes from one stage to the next.
 * Offsets count UTF-16 units of the file's text as it is; never AST nodes, never LSP types.
 */

/** A stretch of one file. `line` and `column` start at 1 and belong to `start`. */
export interface Span {
  /** Absolute path. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

/** The text of one file at one moment. */
export interface SourceSnapshot {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** Document version of the editor, or 0 for a file read from disk. */
  readonly version: number;
}

export type Weight = 'heavy' | 'light';
export type RewriteKind = 'map' | 'zip' | 'limit';
export type CallKind = 'sync' | 'async';

/** One loop or loop-like call, however it is written. */
export interface LoopSite {
  /** Id of the form file that recognised it, or of the form that is left out. */
  readonly form: string;
  /** The statement or call that a rewrite replaces. */
  readonly span: Span;
  /** Where the loop is reported: the keyword, or the method's name. */
  readonly anchor: Span;
  readonly endLine: number;
  /** Name of the enclosing function, or null at the top level. */
  readonly function: string | null;
  /** How many found loops enclose this one; 0 is outermost. */
  readonly depth: number;
}

/** Why a loop is not offered, or what an offer takes for granted. */
export interface Reason {
  readonly code: string;
  /** What, why, and what to do about it, in one or two sentences. */
  readonly message: string;
  readonly span: Span;
  /** Other places that belong to it: the write of a read, say. */
  readonly related: readonly { readonly message: string; readonly span: Span }[];
}

/** What the analysis found out about one site. */
export interface Facts {
  /** Names that the compute part captures by value, in order of first use. */
  readonly captures: readonly string[];
  /** The loop prints, writes files or has other effects outside the process's memory while committing. */
  readonly outsideEffects: boolean;
  /** What it does that is not undone by starting it anew: told before it is timed. */
  readonly lasting: readonly { readonly code: 'writes-files' | 'process' | 'unknown-call'; readonly span: Span }[];
  /** The loop awaits. */
  readonly awaits: boolean;
}

export type Verdict =
  | {
      readonly kind: 'independent' | 'assuming';
      readonly rewrite: RewriteKind;
      readonly call: CallKind;
      readonly assumptions: readonly Reason[];
    }
  | { readonly kind: 'refused'; readonly reasons: readonly Reason[] };

/** One site, judged. */
export interface JudgedLoop {
  readonly site: LoopSite;
  readonly weight: Weight;
  readonly facts: Facts;
  readonly verdict: Verdict;
}

/** Replaces `[start, end)` of a file's text. Edits of one file never overlap. */
export interface TextEdit {
  /** Absolute path. */
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface NewFile {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
}

/** Text edits at a stated document version, plus the worker module. */
export interface Rewrite {
  readonly site: LoopSite;
  /** Version of the snapshot that the offsets belong to. */
  readonly version: number;
  readonly edits: readonly TextEdit[];
  readonly newFiles: readonly NewFile[];
  readonly assumptions: readonly Reason[];
  /** Name of the exported task. */
  readonly task: string;
  /** Absolute path of the worker module, new or extended. */
  readonly tasksFile: string;
  /** How many items are under way at once on the calling thread, where the loop awaits. */
  readonly concurrency?: number | undefined;
  /** Where the rewritten loop stands in the file's text after the edits. */
  readonly loopAfter: { readonly start: number; readonly end: number };
}

/** Mean and standard deviation of `runs` runs of `loops` loops each, in milliseconds per loop. */
export interface Measured {
  readonly meanMs: number;
  readonly stdDevMs: number;
  readonly runs: number;
  readonly loops: number;
}

export interface Advice {
  readonly code: 'faster' | 'slower' | 'not-worth-it' | 'no-difference' | 'different-result' | 'await-instead';
  readonly message: string;
}

/** The pool at one width. */
export interface CurvePoint {
  readonly workers: number;
  /** Milliseconds per loop. */
  readonly meanMs: number;
  /** Serial time / time at this width. */
  readonly speedup: number;
  /** Speed-up / workers. */
  readonly efficiency: number;
  /** Whether each worker can have a physical core of its own, a logical one, or has to share. */
  readonly cores: 'physical' | 'logical' | 'beyond';
}

/** What a scaling curve says. Residuals are root mean squares of the relative errors of the times. */
export interface Scaling {
  readonly physical: number;
  readonly logical: number;
  /** The smallest width within 5 % of the best; null where no pool was faster than the loop. */
  readonly recommended: number | null;
  /** Amdahl's law; null for fewer than 3 widths. `rate` is the speed-up of one worker. */
  readonly amdahl: { readonly serialPart: number; readonly rate: number; readonly residual: number } | null;
  /** Universal Scalability Law; null for fewer than 4 widths. `peak` is the width beyond which it gets slower. */
  readonly usl: {
    readonly contention: number;
    readonly coherency: number;
    readonly rate: number;
    readonly peak: number | null;
    readonly residual: number;
  } | null;
  /** What the law foretells for wider pools on wider machines: nothing of it is measured. */
  readonly forecast: readonly { readonly workers: number; readonly speedup: number }[];
}

/** Evidence that the iterations do not depend on each other, on the recorded inputs and nothing else: never a proof. */
export interface Witness {
  /** Orders in which the items were computed, on one thread, and the results compared with the loop's. */
  readonly orders: readonly ('forward' | 'backward' | 'shuffled')[];
  /** The first difference, with the order that made it, or null. */
  readonly difference: string | null;
  /** Whether the loop is offered under assumptions, which an agreement supports on this data. */
  readonly assuming: boolean;
}

/** How a loop ends that fails. */
export interface LoopFailure {
  /** It throws, or it leaves a rejected promise that it does not handle itself. */
  readonly kind: 'error' | 'rejection';
  /** In one line: `RangeError: thirty is no number`. */
  readonly message: string;
}

/** Both versions measured on the same recorded inputs: the JSON of `looppool time --json`. */
export interface TimingReport {
  readonly serial: Measured;
  readonly parallel: Measured;
  /** What was run to reach the loop, as a user would name it: where its data comes from. */
  readonly program: string;
  /** Threads that did the work: 1 where the calling thread did it, see `concurrency`. */
  readonly workers: number;
  /** How many items were under way at once on the calling thread, where the loop awaits. */
  readonly concurrency?: number | undefined;
  /** serial / parallel: the median with a 95 % interval. */
  readonly speedup: { readonly median: number; readonly low: number; readonly high: number };
  readonly cold: { readonly serialMs: number; readonly parallelMs: number };
  readonly same: boolean;
  /** The first difference by path, or null. */
  readonly difference: string | null;
  /** How the loop itself fails, and the pool with it where they are the same; null where it ends well. */
  readonly failure: LoopFailure | null;
  /** The same items, computed in other orders as well; null where that was not tried. */
  readonly witness: Witness | null;
  /** Variables of other modules that the loop can come to, and that were not as the program had made them: both versions met them as they are once loaded. */
  readonly notRestored: readonly { readonly file: string; readonly name: string; readonly reason: string }[];
  readonly bound: 'cpu' | 'blocking-wait' | 'async-wait' | 'mixed';
  /** CPU time / wall time of the serial version, 0…1. */
  readonly cpuShare: number;
  readonly startupMs: number;
  readonly bytesCopied: number;
  /** Where the time of the pool goes, in milliseconds per loop; null where it is not known. */
  readonly phases: {
    /** Time that each worker computes, on average. */
    readonly computeMs: number | null;
    /** Copying items and results, on the calling thread. */
    readonly copyMs: number | null;
    /** What else the calling thread computes: what stayed in the loop. */
    readonly commitMs: number | null;
  };
  readonly noise: {
    /** What makes the figures doubtful, in one or two sentences; null when nothing does. */
    readonly message: string | null;
    /** Share of the serial runs in which another program had the processor, 0…1; null where the system does not say. */
    readonly waitedShare: number | null;
    /** Smallest step of the timer, in milliseconds. */
    readonly timerMs: number;
  };
  readonly advice: Advice;
  /** In order of the widths; empty where only one width was measured. */
  readonly curve: readonly CurvePoint[];
  /** What the curve says; null without one. */
  readonly scaling: Scaling | null;
}
