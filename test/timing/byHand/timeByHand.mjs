/**
 * A stopwatch as one would write it on the spot: warm-up, seven runs, mean. It shares nothing with `server/timing`, on purpose.
 *
 * Prints one line of JSON: `meanMs` and `stdDevMs` in milliseconds per loop.
 */
import process from 'node:process';

const RUNS = 7;
/** A run of a short loop repeats it for so long, in milliseconds. */
const RUN_MS = 200;
/** A warm-up lasts at least so long, in milliseconds. */
const WARM_UP_MS = 300;

/** @param {() => unknown} loop does the whole loop once, on inputs that it leaves as they are */
export function timeByHand(loop) {
  const write = process.stdout.write;
  // The loop prints as it did, to nowhere: a terminal would be timed, too.
  process.stdout.write = () => true;
  let [warmUps, from] = [0, performance.now()];
  while (warmUps === 0 || performance.now() - from < WARM_UP_MS) {
    loop();
    warmUps += 1;
  }
  const loops = Math.max(1, Math.round((RUN_MS * warmUps) / (performance.now() - from)));
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    from = performance.now();
    for (let i = 0; i < loops; i += 1) loop();
    runs.push((performance.now() - from) / loops);
  }
  process.stdout.write = write;
  const meanMs = runs.reduce((sum, ms) => sum + ms, 0) / RUNS;
  const stdDevMs = Math.sqrt(runs.reduce((sum, ms) => sum + (ms - meanMs) ** 2, 0) / (RUNS - 1));
  console.log(JSON.stringify({ meanMs, stdDevMs }));
}
