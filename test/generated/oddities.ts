/** What keeps a loop, or a part of it, on the calling thread, one for each reason that ordinary numbers and arrays never give. */

export interface Oddity {
  /** Declarations in front of the loop. */
  readonly before?: string;
  /** Declarations behind it. */
  readonly after?: string;
  /** A number. */
  readonly expression: (item: string) => string;
  /** Statements at the beginning of the body, which declare the number `odd`; without them, it is made of `expression`. */
  readonly start?: (item: string) => string;
}

const own = (expression: string): Oddity => ({ expression: (item) => expression.replaceAll('x', item) });

export const ODDITIES: readonly Oddity[] = [
  { expression: () => '(Math.random() < 2 ? 1 : 0)' },
  { expression: () => '(Date.now() > 5 ? 1 : 0)' },
  { expression: () => "(process.env['LOOPS'] ?? 'ab').length" },
  { expression: () => '(Object.keys(process.env).length > 0 ? 1 : 0)' },
  own('signalled(x)'),
  own('1 + told(x)'),
  own('1 + kept(x)'),
  own('opaque(x)'),
  own("JSON.parse('[1, 2]').map((v: number) => heavy(v + x)).length"),
  own("JSON.parse('[1, 2]', (_key, value: unknown) => value).map((v: number) => heavy(v + x)).length"),
  { expression: () => 'next()' },
  { before: '  weak.set(objects, 5);\n', expression: () => '(weak.has(objects) ? 1 : 0)' },
  { before: '  const last = objects[2]!;\n', expression: () => '(objects.indexOf(last) + 1)' },
  {
    expression: () => 'objects[1]!.v',
    start: (item) =>
      `      const chosen = heavy(${item}) % 2 === 0 ? objects[0]! : objects[1]!;\n      chosen.v += 1;\n      const odd = chosen.v;\n`,
  },
  { before: '  const scaled = offset > 5 ? scaler(3) : scaler(4);\n', ...own('scaled(x)') },
  {
    before: '  const by = 2;\n  const times = (n: number): number => heavy(n * by);\n',
    start: (item) => `      const by = mix(${item});\n      const odd = heavy(times(${item}) + by);\n`,
    ...own('times(x)'),
  },
  { after: '  const later = [1, 2];\n', expression: (item) => `(${item} > 1000 ? later.length : 1)` },
  { ...own('heavy(x)'), start: (item) => `      void paused(${item});\n      const odd = heavy(${item});\n` },
  { expression: () => 'proxied.v' },
  { expression: () => "(import.meta.url === '' ? 1 : 2)" },
  {
    before: '  const bytes = new Uint8Array(8);\n  const words = new Uint16Array(bytes.buffer);\n',
    expression: () => 'words[0]!',
    start: (item) => `      bytes[${item} & 3] = heavy(${item});\n      const odd = heavy(words[0]!);\n`,
  },
  {
    expression: () => '(outliving ?? 0)',
    start: (item) =>
      `      if (heavy(${item}) % 2 === 0) var outliving: number | undefined = heavy(${item});\n      const odd = outliving ?? 0;\n`,
  },
  { before: '  const whole = table.reduce((a, b) => a + heavy(b));\n', expression: () => '(whole & 7)' },
  own('far(x)'),
  own('climb(x & 1)'),
  own('ping(x & 3)'),
  { expression: () => 'hitting.w' },
  { expression: () => 'defined.w' },
  {
    expression: () => 'tally.hits',
    start: (item) =>
      `      withTally((t) => {\n        t.hits += heavy(${item}) & 1;\n      });\n      const odd = tally.hits;\n`,
  },
  { expression: () => "(new Error('here').stack === '' ? 1 : 2)" },
];

/** What they need in the module. */
export const ODD_PRELUDE = `import { appendFileSync } from 'node:fs';
import { far } from './lib.js';
const told = (n: number): number => {
  console.log('told', n);
  return heavy(n);
};
const signalled = (n: number): number => {
  process.off('SIGUSR2', () => undefined);
  return heavy(n);
};
const kept = (n: number): number => {
  appendFileSync('kept.txt', String(n));
  return heavy(n);
};
const opaque = new Function('n', 'return (n * 7) % 100') as (n: number) => number;
let following = 0;
const next = (): number => ++following;
const weak = new WeakMap<object, number>();
const scaler =
  (by: number) =>
  (n: number): number =>
    heavy(n * by);
async function paused(n: number): Promise<void> {
  await undefined;
  if (n < 0) out.push(n);
}
function climb(level: number): number {
  let sum = 0;
  for (const x of [1, 2]) sum += heavy(x) + (level > 0 ? climb(level - 1) : 0);
  return sum;
}
const proxied = new Proxy({ v: 2 }, {});
const tally = { hits: 0 };
const withTally = (use: (t: { hits: number }) => void): void => use(tally);
const ping = (n: number): number => (n > 0 ? pong(n - 1) : heavy(tally.hits));
const pong = (n: number): number => {
  tally.hits++;
  return ping(n - 1);
};
const hitting = {
  get w(): number {
    return tally.hits++;
  },
};
const defined = Object.defineProperty({ w: 0 }, 'w', { get: () => tally.hits++ });
`;

/** Loading it can be seen. */
export const LIB = `export function far(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a >>> 20;
}
console.log('lib is loaded');
`;
