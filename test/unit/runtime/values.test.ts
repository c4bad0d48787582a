import { describe, expect, it } from 'vitest';
import { Call } from '../../../runtime/calls/call.js';
import { ChunkSizer } from '../../../runtime/sending/chunks.js';
import { cgroupLimit, cpuCount, physicalCores } from '../../../runtime/cpuCount.js';
import { inheritedExecArgv } from '../../../runtime/sending/execArgv.js';
import type { Link } from '../../../runtime/sending/link.js';
import { tsxLoader } from '../../../runtime/workers/loaders.js';
import { Probe, type ProbedThreads } from '../../../runtime/inline/measure.js';
import { LazyPair } from '../../../runtime/items/pair.js';
import { range } from '../../../runtime/items/range.js';
import { callSettings, poolSettings } from '../../../runtime/settings.js';
import { sourceOf } from '../../../runtime/items/source.js';
import { CallStats } from '../../../runtime/inline/stats.js';
import { recordOf, task, type TaskRecord } from '../../../runtime/task.js';

describe('sourceOf', () => {
  function pull<T>(items: Iterable<T>, holes: 'visit' | 'skip' = 'visit'): [T, number][] {
    const source = sourceOf(items, holes);
    const pulled: [T, number][] = [];
    while (source.pull()) pulled.push([source.item, source.index]);
    return pulled;
  }

  it('iterates what `for…of` iterates', () => {
    const items: Iterable<unknown>[] = [
      [1, , 3],
      'a😀b',
      new Map([[1, 2]]),
      new Set([1]),
      new Uint8Array([1, 2]),
      range(3),
    ];
    for (const iterable of items) expect(pull(iterable).map(([item]) => item)).toEqual([...iterable]);
  });

  it('skips holes as forEach does, indices counting on', () => {
    expect(pull([, 'a', , 'b', ,], 'skip')).toEqual([
      ['a', 1],
      ['b', 3],
    ]);
  });

  it('sees items that are added while iterating, unless it skips holes', () => {
    for (const [holes, expected] of [
      ['visit', 3],
      ['skip', 2],
    ] as const) {
      const items = [1, 2];
      const source = sourceOf(items, holes);
      source.pull();
      items.push(3);
      let count = 1;
      while (source.pull()) count += 1;
      expect(count).toBe(expected);
    }
  });

  it('closes a generator that is left early, once', () => {
    let closed = 0;
    const source = sourceOf(
      (function* () {
        try {
          yield 1;
          yield 2;
        } finally {
          closed += 1;
        }
      })(),
      'visit',
    );
    source.pull();
    source.close();
    source.close();
    expect(closed).toBe(1);
    expect(source.pull()).toBe(false);
  });

  it('names what is not iterable', () => {
    expect(() => sourceOf(5 as unknown as Iterable<number>, 'visit')).toThrow(
      'expected an iterable as items (an array, a Map, range(…)), received number 5',
    );
    expect(() => sourceOf(undefined as unknown as Iterable<number>, 'visit')).toThrow(/, received undefined$/);
    const stream = { [Symbol.asyncIterator]: () => ({}) } as unknown as Iterable<number>;
    expect(() => sourceOf(stream, 'visit')).toThrow(
      'received an async iterable: use pool.zip, pool.imap or pool.imapUnordered',
    );
  });
});

describe('ChunkSizer', () => {
  it('keeps to a given size', () => {
    expect(new ChunkSizer(7, 2, false, null).next(1000)).toBe(7);
  });

  /** Sizes of all chunks. */
  function sizes(sizer: ChunkSizer, items: number): number[] {
    const all: number[] = [];
    for (let left = items; left > 0; left -= all.at(-1) ?? left) all.push(Math.min(left, sizer.next(left)));
    return all;
  }

  it('starts small, then aims at ten milliseconds', () => {
    const sizer = new ChunkSizer('auto', 2, false, null);
    expect(sizer.next(24)).toBe(1);
    expect(sizer.next(1e6)).toBe(64);
    expect(sizer.next(null)).toBe(1);
    sizer.observe(10, 1);
    expect(sizer.next(1e6)).toBe(100);
    expect(sizer.next(null)).toBe(100);
  });

  it('hands out half of what is left in each round, but no less than two milliseconds, unless a worker would get none', () => {
    const sizesOf = (items: number): number[] => sizes(new ChunkSizer('auto', 2, true, 0.1), items);
    expect(sizesOf(800)).toEqual([200, 200, 100, 100, 50, 50, 25, 25, 20, 20, 10]);
    expect(sizesOf(20)).toEqual([10, 10]);
    expect(sizesOf(1)).toEqual([1]);
  });

  it('aims at fifty milliseconds where all results are collected', () => {
    expect(new ChunkSizer('auto', 2, true, 0.1).next(1e6)).toBe(500);
  });

  it('gives slow items one by one', () => {
    expect(new ChunkSizer('auto', 8, false, 100).next(24)).toBe(1);
  });
});

describe('Probe', () => {
  const record = (): TaskRecord => recordOf(task('file:///t.js', 't', (x: number) => x, { pure: true }));

  /** Calls of 50 items of 2 ms until threads are started, at most 100: 50 ms saved by each on two threads. */
  function callsUntilThreads(threads: ProbedThreads, items = 50): number {
    const shared = record();
    for (let call = 1; call <= 100; call += 1) {
      const probe = new Probe(shared, threads, false);
      for (let done = 0; done < items; done += 1) {
        if (probe.pays(items - done)) return call;
        probe.observe(1, 2);
      }
      probe.stayed();
      probe.finish();
    }
    return Infinity;
  }

  it('starts threads once the calls without them have lost as much as the start costs', () => {
    const threads = { width: 2, warm: false, missedMs: 0 };
    expect(callsUntilThreads(threads, 2000)).toBe(1);
    const calls = callsUntilThreads({ ...threads });
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThan(10);
    expect(callsUntilThreads({ ...threads, warm: true })).toBe(1);
  });

  it('never starts them for calls that would not pay with threads at hand, however many there are', () => {
    const threads = { width: 2, warm: false, missedMs: 0 };
    expect(callsUntilThreads(threads, 2)).toBe(Infinity);
    expect(threads.missedMs).toBe(0);
    expect(callsUntilThreads({ ...threads, width: 1 })).toBe(Infinity);
  });
});

describe('cpuCount', () => {
  const files = (texts: Record<string, string>) => (path: string) => texts[path] ?? null;

  it('is at least 1, and physical cores are not more than logical ones', () => {
    expect(cpuCount()).toBeGreaterThanOrEqual(1);
    expect(cpuCount({ logical: false })).toBeLessThanOrEqual(cpuCount());
  });

  it('keeps to the container, whichever group around it sets the limit', () => {
    expect(cgroupLimit(files({}))).toBe(Infinity);
    expect(cgroupLimit(files({ '/sys/fs/cgroup/cpu.max': 'max 100000\n' }))).toBe(Infinity);
    expect(cgroupLimit(files({ '/sys/fs/cgroup/cpu.max': '150000 100000\n' }))).toBe(2);
    const nested = {
      '/proc/self/cgroup': '0::/a/b\n',
      '/sys/fs/cgroup/a/cpu.max': '300000 100000',
      '/sys/fs/cgroup/a/b/cpu.max': 'max 100000',
    };
    expect(cgroupLimit(files(nested))).toBe(3);
    expect(
      cgroupLimit(
        files({ '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000', '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000' }),
      ),
    ).toBe(2);
    expect(
      cgroupLimit(
        files({ '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1', '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000' }),
      ),
    ).toBe(Infinity);
  });

  it('counts cores, not hyper-threads, among those allowed', () => {
    const cpu = (processor: number, core: number) =>
      `processor\t: ${processor}\nphysical id\t: 0\ncore id\t\t: ${core}\n`;
    const cpuinfo = [cpu(0, 0), cpu(1, 1), cpu(2, 0), cpu(3, 1)].join('\n');
    expect(physicalCores(files({ '/proc/cpuinfo': cpuinfo }), 'linux', 4)).toBe(2);
    expect(
      physicalCores(
        files({ '/proc/cpuinfo': cpuinfo, '/proc/self/status': 'Cpus_allowed_list:\t0,2-2\n' }),
        'linux',
        2,
      ),
    ).toBe(1);
    expect(physicalCores(files({ '/proc/cpuinfo': 'processor\t: 0\n' }), 'linux', 4)).toBe(4);
    expect(physicalCores(files({}), 'darwin', 10)).toBe(10);
  });
});

describe('inherited flags', () => {
  it('leaves out what belongs to the main thread', () => {
    const flags = [
      '--import',
      'tsx',
      '--test',
      '--inspect-brk=0',
      '-e',
      'code',
      '--conditions=dev',
      '--watch-path',
      'x',
      '--input-type=module',
    ];
    const quiet = '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON';
    expect(inheritedExecArgv(flags)).toEqual(['--import', 'tsx', '--conditions=dev', quiet]);
  });

  it('finds the loader of tsx', () => {
    expect(tsxLoader(['--import', 'file:///x/node_modules/tsx/dist/loader.mjs'])).toBe(
      '/x/node_modules/tsx/dist/loader.mjs',
    );
    expect(tsxLoader(['--import=tsx'])).toMatch(/tsx.dist.loader\.mjs$/);
    expect(tsxLoader(['--import', './tsx.js'])).toBeNull();
  });
});

describe('LazyPair', () => {
  it('is an array that makes its second element once, when it is read', () => {
    let reads = 0;
    const make = (): LazyPair<string, number> => new LazyPair('a', { readResult: () => (reads += 1) }, 0);
    const pair = make();
    expect(Array.isArray(pair)).toBe(true);
    expect(pair.length).toBe(2);
    expect(pair[0]).toBe('a');
    expect(reads).toBe(0);
    expect([pair[1], pair[1], [...pair][1]]).toEqual([1, 1, 1]);
    const [, result] = make();
    expect(result).toBe(2);
    expect(JSON.stringify(make())).toBe('["a",3]');
    expect(make().map(String)).toEqual(['a', '4']);
    const read = make();
    const [first] = read;
    expect(first).toBe('a');
    expect(reads).toBe(4);
    expect(read[1]).toBe(5);
    expect(read).toEqual(['a', 5]);
  });

  it('throws the same error however often it is read', () => {
    let runs = 0;
    const readResult = (): never => {
      runs += 1;
      throw new Error(`run ${runs}`);
    };
    const pair = new LazyPair('a', { readResult }, 0);
    expect(() => pair[1]).toThrow('run 1');
    expect(() => [...pair]).toThrow('run 1');
  });
});

describe('patience', () => {
  it.each([true, false])(
    'ends soon for a result behind a slow item of its job, late for one that is on its way, never where that blocks nobody (blocking: %s)',
    (sync) => {
      let started = 0;
      const link = {
        workers: 2,
        warm: true,
        broken: null,
        speculates: false,
        drain: () => false,
        started: () => started,
      };
      const fn = task(import.meta.url, 'patient', (x: number) => x, { pure: true });
      const wire = { url: '', name: '', emits: false, pure: true, sync, captures: null, env: null };
      const call = new Call({
        link: { ...link, send: () => ({ seq: 1, slot: 0 }) } as unknown as Link,
        record: recordOf(fn),
        source: sourceOf(['a', 'b', 'c'], 'visit'),
        stats: new CallStats('patient'),
        bounded: false,
        thrifty: false,
        unordered: false,
        transfer: null,
        chunkSize: 3,
        wire: { ...wire, timeout: null, prompt: false, initializer: null, maxItems: null },
      });
      const chunk = call.shift();
      const patience = (at: number): unknown => chunk && call.patience(chunk, at);
      const starved = sync ? { ms: 3000, started: 0 } : null;
      expect([patience(0), patience(1)]).toEqual([starved, starved]);
      started = 3;
      expect([patience(0), patience(1), patience(2)]).toEqual([{ ms: 250, started }, { ms: 250, started }, null]);
      started = 4;
      expect([patience(0), patience(2)]).toEqual(
        sync
          ? [
              { ms: 3000, started },
              { ms: 3000, started },
            ]
          : [null, null],
      );
    },
  );
});

describe('settings', () => {
  it('says what was expected and what was received', () => {
    expect(() => callSettings({ chunkSize: 0 }, null)).toThrow(
      "options.chunkSize: expected 'auto' or an integer of at least 1, received number 0",
    );
    expect(() => callSettings({ inline: 'no' as 'never' }, null)).toThrow(
      "options.inline: expected 'auto', 'never' or 'always', received string 'no'",
    );
    expect(() => callSettings({ chunk: 1 } as never, null)).toThrow(
      'pool.zip(): options: expected one of chunkSize, timeout, inline, signal, transfer, sharedMemory, onProgress, holes, concurrency, received chunk',
    );
    expect(() => poolSettings({ workers: 1.5 })).toThrow(
      'workers: expected an integer of at least 1, received number 1.5',
    );
    expect(() => callSettings(5 as never, null)).toThrow('options: expected an object, received number 5');
    expect(() => callSettings(null as never, null)).toThrow(/options: expected an object, received null$/);
    expect(() => poolSettings({ resourceLimits: { maxMemory: 5 } as never })).toThrow(
      'resourceLimits: expected one of maxOldGenerationSizeMb, maxYoungGenerationSizeMb, codeRangeSizeMb, stackSizeMb, received maxMemory',
    );
    expect(() => poolSettings({ resourceLimits: { stackSizeMb: '4' } as never })).toThrow(
      "resourceLimits.stackSizeMb: expected a number above 0, received string '4'",
    );
    expect(() => cpuCount(8 as never)).toThrow('cpuCount(options): expected an object, received number 8');
    expect(() => cpuCount({ physical: true } as never)).toThrow(
      'cpuCount(options): expected one of logical, received physical',
    );
    expect(() => cpuCount({ logical: 'no' } as never)).toThrow(
      "options.logical: expected true or false, received string 'no'",
    );
  });
});
