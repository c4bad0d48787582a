/** Random nests of loops over rows and elements of arrays of numbers, as text: what numeric programs do, and what only looks like it. */
import * as fc from 'fast-check';

export interface Nest {
  /** The arrays are fields, and the loop stands in a method. */
  readonly inMethod: boolean;
  readonly rounds: number;
  /** How the loop counts: up or down, by one or by two. */
  readonly head: string;
  readonly body: readonly Statement[];
}

type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'counter'; readonly pick: number }
  | { readonly kind: 'place'; readonly pick: number }
  | { readonly kind: 'sum'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly argument: Expression };

type Statement =
  | {
      readonly kind: 'assign';
      readonly place: number;
      readonly operator: '=' | '+=' | '*=';
      readonly value: Expression;
    }
  | { readonly kind: 'loop'; readonly from: number; readonly to: number; readonly body: readonly Statement[] }
  | { readonly kind: 'if'; readonly test: Expression; readonly body: readonly Statement[] }
  | { readonly kind: 'jump'; readonly test: Expression; readonly pick: number }
  | { readonly kind: 'push'; readonly value: Expression };

const pick = fc.nat(999);
const { statement } = fc.letrec<{ expression: Expression; statement: Statement }>((tie) => {
  const body = fc.array(tie('statement'), { minLength: 1, maxLength: 3 });
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('number' as const), value: fc.nat(4) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('counter' as const), pick }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('place' as const), pick }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: fc.constant('sum' as const), left: tie('expression'), right: tie('expression') }),
      },
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('call' as const), argument: tie('expression') }) },
    ),
    statement: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant('assign' as const),
          place: pick,
          operator: fc.constantFrom('=' as const, '+=' as const, '*=' as const),
          value: tie('expression'),
        }),
      },
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('loop' as const), from: pick, to: pick, body }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('if' as const), test: tie('expression'), body }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), test: tie('expression'), pick }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('push' as const), value: tie('expression') }) },
    ),
  };
});

export const nests: fc.Arbitrary<Nest> = fc.record({
  inMethod: fc.boolean(),
  rounds: fc.constantFrom(4, 4, 3, 5),
  head: fc.constantFrom(
    ...['let i = 0; i < N; i++', 'let i = 0; i < N; i++', 'let i = 0; i < N; i++', 'let i = N - 1; i >= 0; i--'],
    ...['let i = 1; i < N; i += 2', 'let i = 1; i < N - 1; i++'],
  ),
  body: fc.array(statement, { minLength: 1, maxLength: 3 }),
});

export const HELPERS = `function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 200; k++) a = (Math.imul(a, 31) + k) | 0;
  return a >>> 20;
}
`;

/** @param name of the exported function that runs the nest and gives back what has become of everything */
export function printNest({ inMethod, rounds, head, body }: Nest, name: string): string {
  const own = inMethod ? 'this.' : '';
  const field = (text: string): string => (inMethod ? `  ${text.replace(/^const /, '')}` : `  ${text}`);
  const state = [
    'const m: number[][] = Array.from({ length: 4 }, (_, a) => Array.from({ length: 4 }, (_, b) => a * 3 + b + 1));',
    'const w: Float32Array[] = Array.from({ length: 4 }, (_, a) => Float32Array.from({ length: 4 }, (_, b) => a / 3 + b));',
    'const s: number[] = [1, 2, 3, 4];',
    'const h: number[] = new Array<number>(3);',
    'const f: Float64Array = new Float64Array(4);',
    'const g: Float64Array = Float64Array.from({ length: 16 }, (_, a) => a / 7);',
    'const out: number[] = [];',
  ].map(field);
  const seed = inMethod ? '' : '  const seed = 3;';
  const loop = `    for (${head.replace('N', String(rounds))}) ${braced(printAll(body, ['i'], own, '      '), '    ', body)}`;
  const caught = `  try {\n${loop}\n  } catch (error) {\n    ${own}out.push((error as Error).message.length);\n  }`;
  const all = ['m', 'w', 's', 'h', 'f', 'g', 'out'].map((each) => `${own}${each}`).join(', ');
  const shown = `  return [${all}];`;
  if (!inMethod)
    return `export function ${name}(): unknown[] {\n${state.join('\n')}\n${seed}\n  const of = (n: number): number => mix(n + seed);\n${caught}\n${shown}\n}\n`;
  return `class Nest${name} {\n${state.join('\n')}\n  constructor(readonly seed: number) {}\n  of(n: number): number {\n    return mix(n + this.seed + this.f.length);\n  }\n  run(): unknown[] {\n${caught}\n${shown}\n  }\n}\nexport const ${name} = (): unknown[] => new Nest${name}(3).run();\n`;
}

const printAll = (body: readonly Statement[], counters: readonly string[], own: string, indent: string): string =>
  body.map((one) => print(one, counters, own, indent)).join('');

function print(node: Statement, counters: readonly string[], own: string, indent: string): string {
  const value = (e: Expression): string => printExpression(e, counters, own);
  const inner = (body: readonly Statement[], more: readonly string[] = []): string =>
    printAll(body, [...counters, ...more], own, `${indent}  `);
  switch (node.kind) {
    case 'assign':
      return `${indent}${placeOf(node.place, counters, own)} ${node.operator} ${value(node.value)};\n`;
    case 'loop': {
      const counter = 'ijkl'.charAt(counters.length);
      if (counters.length > 2) return inner(node.body).replaceAll(`${indent}  `, indent);
      const from = among(['0', '0', '0', '1', 'i', 'i + 1', 'i + 1', 'i - 1'], node.from);
      const to = among(['4', '4', '3', 'i', `${own}m.length`, `${own}m[i]!.length`], node.to);
      const head =
        node.from % 5 === 4
          ? `let ${counter} = ${to} - 1; ${counter} >= ${from}; ${counter}--`
          : `let ${counter} = ${from}; ${counter} < ${to}; ${counter}${node.to % 5 === 4 ? ' += 2' : '++'}`;
      return `${indent}for (${head}) ${braced(inner(node.body, [counter]), indent, node.body)}\n`;
    }
    case 'if':
      return `${indent}if (${value(node.test)} > 4) {\n${inner(node.body)}${indent}}\n`;
    case 'jump':
      return `${indent}if (${value(node.test)} > 90) ${among(['continue', 'break'], node.pick)};\n`;
    case 'push':
      return `${indent}${own}out.push(${value(node.value)});\n`;
  }
}

/** A body, which stands without braces where it is one statement of the kinds that are often written so. */
function braced(text: string, indent: string, [only, more]: readonly Statement[]): string {
  const isOne = only && !more && (only.kind === 'assign' || text.startsWith(`${indent}  for `));
  return isOne ? `\n${text.trimEnd()}` : `{\n${text}${indent}}`;
}

function printExpression(node: Expression, counters: readonly string[], own: string): string {
  const inner = (e: Expression): string => printExpression(e, counters, own);
  switch (node.kind) {
    case 'number':
      return String(node.value);
    case 'counter':
      return among(counters, node.pick);
    case 'place':
      return placeOf(node.pick, counters, own);
    case 'sum':
      return `(${inner(node.left)} / 2 + ${inner(node.right)})`;
    case 'call':
      return `${own}of(${inner(node.argument)})`;
  }
}

/** Mostly what belongs to the iteration `i`, now and then something else. */
function placeOf(choice: number, counters: readonly string[], own: string): string {
  const last = counters.at(-1)!;
  const second = counters[1] ?? 'i';
  const mine = [
    `m[i]![${last}]!`,
    `s[i]!`,
    `m[i]![${second}]!`,
    `f[i]!`,
    `w[i]![${last}]!`,
    `m[i]![${last}]!`,
    `g[i * 4 + ${last}]!`,
    `h[i]!`,
  ];
  const shifted = [
    `g[(i + 1) * 4 + ${last}]!`,
    `g[(i - 1) * 4 + ${second}]!`,
    `g[(i + 1) * 4 + ((${last} + 1) % 4)]!`,
    `g[i * 4 + ((${last} + 3) % 4)]!`,
    `g[${last} * 4 + i]!`,
    `g[${second} * 4 + i]!`,
    `g[(${second} - 1) * 4 + i]!`,
    `g[(${last} + 1) * 4 + i]!`,
    `g[4 * ${second} + ${last}]!`,
    `g[2 * i + ${last}]!`,
    `g[2 * ${last} + 1]!`,
    `s[i + 1]!`,
    `s[i - 1]!`,
    `m[${last}]![${second}]!`,
    `m[${second}]![${last}]!`,
  ];
  const others = [`m[${last}]![i]!`, `s[${last}]!`, `f[3 - i]!`, `m[(i + 1) % 4]![${last}]!`, `m[i]![0]!`];
  const places = [...Array.from({ length: 6 }, () => mine).flat(), ...shifted, ...others];
  return own + among(places, choice);
}

const among = (names: readonly string[], choice: number): string => names[choice % names.length]!;
