/**
 * Whether it matters in which order a loop that stays a loop runs its iterations: evidence about the recorded data, never a proof.
 *
 * The loop is run on copies of its inputs, as it is and with its iterations forward, backward and shuffled, and what the rest of the program
 * could notice is compared: variables after the loop, what they hold, its value, printed text, files written. That is dynamic
 * commutativity analysis: C. Vasiladiotis, R. Castañeda Lozano, M. Cole, B. Franke, "Loop Parallelization Using Dynamic
 * Commutativity Analysis", CGO 2021.
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { JudgedLoop, Witness } from '../model.js';
import type { Sides } from './values/compare.js';
import type { Order } from './values/iterationOrder.js';
import { permuted, refuse, type Permuted } from './bench/permuted.js';
import { inSession, reachLoop, type ReachRequest } from './reachLoop.js';
import { runMeasure } from './measure/runMeasure.js';
import type { Session } from './process/session.js';
import { TimingError } from './timingError.js';
import { writeVersion } from './bench/writeVersion.js';

const ORDERS: readonly Order[] = ['forward', 'backward', 'shuffled'];

/** The least that an order may take, in milliseconds. */
const LEAST_MS = 10_000;
/** And so many times as long as running the loop twice as it is: in another order it may be endless. */
const PATIENCE = 5;

/** Whether the iterations of a loop can be put into another order, as far as its text shows. */
export function canBeTried(file: string, text: string, { site }: JudgedLoop): boolean {
  try {
    permuted(file, text, { ...site.span, anchor: site.anchor.start }, 'forward');
    return true;
  } catch {
    return false;
  }
}

/**
 * @throws TimingError with one clear line where the loop is not reached, its iterations cannot be put into another order, or the loop gives
 *   something else whenever it runs
 */
export async function tryOrders(request: ReachRequest): Promise<Witness> {
  // What cannot be permuted is not run.
  permute(request, 'forward');
  return await inSession(request, (session) => compareOrders(request, session));
}

function permute({ file, text, loop: { site } }: ReachRequest, order: Order): Permuted {
  return permuted(file, text, { ...site.span, anchor: site.anchor.start }, order);
}

async function compareOrders(request: ReachRequest, session: Session): Promise<Witness> {
  const { text, loop } = request;
  const file = realpathSync(request.file);
  const reached = await reachLoop(request, session, new Map([[file, text]]));
  const { mirror, recorded } = reached;
  const version = { file, record: recorded.record };
  const serial = writeVersion('serial', mirror, { ...version, text, loop: loop.site.span, others: [] });
  const other = mirror.copyTo(path.join(session.folder, 'b'));

  const started = performance.now();
  const twice = await compareWith('again', { ...loop.site.span, text, counters: [] }, [
    'the first time',
    'the second time',
  ]);
  if (twice.difference !== null)
    throw new TimingError(
      `Nothing can be said about the order of the iterations: the loop gives something else whenever it runs (${twice.difference}).`,
    );
  const limitMs = Math.max(LEAST_MS, PATIENCE * (performance.now() - started));
  const tried: Order[] = [];
  for (const order of ORDERS) {
    request.onProgress?.(`running the iterations ${order}`);
    const { difference, whyInOrder } = await compareWith(order, permute(request, order), ['as it is', order], limitMs);
    if (whyInOrder !== null) refuse(whyInOrder);
    if (order === 'forward' && difference !== null)
      refuse(`with its items or indices taken down beforehand it gives something else already (${difference})`);
    tried.push(order);
    if (difference !== null) return { orders: tried, difference: `${order}: ${difference}`, assuming: false };
  }
  return { orders: tried, difference: null, assuming: false };

  async function compareWith(name: string, copy: Permuted, sides: Sides, limit?: number) {
    const written = writeVersion('parallel', other, {
      ...version,
      text: copy.text,
      loop: copy,
      others: serial.results,
    });
    const { measurement } = await runMeasure(
      {
        ...reached.process,
        mirror: other,
        results: serial.results.filter((one) => !copy.counters.includes(one)),
        // What it writes is looked at, whatever the analysis knows.
        oneLoop: true,
        onProgress: undefined,
      },
      {
        name: `order-${name}`,
        benches: [serial.bench, written.bench],
        runs: 0,
        budgetMs: 0,
        env: {},
        limitMs: limit,
        sides,
        doing: name === 'again' ? 'running the loop on copies of its inputs' : `running its iterations ${name}`,
      },
    );
    return measurement;
  }
}
