const SCALE = Number(process.env.SCALE ?? '1');
const bodies = Array.from({ length: 40 * SCALE }, (_, k) => ({ x: Math.cos(k) * k, y: Math.sin(k) * k, m: 1 + (k % 3) }));
const forces = new Array(bodies.length);
// @loop
for (let i = 0; i < bodies.length; i++) {
  let fx = 0;
  let fy = 0;
  for (let j = 0; j < bodies.length; j++) {
    if (i === j) continue;
    const dx = bodies[j].x - bodies[i].x;
    const dy = bodies[j].y - bodies[i].y;
    const d = Math.sqrt(dx * dx + dy * dy + 0.01);
    fx += (bodies[j].m * dx) / (d * d * d);
    fy += (bodies[j].m * dy) / (d * d * d);
  }
  forces[i] = { fx, fy };
}
console.log(forces.map((f) => f.fx.toFixed(5) + ',' + f.fy.toFixed(5)).join(' '));
