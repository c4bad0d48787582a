import { beds, infections, recoveries, simulate } from './sweep.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => {
  const overwhelmed = [];
  const peaks = new Map();
  for (const infection of infections) {
    for (const recovery of recoveries) {
      const { peak, peakAt } = simulate(infection, recovery);
      peaks.set(`${infection.toFixed(2)}/${recovery.toFixed(2)}`, peak);
      if (peak > beds) overwhelmed.push({ infection, recovery, peakAt });
    }
  }
  return [overwhelmed, peaks];
});
