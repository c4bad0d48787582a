const SCALE = Number(process.env.SCALE ?? '1');

class Plasma {
  readonly #width: number;
  readonly #phase: number;

  constructor(width: number, phase: number) {
    this.#width = width;
    this.#phase = phase;
  }

  #row(y: number): number[] {
    return Array.from({ length: this.#width }, (_, x) => {
      let v = 0;
      for (let k = 1; k <= 6; k++) v += Math.sin((x * k + y) / 9 + this.#phase) / k;
      return Math.round(v * 1e6);
    });
  }

  render(height: number): number[][] {
    // @loop
    return Array.from({ length: height }, (_, y) => this.#row(y));
  }
}

const rows = new Plasma(Math.round(50 * SCALE), 0.3).render(20);
console.log(rows.map((row) => row.reduce((a, b) => a + b, 0)).join(' '));
