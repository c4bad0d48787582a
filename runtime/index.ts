/** looppool: turns loops into pools. */
import { writeStatsAtExit } from './inline/stats.js';

export { cpuCount } from './cpuCount.js';
export { PoolError, TaskError, type TaskErrorCode } from './errors.js';
export { inTurn } from './items/inTurn.js';
export { keysIn } from './items/keysIn.js';
export { Pool, pool, type Indexed } from './pool.js';
export type { Progress } from './progress.js';
export { Range, range } from './items/range.js';
export type { Sequence } from './items/sequence.js';
export type { Awaiting, CallOptions, Inline, PoolOptions, SubmitOptions, ZipOptions } from './settings.js';
export type { PoolStats } from './inline/stats.js';
export { task, type Emits, type TaskContext, type TaskFunction, type TaskOptions } from './task.js';

writeStatsAtExit(process.env['LOOPPOOL_STATS']);
