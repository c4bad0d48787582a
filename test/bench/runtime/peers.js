/** Other pools, given the same work: one task an item, or chunks cut by hand. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Piscina } from 'piscina';
import { FixedThreadPool } from 'poolifier';
import { Tinypool } from 'tinypool';
import workerpool from 'workerpool';

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

export async function startPeers(width) {
  const tasks = path('tasks.js');
  const piscina = new Piscina({ filename: tasks, minThreads: width, maxThreads: width });
  const tinypool = new Tinypool({ filename: tasks, minThreads: width, maxThreads: width });
  const work = workerpool.pool(path('workerpoolThread.js'), {
    minWorkers: width,
    maxWorkers: width,
    workerType: 'thread',
  });
  const poolifier = new FixedThreadPool(width, path('poolifierThread.js'));
  const runners = {
    piscina: (name, data) => piscina.run(data, { name }),
    tinypool: (name, data) => tinypool.run(data, { name }),
    workerpool: (name, data) => work.exec(name, [data]),
    poolifier: (name, data) => poolifier.execute(data, name),
  };
  const contest = (label, make) =>
    Object.fromEntries(Object.entries(runners).map(([peer, run]) => [`${peer}, ${label}`, () => make(run)]));
  return {
    /** Four chunks a thread. */
    chunked: (name, items) =>
      contest('chunks', async (run) => {
        const size = Math.max(1, Math.ceil(items.length / (width * 4)));
        const jobs = [];
        for (let i = 0; i < items.length; i += size)
          jobs.push(run('chunkOf', { name, items: items.slice(i, i + size) }));
        return (await Promise.all(jobs)).flat();
      }),
    single: (name, items) => contest('items', (run) => Promise.all(items.map((item) => run('oneOf', { name, item })))),
    end: async () => {
      // A pool that was never used may not answer.
      const limit = new Promise((resolve) => setTimeout(resolve, 2000));
      await Promise.race([
        Promise.all([piscina.destroy(), tinypool.destroy(), work.terminate(true), poolifier.destroy()]),
        limit,
      ]);
    },
  };
}

/** CPython's pool, where there is one: milliseconds of every run, or null. */
export async function pythonTimes(width, runs) {
  try {
    const { stdout } = await promisify(execFile)('python3', [path('pool.py'), String(width), String(runs)]);
    return JSON.parse(stdout);
  } catch {
    return null;
  }
}

export const cores = availableParallelism();
