/** One run of one version of the loop, with all that the rest of the program could notice of it. */
import { writeSync } from 'node:fs';
import { unpackValues } from '../values/copying.js';
import type { ModuleBindings } from '../values/moduleBindings.js';
import { noteWrites, takeWrites, type Write } from '../values/notedWrites.js';
import { queueDelayMs, threadCpuMs } from './threadTimes.js';
import { OUTPUT_LIMIT_MB, PRINTED_TOO_MUCH, type Bench, type BenchResult, type Outcome } from '../protocol.js';

export interface Subject {
  readonly bench: Bench;
  /** The recorded inputs. */
  readonly packed: Uint8Array;
  /** Names whose values after the loop belong to its result. */
  readonly results: readonly string[];
  /** Variables of other modules, in the copies that this version has loaded. */
  readonly modules: ModuleBindings;
  /** Inputs that the loop is known to leave as they are, so that the next run can have them again. */
  reused: Record<string, unknown> | null;
  /** The loop is so short that the delays of one run cannot be measured. */
  short: boolean;
}

export interface OneRun {
  /** Wall-clock time of the loop alone. */
  readonly ms: number;
  /** CPU time of this thread meanwhile: others may still be starting. Of the whole process where the system does not tell, or the loop is too short to ask. */
  readonly cpuMs: number;
  /** Time in which this thread could have run but another program did; 0 for a loop that is too short to tell. */
  readonly delayMs: number;
  readonly inputs: Record<string, unknown>;
  readonly outcome: Outcome;
  /** What it wrote to files, while that is watched. */
  readonly writes: readonly Write[];
  /** Rejections that it left unhandled, in words, where somebody waited for them. */
  readonly unhandledRejection: string;
}

/** Runs the loop on fresh inputs; they are made, and its output is caught, outside the measured time. */
export async function runOnce(subject: Subject): Promise<OneRun> {
  const { bench, results, modules } = subject;
  const inputs = subject.reused ?? unpackValues(subject.packed);
  if (!subject.reused) modules.restore(inputs);
  bench.set(inputs);
  const out: BenchResult = {};
  catchOutput();
  let returned: unknown;
  let error: unknown;
  let failed = false;
  noteWrites();
  const threadBefore = subject.short ? null : threadCpuMs();
  const cpuBefore = process.cpuUsage();
  const delayBefore = subject.short ? 0 : queueDelayMs();
  const before = performance.now();
  let ms: number;
  try {
    returned = bench.run.call(inputs['this'], inputs, out);
    if (isThenable(returned)) returned = await returned;
    if (isThenable(out.value)) out.value = await out.value;
    ms = performance.now() - before;
  } catch (thrown) {
    ms = performance.now() - before;
    failed = true;
    error = thrown;
  } finally {
    caught.on = false;
  }
  const writes = takeWrites();
  const cpu = process.cpuUsage(cpuBefore);
  const threadAfter = subject.short ? null : threadCpuMs();
  const delayMs = subject.short ? 0 : queueDelayMs() - delayBefore;
  const left = failed ? 'throw' : (out.left ?? 'return');
  const after: Record<string, unknown> = {};
  for (const name of results) {
    const given = out.after && name in out.after;
    // After an error, nobody sees what the loop itself would have declared.
    if (given || !failed) after[name] = given ? out.after![name] : inputs[name];
  }
  modules.readInto(inputs);
  const value = left === 'return' ? returned : out.value;
  return {
    ms,
    cpuMs: threadBefore !== null && threadAfter !== null ? threadAfter - threadBefore : (cpu.user + cpu.system) / 1000,
    delayMs,
    inputs,
    writes,
    unhandledRejection: '',
    outcome: {
      left,
      value,
      error,
      after,
      modules: modules.among(inputs),
      stdout: caught.stdout.join(''),
      stderr: caught.stderr.join(''),
    },
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

const caught: { on: boolean; size: number; stdout: string[]; stderr: string[] } = {
  on: false,
  size: 0,
  stdout: [],
  stderr: [],
};
let watching = false;

/** Keeps what the loop prints from the terminal, and for the comparison. */
function catchOutput(): void {
  if (!watching) {
    watch(process.stdout, 'stdout');
    watch(process.stderr, 'stderr');
    watching = true;
  }
  caught.stdout.length = 0;
  caught.stderr.length = 0;
  caught.size = 0;
  caught.on = true;
}

function watch(stream: NodeJS.WriteStream, name: 'stdout' | 'stderr'): void {
  const original = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
    if (!caught.on) return original(chunk, encoding, done);
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('latin1');
    caught[name].push(text);
    caught.size += text.length;
    if (caught.size > OUTPUT_LIMIT_MB * 1e6) {
      writeSync(2, `${PRINTED_TOO_MUCH}\n`);
      process.exit(1);
    }
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') process.nextTick(callback);
    return true;
  };
}
