/** What somebody would write by hand with `node:worker_threads`: so many threads, the items split beforehand. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export class Bare {
  constructor(width) {
    this.threads = Array.from({ length: width }, () => new Worker(new URL('bareThread.js', import.meta.url)));
  }

  /** Items go where `placeOf(index)` says. */
  async map(name, items, placeOf) {
    const results = new Array(items.length);
    await Promise.all(
      this.threads.map(async (thread, place) => {
        const indices = items.map((_, i) => i).filter((i) => placeOf(i) === place);
        thread.postMessage({ name, items: indices.map((i) => items[i]), indices });
        const [{ values }] = await once(thread, 'message');
        values.forEach((value, k) => (results[indices[k]] = value));
      }),
    );
    return results;
  }

  /** Plain array to plain array, through shared memory. */
  async mapNumbers(name, items) {
    const input = new Float64Array(new SharedArrayBuffer(items.length * 8));
    for (let i = 0; i < items.length; i += 1) input[i] = items[i];
    const output = new Float64Array(new SharedArrayBuffer(items.length * 8));
    const share = Math.ceil(items.length / this.threads.length);
    await Promise.all(
      this.threads.map((thread, place) => {
        thread.postMessage({
          name,
          input,
          output,
          from: place * share,
          to: Math.min(items.length, (place + 1) * share),
        });
        return once(thread, 'message');
      }),
    );
    const results = new Array(items.length);
    for (let i = 0; i < items.length; i += 1) results[i] = output[i];
    return results;
  }

  async end() {
    await Promise.all(this.threads.map((thread) => thread.terminate()));
  }
}
