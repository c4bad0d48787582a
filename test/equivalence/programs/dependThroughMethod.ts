// State in an object literal with methods, a class with private fields, a Map entry.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
class Stack {
  #items: number[] = [];
  push(x: number): void {
    this.#items.push(x);
  }
  top(): number {
    return this.#items.at(-1) ?? 0;
  }
}
function main(): void {
  const stack = new Stack();
  for (const x of [1, 2, 3]) {
    const h = mix(x + stack.top());
    stack.push(h);
    console.log(h);
  }
  const table = new Map<string, { n: number }>([['a', { n: 1 }]]);
  const entry = table.get('a')!;
  for (const x of [1, 2, 3]) {
    const h = mix(x + entry.n);
    table.get('a')!.n = h;
    console.log(h);
  }
  const groups: Record<string, number[]> = {};
  for (const x of [1, 2, 3]) {
    const h = mix(x + (groups['k']?.length ?? 0));
    (groups['k'] ??= []).push(h);
    console.log(h);
  }
  const flags: { done?: boolean } = {};
  for (const x of [1, 2, 3]) {
    const h = mix(x + ('done' in flags ? 1 : 0));
    flags.done = h !== 0;
    console.log(h);
  }
  const args: number[] = [];
  for (const x of [1, 2, 3]) {
    const h = mix(Math.max(x, ...args));
    args.push(h & 7);
    console.log(h);
  }
  let [a, b] = [0, 1];
  for (const x of [1, 2, 3]) {
    const h = mix(x + a);
    [a, b] = [b, h];
    console.log(h);
  }
  let last: number | undefined;
  for (const x of [1, 2, 3]) {
    last = mix(x + (last ?? 0));
    console.log(last);
  }
}
main();
