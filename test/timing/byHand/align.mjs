import { alignAll, reads, reference } from './align.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => alignAll(reference, reads));
