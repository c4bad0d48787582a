import { curves, fitDecay } from './fitMany.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => {
  const fits = new Map();
  curves.forEach((curve) => {
    const fit = fitDecay(curve);
    if (fit.residual / curve.values.length > 0.02) console.log(`${curve.name} does not decay like that`);
    fits.set(curve.name, fit);
  });
  return fits;
});
