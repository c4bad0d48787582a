import { data, runChain, steps } from './mcmc.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => {
  const chains = [];
  for (let seed = 1; seed <= 8; seed++) {
    const chain = runChain(seed, steps, data);
    chains.push(chain);
    console.log(
      `chain ${seed}: mean ${chain.mean.toFixed(5)}, ${((chain.accepted / steps) * 100).toFixed(1)} % accepted`,
    );
  }
  return chains;
});
