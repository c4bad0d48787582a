import { MessageChannel, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { Job, MailboxEnd } from '../wire/protocol.js';

/**
 * A place for one job that a worker goes on with when it is done with another, so that it need not wait until the supervisor
 * has heard of that. Until then the job can be taken back, for a worker that has nothing to do.
 */
export class Mailbox {
  /** Goes to the worker; its port has to be in the list of what moves. */
  readonly end: MailboxEnd;
  readonly #port: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.end = { port: port2, cell: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) };
    // It alone keeps no thread alive.
    port1.unref();
  }

  /** Only into an empty one. */
  put(job: Job): void {
    this.#port.postMessage(job);
    Atomics.store(this.end.cell, 0, job.seq);
  }

  /** False where the worker has the job already. */
  takeBack(job: Job): boolean {
    return Atomics.compareExchange(this.end.cell, 0, job.seq, 0) === job.seq;
  }
}

/** The job that a worker finds in its mailbox, or null. */
export function takeMail({ port, cell }: MailboxEnd): Job | null {
  const seq = Atomics.exchange(cell, 0, 0);
  if (seq === 0) return null;
  for (;;) {
    const job = receiveMessageOnPort(port)?.message as Job | undefined;
    // Others were taken back.
    if (job === undefined || job.seq === seq) return job ?? null;
  }
}
