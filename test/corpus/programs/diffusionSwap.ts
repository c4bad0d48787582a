const SCALE = Number(process.env.SCALE ?? '1');
const [nx, ny] = [Math.round(60 * SCALE), 30];

class Field {
  current = new Float64Array(nx * ny);
  next = new Float64Array(nx * ny);

  constructor() {
    for (let q = 0; q < nx * ny; q++) this.current[q] = (q * 31) % 101;
  }

  step(c: number): void {
    const { current, next } = this;
    // @loop
    for (let y = 1; y < ny - 1; y++) {
      for (let x = 1; x < nx - 1; x++) {
        const p = y * nx + x;
        next[p] = current[p] + c * (current[p - 1] + current[p + 1] + current[p - nx] + current[p + nx] - 4 * current[p]);
      }
    }
    this.current = next;
    this.next = current;
  }
}

const field = new Field();
for (let t = 0; t < 8; t++) field.step(0.1);
console.log(field.current.reduce((a, b) => a + b).toFixed(6), field.current[nx + 5]);
