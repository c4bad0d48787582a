import workerpool from 'workerpool';
import { chunkOf, oneOf } from './tasks.js';

workerpool.worker({ chunkOf, oneOf });
