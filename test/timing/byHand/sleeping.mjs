import { sleeping } from './sleeping.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => {
  const finished = [];
  for (let job = 0; job < 24; job++) {
    finished.push(sleeping(job));
  }
  return finished;
});
