import { work } from './lib/work.js';

interface Plan {
  name: string;
  steps: number[];
}

const plans: Plan[] = Array.from({ length: 36 }, (_, i) => ({ name: `plan ${i}`, steps: [i, i * i, 3 * i + 1] }));
const cost = ({ steps }: Plan): number => steps.reduce((sum, step) => sum + work(step), 0);
// @loop
const best = plans.reduce<{ plan: Plan | null; cost: number }>(
  (soFar, plan) => {
    const mine = cost(plan);
    return mine < soFar.cost ? { plan, cost: mine } : soFar;
  },
  { plan: null, cost: Infinity },
);
console.log(best.plan?.name, best.cost, plans.includes(best.plan as Plan));
