// The same naps, awaited: the thread is free meanwhile, but the loop still takes them one by one.

import { setTimeout as delay } from 'node:timers/promises';

/** Stands for a job that waits: a request, a query, a timer. */
async function sleeping(job: number): Promise<string> {
  await delay(100);
  return `job ${job} done`;
}

const jobs = Array.from({ length: 24 }, (_, i) => i);
const finished: string[] = [];
for (const job of jobs) {
  finished.push(await sleeping(job));
}

console.log(`${finished.length} naps`);
console.log(finished[finished.length - 1]);
