/**
 * What the language server and an editor's client say to each other beyond plain LSP: command ids, method names, and the plain
 * data they carry. Nothing here is a type of LSP, and everything is JSON. An editor without a client of its own needs none of
 * it but the commands, which code lenses and code actions name with their arguments filled in.
 */
import type { CallKind, RewriteKind, TimingReport, Verdict, Weight, Witness } from './model.js';

/**
 * Commands of `workspace/executeCommand`. Each takes one argument and gives one answer; a command that cannot do its job says so to the user
 * (`window/showMessage`) and answers with a `Failure`. Only a malformed request is an LSP error.
 */
export const ServerCommand = {
  /** `LoopTarget` → `RewriteAnswer`. Sends the edit with `workspace/applyEdit`; assumptions have to be confirmed by the user. */
  rewriteLoop: 'looppool.rewriteLoop',
  /** `LoopTarget` → `TimeAnswer`. Work-done progress, with cancelling; several may run at once. Needs a trusted workspace. */
  timeLoop: 'looppool.timeLoop',
  /** `LoopTarget` → `OrdersAnswer`. Runs the iterations of a refused loop in other orders. Otherwise as `timeLoop`. */
  tryOrders: 'looppool.tryOrders',
  /** `LoopTarget` → null. Cancels a timing that runs, forgets one that is done. */
  clearTiming: 'looppool.clearTiming',
  /** `ScanRequest` → `ScanAnswer`. Work-done progress, with cancelling. */
  scanWorkspace: 'looppool.scanWorkspace',
  /** `ProfileRequest` → `ProfileAnswer`. Work-done progress, with cancelling; one at a time. Needs a trusted workspace. */
  profileProgram: 'looppool.profileProgram',
  /** `AddRuntimeRequest` → `AddRuntimeAnswer`. Puts the runtime's archive into `vendor/` and names it in package.json, offline. */
  addRuntime: 'looppool.addRuntime',
} as const;
export type ServerCommand = (typeof ServerCommand)[keyof typeof ServerCommand];

/** Commands that a client has itself, where its `InitializationOptions` say so: lenses name them. */
export const ClientCommand = {
  /** `LoopTarget` → nothing. Asks how the loop is reached, and times it so. With `asksReach`. */
  timeWith: 'looppool.timeBothWith',
} as const;

/** Methods of our own. All are optional for a client. */
export const Method = {
  /** Client → server, notification, `TrustChanged`: the user has come to trust the workspace, or no longer does. */
  trustChanged: 'looppool/trustChanged',
  /** Client → server, notification, `ThemeChanged`. From a client whose `InitializationOptions` say the theme. */
  themeChanged: 'looppool/themeChanged',
  /** Client → server, request, `DocumentRequest` → `DocumentLoops`: every loop of an open document or a file. */
  loops: 'looppool/loops',
  /** Client → server, request, `LoopTarget` → `TimingReport | null`: what a finished timing of a loop found, for a chart. */
  timingReport: 'looppool/timingReport',
  /** Server → client, notification, `TimingChanged`. Sent only when `InitializationOptions.notifyTimings` is set. */
  timingChanged: 'looppool/timingChanged',
} as const;

/** `initializationOptions` of the `initialize` request. */
export interface InitializationOptions {
  /** The user trusts this workspace: programs of it may be run. False when left out: nothing is run. */
  readonly trusted?: boolean;
  /** Settings for clients that cannot answer `workspace/configuration`; each may be left out. */
  readonly settings?: unknown;
  /**
   * The client wants a question (`window/showMessageRequest`) about what a rewrite assumes, not annotated changes: the
   * preview of VS Code does not show what an annotation says, and leaves all of its boxes unticked.
   */
  readonly asksAssumptions?: boolean;
  /** The client wants `looppool/timingChanged`. */
  readonly notifyTimings?: boolean;
  /** Where a loop was not reached, the client itself tells the user, and asks what to run instead. It has `ClientCommand.timeWith`. */
  readonly asksReach?: boolean;
  /**
   * The client asks for lenses the more rarely the longer it has waited for them, as VS Code does: it gets those that are known
   * after a short while, and `workspace/codeLens/refresh` when there are more, or when it has not asked since a change.
   */
  readonly asksLensesAgain?: boolean;
  /** The client shows pictures in hovers, and they lie on a background of this theme. Left out: hovers have none. */
  readonly theme?: Theme;
}

/** What the background of the editor is like. */
export type Theme = 'light' | 'dark' | 'high-contrast' | 'high-contrast-light';

/** Settings, as nested below the section `looppool`: `looppool.codeLens.enabled` is `codeLens.enabled`. */
export interface Settings {
  readonly advertise: {
    /** Which offered loops get a hint and a code lens: those worth a thread, or light ones too. Default `heavy`. */
    readonly weight: 'heavy' | 'all';
    /** No hints and no code lenses at all; hovers and code actions stay. Default false. */
    readonly muted: boolean;
  };
  readonly codeLens: {
    /** Default true. */
    readonly enabled: boolean;
  };
  readonly hints: {
    /** Default true. */
    readonly enabled: boolean;
  };
  readonly analysis: {
    /** Functions that the user vouches for, as `module#name`; see `trust.ts`. Default `[]`. */
    readonly trustedFunctions: readonly string[];
  };
  readonly rewrite: {
    /** What stands between a file's name and its extension in the name of its worker module. Default `.tasks`. */
    readonly suffix: string;
    /**
     * Which call *Parallelize* writes, where the loop allows it: awaited, blocking, or `auto`: awaited where nothing else
     * can touch meanwhile what the loop uses. Default `auto`.
     */
    readonly call: CallKind | 'auto';
  };
  readonly timing: {
    /** The Node that runs programs: a path, or a name to be found on the user's PATH. Default `node`. */
    readonly node: string;
    /** The command that runs a loop, such as `node src/main.js`, relative to the workspace folder; empty: the loop's own file. */
    readonly entry: string;
    /** Width of the pool; 0: the runtime's own choice. Default 0. */
    readonly workers: number;
    /** Runs of each version, from 1. Default 7. */
    readonly runs: number;
    /** Limit for one timing, in seconds. Default 300. */
    readonly timeout: number;
    /** Limit for each process, in MB; 0: three quarters of the machine's memory, at most 8 GB. Default 0. */
    readonly memory: number;
    /** Measure 1, 2, 4 … workers as well, for the scaling curve. Default false. */
    readonly curve: boolean;
  };
  readonly log: {
    /** What `window/logMessage` gets. Default `info`. */
    readonly level: LogLevel;
  };
}

export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug';

/** A place in a text as LSP counts: both start at 0, `character` counts UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

export interface PlaceRange {
  readonly start: Place;
  readonly end: Place;
}

/** One loop of a document: the one reported at `position` or, failing that, the innermost around it. */
export interface LoopTarget {
  readonly uri: string;
  readonly position: Place;
  /** The document version that `position` belongs to; another version then is refused. Left out: whatever is there now. */
  readonly version?: number | null;
  /** Which call *Parallelize* writes; left out: as in the settings. */
  readonly call?: CallKind;
  /** Timing measures the scaling curve as well; left out: as in the settings. */
  readonly curve?: boolean;
  /** How timing comes to the loop; left out: the first visit in the program of the settings or, failing that, of the loop's own file. */
  readonly reach?: Reach;
}

/** What is run so that it comes to a loop, and which of its visits there is recorded. */
export interface Reach {
  /** A command, instead of that of the settings. */
  readonly entry?: string;
  /** An expression in the scope of the loop's file, instead of a program. */
  readonly call?: string;
  /** The n-th visit from 1, or the one that takes longest; the first when left out. */
  readonly visit?: number | 'largest';
}

/** Why a command could not do its job, in one or two sentences for the user; they have seen it already. */
export interface Failure {
  readonly failed: string;
  /** What was run has not come to the loop: the client may ask for something else (`LoopTarget.reach`), and time again. */
  readonly notReached?: true;
}

export type RewriteAnswer =
  | Failure
  | {
      /** False when the user did not confirm the assumptions, or the editor refused the edit. */
      readonly applied: boolean;
      /** The worker module, new or extended. */
      readonly tasksUri: string;
      /** The nearest package.json does not name the runtime: offer `looppool.addRuntime`. */
      readonly needsRuntime: boolean;
    };

export type TimeAnswer =
  | Failure
  | { readonly cancelled: true }
  | {
      readonly report: TimingReport;
      /** `serial 2.40 s ± 76 µs · pool(8) 304 ms ± 75 µs · 7.9× · same result` */
      readonly line: string;
      /** What was timed: `alignAll in align.ts, line 15`. */
      readonly title: string;
    };

export type OrdersAnswer =
  | Failure
  | { readonly cancelled: true }
  | {
      readonly witness: Witness;
      /** Whether the order of the iterations matters on the recorded data, in one line. */
      readonly line: string;
      /** What was run: `alignAll in align.ts, line 15`. */
      readonly title: string;
    };

export interface ScanRequest {
  /** Files and folders; all workspace folders when left out. */
  readonly uris?: readonly string[];
}

export type ScanAnswer =
  | Failure
  | { readonly cancelled: true }
  | {
      readonly loops: readonly ScannedLoop[];
      readonly summary: {
        readonly files: number;
        readonly loops: number;
        readonly independent: number;
        readonly assuming: number;
        readonly refused: number;
        /** Wall-clock time, in milliseconds. */
        readonly ms: number;
      };
    };

export interface ProfileRequest {
  /** A file of the workspace folder in which the program runs; the first one when left out. */
  readonly uri?: string;
  /** The command that runs the program; that of the settings when left out. */
  readonly entry?: string;
}

export type ProfileAnswer =
  | Failure
  | { readonly cancelled: true }
  | {
      readonly entry: string;
      /** Time of the program's own code, in milliseconds. */
      readonly totalMs: number;
      /** Width of the pool that `gain` is worked out for. */
      readonly workers: number;
      /** The hottest first; lines and ranges as in the text that ran, which is what was on disk. */
      readonly loops: readonly ProfiledLoop[];
    };

export interface ProfiledLoop extends ScannedLoop {
  readonly ms: number;
  /** Part of the run, 0…1, with all that the loop calls. */
  readonly share: number;
  /** How many times faster the whole program gets at most, by Amdahl's law. */
  readonly gain: number;
}

/** One loop as `looppool scan --json` prints it — lines and columns from 1, files relative to the workspace folder — and where an editor finds it. */
export interface ScannedLoop {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly form: string;
  readonly function: string | null;
  readonly verdict: Verdict['kind'];
  readonly weight: Weight;
  readonly rewrite: RewriteKind | null;
  readonly call: CallKind | null;
  readonly reasons: readonly ScannedReason[];
  readonly assumptions: readonly ScannedReason[];
  readonly uri: string;
  /** From the keyword or the method's name to the end of the loop. */
  readonly range: PlaceRange;
  /** A `looppool-ignore` comment says not to advertise this loop. */
  readonly ignored: boolean;
}

export interface ScannedReason {
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly uri: string;
}

export interface AddRuntimeRequest {
  /** A file of the package that needs the runtime. */
  readonly uri: string;
  /** The client has asked the user; without this the server asks (`window/showMessageRequest`). */
  readonly confirmed?: boolean;
}

export type AddRuntimeAnswer =
  | Failure
  | {
      /** False when the user declined, or the editor refused the edit of package.json. */
      readonly added: boolean;
      readonly manifestUri: string;
      /** The archive inside the project that package.json now names. */
      readonly archiveUri: string;
      /** What makes the package manager of this project put it in place: `npm install`. The server never runs it. */
      readonly install: string;
    };

export interface TrustChanged {
  readonly trusted: boolean;
}

export interface ThemeChanged {
  readonly theme: Theme;
}

export interface DocumentRequest {
  readonly uri: string;
}

export interface DocumentLoops {
  /** The document version that was judged; null for a file that is not open. */
  readonly version: number | null;
  readonly loops: readonly ScannedLoop[];
}

export interface TimingChanged {
  readonly uri: string;
  /** Where the loop is reported now. */
  readonly position: Place;
  readonly state: 'running' | 'done' | 'failed' | 'cleared';
  /** Progress, the timing line, or why it failed; empty when cleared. */
  readonly message: string;
  readonly report?: TimingReport;
}
