import { seeded } from './lib/random.js';

const SCALE = Number(process.env.SCALE ?? '1');
const draw = seeded(11);
const groups: Record<string, number[]> = {};
for (const name of ['control', 'low', 'medium', 'high', 'placebo', 'washout']) {
  groups[name] = Array.from({ length: Math.round(200 * SCALE) }, () => draw() * 10 + name.length);
}

const quantile = (sorted: readonly number[], p: number): number => {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
};

// @loop
const table = Object.entries(groups).map(([name, values]) => {
  const sorted = values.toSorted ? values.toSorted((a, b) => a - b) : [...values].sort((a, b) => a - b);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const spread = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  return [name, { mean, sd: Math.sqrt(spread), median: quantile(sorted, 0.5), iqr: quantile(sorted, 0.75) - quantile(sorted, 0.25) }] as const;
});
console.log(JSON.stringify(Object.fromEntries(table)));
