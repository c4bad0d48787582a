// An epidemic under 900 combinations of infection and recovery: which peaks are too high, and when do they come?

/** Susceptible, infected, recovered, in small steps of time; a tenth of the immunity is lost per unit of time. */
function simulate(infection, recovery) {
  const step = 0.0025;
  let [susceptible, infected] = [0.999, 0.001];
  let [peak, peakAt] = [infected, 0];
  for (let time = 0; time < 200; time += step) {
    const recovered = 1 - susceptible - infected;
    const caught = infection * susceptible * infected;
    susceptible += step * (0.1 * recovered - caught);
    infected += step * (caught - recovery * infected);
    if (infected > peak) [peak, peakAt] = [infected, time];
  }
  return { peak, peakAt, remaining: infected };
}

const infections = Array.from({ length: 30 }, (_, i) => 0.2 + i * 0.05);
const recoveries = Array.from({ length: 30 }, (_, i) => 0.05 + i * 0.02);

const beds = 0.3;
const overwhelmed = [];
const peaks = new Map();
for (const infection of infections) {
  for (const recovery of recoveries) {
    const { peak, peakAt } = simulate(infection, recovery);
    peaks.set(`${infection.toFixed(2)}/${recovery.toFixed(2)}`, peak);
    if (peak > beds) overwhelmed.push({ infection, recovery, peakAt });
  }
}

const earliest = overwhelmed.reduce((first, one) => (one.peakAt < first.peakAt ? one : first));
const mean = [...peaks.values()].reduce((sum, peak) => sum + peak, 0) / peaks.size;
console.log(`${peaks.size} combinations, ${overwhelmed.length} with too few beds, mean peak ${mean.toFixed(6)}`);
console.log(
  `earliest at ${earliest.peakAt.toFixed(2)}, infection ${earliest.infection.toFixed(2)}, recovery ${earliest.recovery.toFixed(2)}`,
);
