/** The worker threads of a supervisor: piscina starts them, and starts others for those that die. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Worker, WorkerOptions } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { Mailbox } from './mailbox.js';
import type { SupervisorData, ToCaller, WorkerData } from '../wire/protocol.js';

const END_LIMIT_MS = 1000;

/** A thread that has not ended yet. */
export interface WorkerThread {
  readonly number: number;
  readonly worker: Worker;
  readonly mailbox: Mailbox;
  readonly gone: Promise<void>;
}

/** By number. */
export const threads = new Map<number, WorkerThread>();

/** Node refuses some flags in threads, and names them: without those, then. */
export function startWorkers(
  data: SupervisorData,
  execArgv: readonly string[] = data.execArgv,
  env: Readonly<Record<string, string>> = data.env,
): Piscina {
  try {
    return new Piscina({
      filename: join(__dirname, 'taskWorker.js'),
      name: 'runStint',
      minThreads: data.workers,
      maxThreads: data.workers,
      idleTimeout: Infinity,
      concurrentTasksPerWorker: 1,
      // Idle workers wait in their event loop. In `Atomics.wait`, Node 24 sometimes did not wake them at exit, and
      // then waited for them for ever; and a supervisor that is told by events serves many small jobs twice as fast.
      atomics: 'disabled',
      recordTiming: false,
      workerData: { script: data.script },
      env: { ...env },
      argv: [...data.argv],
      execArgv: [...execArgv],
      ...(data.resourceLimits === null ? {} : { resourceLimits: data.resourceLimits }),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error;
    const allowed = execArgv.filter((flag) => !message.includes(flag.split('=', 1)[0] ?? flag));
    if (allowed.length < execArgv.length) return startWorkers(data, allowed, env);
    if (env['NODE_OPTIONS'] === undefined) throw error;
    const { NODE_OPTIONS: _, ...rest } = env;
    return startWorkers(data, execArgv, rest);
  }
}

export function workerName(pool: string, number: number): string {
  return `${pool} ${number}`;
}

/**
 * Piscina starts its threads without names and mailboxes, and their output would wait for a caller that blocks.
 * @param tell Gets what they print.
 */
export function equipWorkers(pool: string, tell: (output: Extract<ToCaller, { type: 'output' }>) => void): void {
  const module = createRequire(__filename)('node:worker_threads') as { Worker: typeof Worker };
  let count = 0;
  module.Worker = class extends module.Worker {
    constructor(filename: string, options: WorkerOptions) {
      count += 1;
      const number = count;
      const name = workerName(pool, number);
      const mailbox = new Mailbox();
      const { script } = options.workerData as Pick<WorkerData, 'script'>;
      const workerData: WorkerData = { script, number, mailbox: mailbox.end };
      super(filename, {
        ...options,
        workerData,
        transferList: [mailbox.end.port],
        name,
        stdout: true,
        stderr: true,
      });
      const gone = new Promise<void>((resolve) => this.once('exit', resolve)).then(() => void threads.delete(number));
      threads.set(number, { number, worker: this, mailbox, gone });
      for (const stream of ['stdout', 'stderr'] as const) {
        this[stream].on('data', (chunk: Uint8Array) => {
          tell({ type: 'output', stream, data: Uint8Array.from(chunk), worker: name });
        });
      }
    }
  };
}

/** Ends a thread. Settles as {@link gone} does. */
export async function retire(number: number): Promise<void> {
  void threads.get(number)?.worker.terminate();
  await gone(number);
}

/** Settles once a thread has ended; one that is inside native code, and cannot, is not waited for. */
export async function gone(number: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    threads.get(number)?.gone,
    new Promise((resolve) => (timer = setTimeout(resolve, END_LIMIT_MS))),
  ]);
  clearTimeout(timer);
}
