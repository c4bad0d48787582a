import { work } from './lib/work.js';

class Scorer {
  private calls = 0;
  constructor(readonly weight: number) {}
  score(x: number): number {
    return work(x + this.calls++) * this.weight;
  }
  all(xs: readonly number[]): number[] {
    // @loop
    return xs.map((x) => this.score(x));
  }
}
console.log(new Scorer(3).all(Array.from({ length: 30 }, (_, i) => i)).join(' '));
