/** A bare worker thread: runs its share of the items, over shared memory where they are numbers. */
import { parentPort } from 'node:worker_threads';
import * as tasks from './tasks.js';

parentPort.on('message', ({ name, items, indices, input, output, from, to, step = 1 }) => {
  const f = tasks[name];
  if (input !== undefined) {
    for (let i = from; i < to; i += step) output[i] = f(input[i]);
    parentPort.postMessage(null);
  } else parentPort.postMessage({ indices, values: items?.map((item) => f(item)) });
});
