/** Finds out by running a generated loop whether its work could be split from it. */
import { transformSync } from 'esbuild';
import { formOf } from './loopForms.js';
import type { Loop } from './loopTree.js';
import { isAsync, PRELUDE, printLoop } from './printLoop.js';

/** One call of `heavy` or `mix`, with its argument. */
type Work = string;

/** What a loop's functions call while it runs; `copy` and `paste` take and restore all that an iteration may change. */
interface Observer {
  begin(): void;
  work(call: Work): void;
  start(copy: () => unknown, paste: (state: unknown) => void): void;
}

/** More than any generated loop has. */
const MAX_ITERATIONS = 50;

/** Ends a run once all is known. */
class Done extends Error {}

const STATE = ['total', 'out', 'seen', 'table', 'objects', 'given', 'offset', 'drawn'];

/** A loop as JavaScript that tells an observer where each iteration begins, and what work it does. */
function observed(loop: Loop): string {
  const paste = `(state) => {
    ({ total, offset, drawn } = state);
    for (const [own, copy] of [[out, state.out], [table, state.table], [given, state.given]]) {
      own.length = 0;
      Object.assign(own, copy);
      own.length = copy.length;
    }
    seen.clear();
    for (const [key, value] of state.seen) seen.set(key, value);
    for (const [i, { v }] of state.objects.entries()) objects[i].v = v;
  }`;
  const before = `  observer.start(() => structuredClone({ ${STATE.join(', ')} }), ${paste});\n`;
  const text = `${PRELUDE.replace(/function (heavy|mix)\(n: number\): number \{/g, (head, name) => `${head}\n  observer.work('${name} ' + n);`)}
${printLoop(loop, 'run', '      observer.begin();\n', before)}
run();`;
  return transformSync(text, { loader: 'ts', target: 'node20' }).code;
}

/** Runs a loop; what it prints goes nowhere, and an error ends it as an exit does. */
function runWith(code: string, observer: Observer): void {
  const quiet = { log: () => undefined };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is generated here
  const run = new Function('observer', 'console', code) as (o: Observer, c: typeof quiet) => void;
  try {
    run(observer, quiet);
  } catch {
    // `Done`, or what the loop itself throws: `objects[0.3].v`.
  }
}

/**
 * The work of each iteration.
 *
 * @param replayed the iteration that begins with a copy of the state at the loop's start, and is the last; -1 for none
 */
function workOf(code: string, replayed = -1): Work[][] {
  const log: Work[][] = [];
  let [copy, paste]: [unknown, (state: unknown) => void] = [null, () => undefined];
  runWith(code, {
    start(take, restore) {
      [copy, paste] = [take(), restore];
    },
    begin() {
      if (log.length > MAX_ITERATIONS || (replayed >= 0 && log.length > replayed)) throw new Done();
      if (log.length === replayed) paste(copy);
      log.push([]);
    },
    work: (call) => void log.at(-1)?.push(call),
  });
  return log;
}

/**
 * Whether all work of a loop could be done apart from it, on this one run: each iteration is replayed on a copy of the
 * state at the loop's start, and must call `heavy` and `mix` with the arguments that it called them with in the loop, in
 * the same order. What an iteration has written before is thus unseen by its work, and the iterations' work may be done in any
 * order. The items come as the loop gives them; exits and errors end an iteration as they do in the loop, and
 * iterations beyond an exit are not looked at. Null where that cannot be told: of loops with oddities, which differ from run to
 * run or have state of their own, of `async` loops, and of those that do no work.
 *
 * It is no proof: a dependence that this run does not meet is not seen. It is strict, too: a loop whose work could be split
 * in part, or after a cheap part was run ahead, is not splittable.
 */
export function isSplittable(loop: Loop): boolean | null {
  if (loop.odd !== null || isAsync(loop) || formOf(loop.form).isTangled) return null;
  const code = observed(loop);
  const log = workOf(code);
  if (log.every((work) => work.length === 0)) return null;
  return log.every((work, i) => same(work, workOf(code, i)[i]));
}

const same = (a: readonly Work[], b: readonly Work[] = []): boolean =>
  a.length === b.length && a.every((work, i) => work === b[i]);
