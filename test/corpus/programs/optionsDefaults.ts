const SCALE = Number(process.env.SCALE ?? '1');

interface Plan {
  label: string;
  monthly: number;
  years?: number;
  rate?: number;
  fees?: { yearly?: number };
}

const plans: Plan[] = [
  { label: 'safe', monthly: 100, rate: 0.01 },
  { label: 'mixed', monthly: 150, years: 20 },
  { label: 'bold', monthly: 80, years: 30, rate: 0.08, fees: { yearly: 0.012 } },
  { label: 'late', monthly: 400, years: 8, fees: {} },
];

function endValue(monthly: number, months: number, rate: number, fee: number): number {
  let value = 0;
  for (let round = 0; round < 10 * SCALE; round++) {
    value = 0;
    for (let m = 0; m < months; m++) value = (value + monthly) * (1 + (rate - fee) / 12);
  }
  return value;
}

// @loop
const outcomes = plans.map(({ label, monthly, years = 10, rate = 0.05, ...rest }) => {
  const fee = rest.fees?.yearly ?? 0.002;
  return { label, paid: monthly * years * 12, value: Math.round(endValue(monthly, years * 12, rate, fee) * 100) / 100 };
});
console.log(outcomes.map((o) => `${o.label}: ${o.paid} -> ${o.value}`).join('\n'));
