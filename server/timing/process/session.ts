/**
 * One timing session: its temporary folder, its deadline, and the child processes it starts, each the leader of a process
 * group of its own. Nothing of it survives `close`, cancelling, a time-out, or a signal that ends this process.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import { OUTPUT_LIMIT_MB, SESSION_VARIABLE } from '../protocol.js';
import { makeScratch, removeScratch } from './scratch.js';
import { TimingError } from '../timingError.js';

export interface SessionLimits {
  /** For all processes one after the other, in seconds of wall-clock time. */
  readonly timeoutS: number;
  /** For each process, in MB; three quarters of the machine, but at most 8 GB, when left out. */
  readonly memoryMb?: number | undefined;
  /** Cancels the session. */
  readonly signal?: AbortSignal | undefined;
}

export interface ChildRequest {
  readonly node: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Gets each line that the child writes to its fourth file descriptor. */
  onLine?(line: string): void;
  /** Gets what the child prints; nobody does when left out. */
  onOutput?(text: string): void;
  /** Limit of this child, in milliseconds, where it shall not take all the time that the session has left. */
  readonly limitMs?: number | undefined;
  /** The child has done what it was started for, and is ended. */
  readonly until?: (() => boolean) | undefined;
}

/** How a child ended by itself. Being stopped by the session is a `TimingError` instead. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last 64 kB of each. */
  readonly stdout: string;
  readonly stderr: string;
}

const OUTPUT_KEPT = 64 * 1024;
const OUTPUT_PATIENCE_MS = 1000;
const WATCH_EVERY_MS = 200;
const LOOK_EVERY_MS = 20;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class Session {
  readonly folder = makeScratch();
  readonly #id = randomUUID();
  readonly #deadline: number;
  readonly #children = new Set<ChildProcess>();
  readonly #timeoutS: number;
  readonly #memoryMb: number;
  readonly #abort: AbortSignal | undefined;

  constructor({ timeoutS, memoryMb, signal }: SessionLimits) {
    this.#timeoutS = timeoutS;
    this.#memoryMb = memoryMb ?? defaultMemoryMb();
    this.#abort = signal;
    this.#deadline = performance.now() + timeoutS * 1000;
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
    process.on('exit', this.#onExit);
  }

  /** Wall-clock time until the session is stopped, in milliseconds. */
  get remainingMs(): number {
    return this.#deadline - performance.now();
  }

  /** Whether somebody has cancelled it; being out of time is something else. */
  get cancelled(): boolean {
    return this.#abort?.aborted ?? false;
  }

  /** Runs one child process to its end. `doing` completes the sentence "Timing stopped while …". */
  async run(request: ChildRequest, doing: string): Promise<ChildEnd> {
    if (this.#abort?.aborted) throw new TimingError('Timing was cancelled.');
    const child = spawn(request.node, [`--max-old-space-size=${heapLimitMb(this.#memoryMb)}`, ...request.args], {
      cwd: request.cwd,
      env: { ...process.env, ...request.env, [SESSION_VARIABLE]: this.#id },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#children.add(child);
    const guard = startGuard(child, this.folder);
    let stopped: TimingError | null = null;
    const stop = (reason: TimingError): void => {
      stopped ??= reason;
      killTree(child);
    };
    const { limitMs = Infinity } = request;
    const tooLate = setTimeout(
      () =>
        stop(
          new TimingError(
            limitMs < Infinity
              ? `Timing stopped, while ${doing}: that took too long.`
              : `Timing stopped after ${this.#timeoutS} s, while ${doing}. Give it more time with --timeout.`,
          ),
        ),
      Math.max(1, Math.min(this.remainingMs, limitMs)),
    );
    const done =
      request.until &&
      setInterval(() => {
        if (request.until!()) killTree(child);
      }, LOOK_EVERY_MS);
    const memory = setInterval(() => {
      if (child.pid !== undefined && residentMb(child.pid) > this.#memoryMb) {
        stop(
          new TimingError(
            `Timing stopped, while ${doing}: the program took more than ${Math.round(this.#memoryMb)} MB of memory.`,
          ),
        );
      }
    }, WATCH_EVERY_MS);
    const cancel = (): void => stop(new TimingError('Timing was cancelled.'));
    this.#abort?.addEventListener('abort', cancel, { once: true });
    const [stdout, stderr] = [keepTail(child.stdout!), keepTail(child.stderr!)];
    let printed = 0;
    const count = (text: string): void => {
      printed += text.length;
      if (printed > OUTPUT_LIMIT_MB * 1e6)
        stop(new TimingError(`Timing stopped, while ${doing}: the program printed more than ${OUTPUT_LIMIT_MB} MB.`));
    };
    child.stderr!.on('data', count);
    const output = child.stdout!.on('data', (text: string) => {
      count(text);
      request.onOutput?.(text);
    });
    readLines(child.stdio[3] as NodeJS.ReadableStream, (line) => request.onLine?.(line));
    try {
      const end = await new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
        child.once('error', (error) =>
          reject(new TimingError(`${request.node} could not be started: ${error.message}`)),
        );
        // Not 'close': a grandchild may hold the pipes open for ever.
        child.once('exit', (code, signal) => setImmediate(() => resolve({ code, signal })));
      });
      await new Promise((resolve) => setTimeout(resolve, end.code === 0 ? 0 : 20)); // the last of stderr
      if (request.onOutput && !output.readableEnded) await ended(output);
      if (stopped !== null) throw stopped as TimingError;
      return { ...end, stdout: stdout(), stderr: stderr() };
    } finally {
      clearTimeout(tooLate);
      clearInterval(memory);
      clearInterval(done);
      this.#abort?.removeEventListener('abort', cancel);
      killTree(child);
      await endGuard(guard);
      this.#children.delete(child);
      for (const stream of child.stdio) stream?.destroy();
    }
  }

  /** Ends what is left of the session's processes and removes its files. */
  close(): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
    process.off('exit', this.#onExit);
    this.#clear();
  }

  #clear(): void {
    for (const child of this.#children) killTree(child);
    killMarked(this.#id);
    // A process that was just being started did not show its environment yet.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    killMarked(this.#id);
    removeScratch(this.folder);
  }

  readonly #onExit = (): void => this.#clear();

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    // Whoever cancelled on this very signal gets the error, and decides.
    if (this.#abort?.aborted) return;
    this.close();
    // Whoever else listens decides what the signal means; nobody else means the default, to end.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
}

/** Waits for the end of a stream, but not for whoever holds it open for ever. */
function ended(stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(resolve, OUTPUT_PATIENCE_MS);
    stream.once('close', () => {
      clearTimeout(patience);
      resolve();
    });
  });
}

/**
 * A shell that ends a child's group, and removes the session's folder, when this process is gone without a chance to do so
 * itself. The child cannot do that: a loop that computes hears nothing.
 */
function startGuard({ pid }: ChildProcess, folder: string): ChildProcess | null {
  if (process.platform === 'win32' || pid === undefined) return null;
  // Not `kill -KILL -- …`, which dash does not understand.
  const script = 'cat > /dev/null; kill -s KILL -- "-$1"; rm -rf -- "$2"';
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(pid), folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.on('error', () => undefined); // without a shell there is no guard
  guard.unref();
  return guard;
}

/** Ends a guard; while that takes, it is what keeps this process alive. */
async function endGuard(guard: ChildProcess | null): Promise<void> {
  if (!guard?.kill('SIGKILL')) return;
  guard.ref();
  await new Promise((resolve) => guard.once('exit', resolve));
}

/** Ends a child and its process group. */
function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    if (child.exitCode === null) spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f'], { windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The whole group is gone.
  }
}

/** Ends processes that left the group of their session; only Linux shows the environment they carry. */
function killMarked(id: string): void {
  if (process.platform !== 'linux') return;
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`${SESSION_VARIABLE}=${id}`))
        process.kill(pid, 'SIGKILL');
    } catch {
      // Gone, or not ours.
    }
  }
}

/** Three quarters of the memory of this machine, or of the container it is, but at most 8 GB. */
function defaultMemoryMb(): number {
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 && constrained < os.totalmem() ? constrained : os.totalmem();
  return Math.min(8192, (0.75 * bytes) / 2 ** 20);
}

/** Limit of V8's heap in MB: at most 4 GB, like Node's own. */
function heapLimitMb(memoryMb: number): number {
  return Math.max(64, Math.round(Math.min(4096, 0.5 * memoryMb)));
}

/** Memory that a process and those it has started hold, in MB; 0 where the system does not say. */
function residentMb(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const read = (name: string): string => {
    try {
      return readFileSync(`/proc/${pid}/${name}`, 'latin1');
    } catch {
      return '';
    }
  };
  const own = Number(/^VmRSS:\s*(\d+) kB/m.exec(read('status'))?.[1] ?? 0) / 1024;
  // Each thread has started its own.
  const started = threadsOf(pid).flatMap((thread) => read(`task/${thread}/children`).split(' ').filter(Boolean));
  return started.reduce((sum, one) => sum + residentMb(Number(one)), own);
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // gone
  }
}

function keepTail(stream: NodeJS.ReadableStream): () => string {
  let tail = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => (tail = (tail + text).slice(-OUTPUT_KEPT)));
  return () => tail;
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!.slice(-OUTPUT_KEPT);
    lines.forEach(onLine);
  });
}
