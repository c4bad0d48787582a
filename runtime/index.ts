/** looppool: turns loops into pools. */
import { writeStatsAtExit } from './stats.js';

export { cpuCount } from './cpuCount.js';
export { PoolError, TaskError, type TaskErrorCode } from './errors.js';
export { inTurn } from './inTurn.js';
export { keysIn } from './keysIn.js';
export { Pool, pool, type Indexed } from './pool.js';
export type { Progress } from './progress.js';
export { Range, range } from './range.js';
export type { Sequence } from './sequence.js';
export type { Awaiting, CallOptions, Inline, PoolOptions, SubmitOptions, ZipOptions } from './settings.js';
export type { PoolStats } from './stats.js';
export { task, type Emits, type TaskContext, type TaskFunction, type TaskOptions } from './task.js';

writeStatsAtExit(process.env['LOOPPOOL_STATS']);
