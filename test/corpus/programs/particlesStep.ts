const SCALE = Number(process.env.SCALE ?? '1');

class Particle {
  constructor(
    public x: number,
    public v: number,
  ) {}
  step(dt: number, pull: (x: number) => number): void {
    for (let k = 0; k < 50 * SCALE; k++) {
      this.v += pull(this.x) * dt;
      this.x += this.v * dt;
    }
  }
}

const spring = (x: number): number => -2 * x + 0.1 * Math.sin(3 * x);
const particles = Array.from({ length: 40 }, (_, i) => new Particle(i / 10 - 2, 0));
// @loop
for (const particle of particles) {
  particle.step(0.01, spring);
}
console.log(particles.map((p) => `${p.x.toFixed(5)}/${p.v.toFixed(5)}`).join(' '));
