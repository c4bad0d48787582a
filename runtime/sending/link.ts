import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  receiveMessageOnPort,
  MessageChannel,
  Worker,
  type MessagePort,
  type ResourceLimits,
} from 'node:worker_threads';
import { movedIn } from '../wire/codec.js';
import type { Environment } from '../wire/environment.js';
import { PoolError } from '../errors.js';
import { warnUncaught } from '../inline/warn.js';
import { inheritedExecArgv } from './execArgv.js';
import { labelled } from './labelled.js';
import {
  cancelCell,
  CONDEMNED,
  CONTROL_BYTES,
  DEAD,
  LOADING,
  SIGNAL,
  SLOTS,
  startedCell,
  TAKEN_BACK,
  TICK,
  type Job,
  type SupervisorData,
  type ToCaller,
  type ToSupervisor,
} from '../wire/protocol.js';

/** Without a tick for this long, with jobs in flight, the supervisor is taken for dead. */
const SILENCE_LIMIT_MS = 15_000;

export type Answer = Extract<ToCaller, { seq: number }> | Extract<ToCaller, { type: 'part' }>;
/** What a call does with an answer; `null` means that none will come. */
export type Receiver = (answer: Answer | null) => void;

interface InFlight {
  readonly slot: number;
  readonly receive: Receiver;
  /** Of a loop that may be left before it comes to these items. */
  readonly speculative: boolean;
}

export interface LinkOptions {
  readonly workers: number;
  readonly name: string;
  readonly env: Environment;
  readonly resourceLimits: ResourceLimits | null;
}

/** The caller's end of the connection to one supervising thread and its workers. */
export class Link {
  readonly workers: number;
  readonly env: Environment;
  readonly name: string;
  /** A worker has answered, so that another call costs no start-up. */
  warm = false;
  /** Why no more jobs can be sent, or null. */
  broken: PoolError | null = null;
  readonly #control = new Int32Array(new SharedArrayBuffer(CONTROL_BYTES));
  readonly #port: MessagePort;
  readonly #supervisor: Worker;
  readonly #receivers = new Map<number, InFlight>();
  #speculative = 0;
  readonly #freeSlots: number[] = [];
  /** Calls that found no free slot. */
  readonly #waiting: (() => void)[] = [];
  #slotsUsed = 0;
  #seq = 0;
  #seen = 0;
  #lastTick = 0;
  #silentMs = 0;

  /** Whether the files of the supervisor and workers are where this package left them; not so inside a bundle. */
  static available(): boolean {
    // A bundle that is an ES module has no `__dirname`.
    return typeof __dirname === 'string' && existsSync(join(__dirname, 'supervisor.js'));
  }

  constructor(options: LinkOptions) {
    this.workers = options.workers;
    this.env = options.env;
    this.name = options.name;
    const { port1, port2 } = new MessageChannel();
    const data: SupervisorData = {
      control: this.#control.buffer,
      workers: options.workers,
      name: options.name,
      env: options.env,
      argv: process.argv.slice(2),
      script: process.argv[1] ?? null,
      execArgv: inheritedExecArgv(process.execArgv),
      resourceLimits: options.resourceLimits,
      port: port2,
    };
    // Nothing is preloaded into the supervisor: it has to be there when the user's code is not.
    this.#supervisor = new Worker(join(__dirname, 'supervisor.js'), {
      workerData: data,
      transferList: [port2],
      execArgv: [],
      env: { ...options.env, NODE_OPTIONS: '' },
      stdin: false,
      trackUnmanagedFds: false,
    });
    this.#supervisor.unref();
    this.#supervisor.on('error', (error) => this.#break(`the supervising thread failed: ${String(error)}`));
    this.#supervisor.on('exit', () => this.#break('the supervising thread ended'));
    this.#port = port1;
    this.#port.on('message', (message: ToCaller) => this.#dispatch(message));
    this.#port.unref();
  }

  /** How many jobs are in flight. */
  get inFlight(): number {
    return this.#receivers.size;
  }

  /** Whether workers may be busy with items that nobody will ever ask for, and that may never end. */
  get speculates(): boolean {
    return this.#speculative > 0;
  }

  /**
   * Sends a job, unless too many are in flight; `waiting` is called when it is worth another try. Every job gets exactly one answer of type `end`, `unloadable` or `died`, or null.
   */
  send(
    job: Omit<Job, 'seq' | 'slot'>,
    speculative: boolean,
    receive: Receiver,
    waiting?: () => void,
  ): { readonly seq: number; readonly slot: number } | null {
    if (this.broken !== null) throw this.broken;
    const slot = this.#freeSlots.pop() ?? (this.#slotsUsed < SLOTS ? this.#slotsUsed++ : null);
    if (slot === null) {
      this.#waiting.push(() => waiting?.());
      return null;
    }
    this.#control[startedCell(slot)] = 0;
    Atomics.store(this.#control, cancelCell(slot), 0);
    const seq = (this.#seq += 1);
    if (this.#receivers.size === 0) this.#silentMs = 0;
    this.#receivers.set(seq, { slot, receive, speculative });
    if (speculative) this.#speculative += 1;
    try {
      this.#port.postMessage({ type: 'job', job: { ...job, seq, slot } } satisfies ToSupervisor, movedIn(job.items));
    } catch (error) {
      this.settle(seq);
      throw error;
    }
    return { seq, slot };
  }

  /** Position that the job works on, from 1; 0 before the first. */
  started(slot: number): number {
    return Atomics.load(this.#control, startedCell(slot)) & ~CONDEMNED;
  }

  /** Takes a job back none of whose items has begun. */
  takeBack(slot: number): boolean {
    const cell = startedCell(slot);
    return [0, LOADING].some((state) => Atomics.compareExchange(this.#control, cell, state, TAKEN_BACK) === state);
  }

  /** Lets the jobs of a call end early, by force if they do not. */
  cancel(call: number, slots: Iterable<number>): void {
    for (const slot of slots) Atomics.store(this.#control, cancelCell(slot), 1);
    this.#port.postMessage({ type: 'cancel', call } satisfies ToSupervisor);
  }

  /** Takes in what has arrived. Returns whether anything had. */
  drain(): boolean {
    const signal = Atomics.load(this.#control, SIGNAL);
    if (signal === this.#seen) return false;
    this.#seen = signal;
    for (let entry = receiveMessageOnPort(this.#port); entry !== undefined; entry = receiveMessageOnPort(this.#port)) {
      this.#dispatch(entry.message as ToCaller);
    }
    return true;
  }

  /**
   * Blocks the calling thread until something arrives, but no longer than `ms`.
   * @throws PoolError when the supervisor is dead.
   */
  wait(ms: number): void {
    if (this.drain()) return;
    if (this.broken !== null) throw this.broken;
    Atomics.wait(this.#control, SIGNAL, this.#seen, ms);
    if (this.drain()) this.#silentMs = 0;
    else this.#checkAlive(ms);
  }

  /** Ends all threads at once; jobs in flight are answered with null. */
  async terminate(why: string): Promise<void> {
    this.#break(why);
    await this.#supervisor.terminate();
  }

  #dispatch(message: ToCaller): void {
    if (message.type === 'output') {
      const { stream, data, worker } = message;
      // A person wants to know who speaks; another program reads what the loop would have printed.
      process[stream].write(process[stream].isTTY ? labelled(data, worker, stream) : data);
    } else if (message.type === 'uncaught') {
      warnUncaught(this.name, message.error);
    } else if (message.type === 'part') {
      this.warm = true;
      this.#receivers.get(message.part.seq)?.receive(message);
    } else if (message.type !== 'ready') {
      const entry = this.#receivers.get(message.seq);
      if (message.type === 'end') this.warm = true;
      entry?.receive(message);
    }
  }

  /** The call has all it needs from the job. */
  settle(seq: number): void {
    const entry = this.#receivers.get(seq);
    if (entry === undefined) return;
    this.#receivers.delete(seq);
    if (entry.speculative) this.#speculative -= 1;
    this.#freeSlots.push(entry.slot);
    this.#waiting.shift()?.();
  }

  /** Counts waits rather than looking at the clock: a stopped process finds itself much later, not abandoned. */
  #checkAlive(ms: number): void {
    if (Atomics.load(this.#control, DEAD) === 1) this.#break('the supervising thread ended');
    const tick = Atomics.load(this.#control, TICK);
    this.#silentMs = tick === this.#lastTick ? this.#silentMs + ms : 0;
    this.#lastTick = tick;
    if (this.#silentMs > SILENCE_LIMIT_MS) this.#break('the supervising thread does not answer');
    if (this.broken !== null) throw this.broken;
  }

  #break(why: string): void {
    if (this.broken !== null) return;
    this.broken = new PoolError(`pool "${this.name}": ${why}`);
    const receivers = [...this.#receivers.values()];
    this.#receivers.clear();
    for (const { receive } of receivers) receive(null);
  }
}
