/** Methods given by their names: without their object, with the index, of classes, instances and objects. */
function fib(n: number): number {
  return !(n >= 2) ? 1 : fib(n - 1) + fib(n - 2);
}
class Score {
  static factor = 3;
  static plain(n: number): number {
    return fib(n);
  }
  static indexed(n: number, by = 1): number {
    return fib(n) + by;
  }
  static scaled(n: number): number {
    return fib(n) * (this?.factor ?? 1);
  }
  static viaName(n: number): number {
    return fib(n) * Score.factor;
  }
  static counted(...all: unknown[]): number {
    return fib(4) + all.length;
  }
  static asked(n: number): number {
    return fib(n) + arguments.length;
  }
  constructor(private readonly by: number) {}
  of(n: number): number {
    return fib(n) + (this?.by ?? 0);
  }
}
class Twice extends Score {
  static override plain(n: number): number {
    return fib(n) * 2;
  }
}
class Pure {
  static cost(n: number): number {
    return fib(n);
  }
  static indexed(n: number, by = 1): number {
    return fib(n) + by;
  }
  static label({ size }: { size: number }): string {
    if (size === 6) throw new RangeError(`no ${size}`);
    return `${fib(size)}`;
  }
}
const tools = { cost: (n: number): number => fib(n), plain(n: number): number { return fib(n) + 1; } };
let chosen = { cost: (n: number): number => fib(n) };
const sizes = [4, 5, 6];
console.log(sizes.map(Pure.cost), sizes.map(Pure.indexed), Array.from(new Set(sizes), Pure.indexed));
console.log(sizes.filter(Pure.cost).length, sizes.findLast(Pure.indexed), [5, , 6].map(Pure.cost as (n?: number) => number));
try {
  console.log(sizes.map((size) => ({ size })).map(Pure.label));
} catch (error) {
  console.log(String(error));
}
console.log(sizes.map(Score.plain), sizes.map(Score.indexed), sizes.filter(Score.plain).length);
console.log(sizes.map(Score.scaled), sizes.map(Score.counted), sizes.map(Score.asked), sizes.map(Twice.plain));
Score.factor = 5;
console.log(sizes.map(Score.viaName), sizes.findIndex((n) => Score.viaName(n) > 30));
console.log(sizes.map(tools.cost), sizes.map(tools.plain), sizes.map(chosen.cost));
chosen = { cost: (n: number): number => -fib(n) };
console.log(sizes.map(chosen.cost));
const score = new Score(2);
console.log(sizes.map(score.of), sizes.map(score.of, score), sizes.map((n) => score.of(n)));
console.log(['7', '8', '9'].map(parseInt), ['7', '8'].map(Number.parseFloat), sizes.map(Math.sqrt), sizes.map(String));
(Score as { plain: (n: number) => number }).plain = (n) => -n;
console.log(sizes.map(Score.plain));
