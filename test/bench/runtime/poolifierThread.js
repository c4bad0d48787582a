import { ThreadWorker } from 'poolifier';
import { chunkOf, oneOf } from './tasks.js';

export default new ThreadWorker({ chunkOf, oneOf });
