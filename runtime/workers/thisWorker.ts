import { parentPort, workerData } from 'node:worker_threads';
import type { FromWorker, WorkerData } from '../wire/protocol.js';

/** What the supervisor gave this worker thread. */
export const { script, number, mailbox } = workerData as WorkerData;

/** Tells the supervisor. */
export function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}
