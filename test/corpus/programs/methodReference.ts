import { work } from './lib/work.js';

class Scorer {
  constructor(readonly weight: number) {}
  score(x: number): number {
    return work(x) * this.weight;
  }
  all(xs: readonly number[]): number[] {
    // @loop
    return xs.map(this.score, this);
  }
}
console.log(new Scorer(3).all(Array.from({ length: 30 }, (_, i) => i)).join(' '));
