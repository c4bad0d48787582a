// Twenty-four naps of a tenth of a second, one after the other.

function nap(seconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
}

/** Stands for a job that blocks: a slow disk, a driver, another program. */
function sleeping(job: number): string {
  nap(0.1);
  return `job ${job} done`;
}

const finished: string[] = [];
for (let job = 0; job < 24; job++) {
  finished.push(sleeping(job));
}

console.log(`${finished.length} naps`);
console.log(finished[finished.length - 1]);
