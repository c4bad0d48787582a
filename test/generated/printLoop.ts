/** Writes a loop tree as the TypeScript of a function that runs it and prints what has become of its state. */
import { formOf } from './loopForms.js';
import type { Expression, Loop, Statement, Word } from './loopTree.js';
import { LIB, ODD_PRELUDE, ODDITIES, type Oddity } from './oddities.js';
import type { Files } from '../support/project.js';

const ITEMS = ['[1, 2, 3, 4, 5, 6]', '[5, 3, 5, 2, 7]', 'items', 'items.slice(1)'];

/** What statements may read and write. */
interface Scope {
  readonly numbers: readonly string[];
  readonly lets: readonly string[];
  readonly lists: readonly string[];
  /** What ends this iteration, and what ends the innermost loop. */
  readonly jumps: readonly string[];
}

/** The start of a program of generated loops: work that is worth a thread, and state of the module. */
export const PRELUDE = `function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a >>> 20;
}
function heavy(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 20; k++) a = (a + mix(a + k)) | 0;
  return a & 1023;
}
let total = 0;
const out: number[] = [];
const seen = new Map<number, number>();
const table = [3, 1, 4, 1, 5];
const items = [4, 1, 3, 2];
const record: Record<string, number> = { a: 4, b: 1, c: 7, d: 2 };
let drawn = 7;
function draw(): number {
  drawn = (drawn * 16807) % 2147483647;
  return drawn % 10;
}
function* counted(n: number): Generator<number> {
  for (let k = 0; k < n; k++) yield k * 3;
}
function* drawing(n: number): Generator<number> {
  for (let k = 0; k < n; k++) yield draw();
}
const anew = (n: number): AsyncIterable<number> => ({
  async *[Symbol.asyncIterator]() {
    for (let k = 0; k < n; k++) yield k * 3;
  },
});
const second = ([, value]: readonly number[]): number => value!;
const held = ({ v }: { readonly v: number }): number => v;
const pause = async (): Promise<void> => {};
const reset = (): void => {
  total = 0;
  out.length = 0;
  seen.clear();
  drawn = 7;
};
`;

/** Printed between one loop and the next. */
export const MARK = '---- next loop';

/** A program that runs each of some loops. */
export function programOf(loops: readonly Loop[]): Files {
  const functions = loops.map((loop, i) => printLoop(loop, `loop${i}`));
  const calls = loops.map(
    (loop, i) => `${isAsync(loop) ? 'await ' : ''}loop${i}();\nreset();\nconsole.log('${MARK}');`,
  );
  if (loops.every(({ odd }) => odd === null)) return { 'main.ts': [PRELUDE, ...functions, ...calls].join('\n') };
  const kept = `if (existsSync('kept.txt')) console.log(readFileSync('kept.txt', 'utf8'));\nrmSync('kept.txt', { force: true });`;
  return {
    'main.ts': [
      `import { existsSync, readFileSync, rmSync } from 'node:fs';\n${ODD_PRELUDE}${PRELUDE}`,
      ...functions,
      ...calls,
      kept,
    ].join('\n'),
    'lib.ts': LIB,
  };
}

export const isAsync = ({ form }: Loop): boolean => formOf(form).isAsync ?? false;

const oddityOf = ({ odd }: Loop): Oddity | null => (odd === null ? null : ODDITIES[odd % ODDITIES.length]!);

/** What stands in the line before a generated loop. */
export const LOOP_BELOW = '// the loop';

/**
 * @param name of the function that holds the loop
 * @param begin stands where an iteration begins
 * @param before stands in front of the loop
 */
export function printLoop(loop: Loop, name: string, begin = '', before = ''): string {
  const printer = new Printer(loop);
  const inTry = (text: string): string =>
    loop.caught ? `  try {\n${text}  } catch (error) {\n    console.log('thrown', String(error));\n  }\n` : text;
  const state = loop.shared
    ? ''
    : '  let total = 0;\n  const out: number[] = [];\n  const seen = new Map<number, number>();\n  const table = [3, 1, 4, 1, 5];\n';
  const oddity = oddityOf(loop);
  return `${isAsync(loop) ? 'async ' : ''}function ${name}(): ${isAsync(loop) ? 'Promise<void>' : 'void'} {
${state}  const objects = [{ v: 1 }, { v: 2 }, { v: 3 }];
  const given: number[] = [];
  let offset = 0;
${oddity?.before ?? ''}${before}${inTry(`${LOOP_BELOW}\n${printer.loop(begin)}`)}${oddity?.after ?? ''}  console.log(total, out.join(), [...seen].join(), table.join(), JSON.stringify(objects), given.join());
}
`;
}

class Printer {
  private names = 0;
  private readonly oddity: Oddity | null;

  constructor(private readonly whole: Loop) {
    this.oddity = oddityOf(whole);
  }

  /** @param begin stands where an iteration begins */
  loop(begin: string): string {
    const { form, items, body, value } = this.whole;
    const plain = ['x', 'x', 'offset'];
    return formOf(form).print({
      list: ITEMS[items]!,
      start: items,
      begin,
      body: (jumps, numbers = plain) => {
        const odd = this.oddStart(numbers[0]!);
        const scope = { numbers: odd === '' ? numbers : [...numbers, 'odd'], lets: [], lists: [], jumps };
        return odd + this.block(body, scope, '      ');
      },
      value: (numbers = plain) => this.expression(value, { numbers, lets: [], lists: [], jumps: [] }),
    });
  }

  private oddStart(item: string): string {
    if (!this.oddity) return '';
    const { start, expression } = this.oddity;
    return start?.(item) ?? `      const odd = heavy(${expression(item)});\n`;
  }

  private fresh(prefix: string): string {
    return `${prefix}${this.names++}`;
  }

  /** Declarations of a block count for the statements behind them. */
  private block(statements: readonly Statement[], outer: Scope, indent: string): string {
    let scope = outer;
    let text = '';
    for (const statement of statements) {
      const line = this.statement(statement, scope, indent);
      text += line.text;
      scope = line.scope;
    }
    return text;
  }

  private statement(node: Statement, scope: Scope, indent: string): { text: string; scope: Scope } {
    const plain = (text: string): { text: string; scope: Scope } => ({ text: `${indent}${text}\n`, scope });
    const value = (e: Expression): string => this.expression(e, scope);
    const nested = (body: readonly Statement[], inner: Partial<Scope> = {}): string =>
      this.block(body, { ...scope, ...inner }, `${indent}  `);
    switch (node.kind) {
      case 'declare':
        return this.declaration(node.word, value(node.value), scope, indent);
      case 'effect':
        return plain(this.effect(node.pick, value(node.value), value(node.other), scope));
      case 'assign': {
        const target = among([...scope.lets, 'total'], node.pick);
        return plain(`${target} ${node.operator} ${value(node.value)};`);
      }
      case 'step': {
        const steps = [
          `offset += ${among(scope.numbers, node.pick)};`,
          'offset = (offset * 7 + 3) % 101;',
          `if (offset % 2 === 0) offset += 3;`,
        ];
        if (node.pick % 4 < 3) return plain(among(steps, node.pick));
        const name = this.fresh('d');
        return { ...plain(`const ${name} = draw();`), scope: { ...scope, numbers: [...scope.numbers, name] } };
      }
      case 'jump':
        return plain(`if (${value(node.test)} % 3 === 0) ${among([...scope.jumps, 'total += 1'], node.pick)};`);
      case 'throw':
        if (!this.whole.caught) return plain('total += 1;');
        return plain(`if (${value(node.test)} % 7 === 1) throw new Error(\`e\${${value(node.value)}}\`);`);
      case 'if': {
        const otherwise = node.no.length > 1 ? `${indent}} else {\n${nested(node.no)}` : '';
        const test = value(node.test);
        // Of a match, whether there is one.
        const condition = /^\((m\d+) \?/.exec(test)?.[1] ?? `${test} % 2 === 0`;
        return {
          text: `${indent}if (${condition}) {\n${nested(node.yes)}${otherwise}${indent}}\n`,
          scope,
        };
      }
      case 'switch': {
        const cases = node.cases.map(({ body, isEnded }, i) => {
          const label = i === 2 ? 'default' : `case ${i}`;
          return `${indent}  ${label}: {\n${this.block(body, scope, `${indent}    `)}${isEnded ? `${indent}    break;\n` : ''}${indent}  }\n`;
        });
        return { text: `${indent}switch (${value(node.test)} % 3) {\n${cases.join('')}${indent}}\n`, scope };
      }
      case 'loop': {
        const name = this.fresh('j');
        // A list that grows while it is walked over might never end.
        const lists = scope.lists.slice(1);
        const inner = { numbers: [...scope.numbers, name], lists, jumps: ['continue', 'break'] };
        const head =
          node.over === 'range'
            ? `for (let ${name} = 0; ${name} < 3; ${name}++)`
            : `for (const ${name} of ${among([...scope.lists, '[1, 2]'], 0)})`;
        return { text: `${indent}${head} {\n${nested(node.body, inner)}${indent}}\n`, scope };
      }
      case 'try':
        return {
          text: `${indent}try {\n${nested(node.body)}${indent}} catch (error) {\n${indent}  console.log(String(error));\n${nested(node.handler)}${indent}}\n`,
          scope,
        };
    }
  }

  private declaration(word: Word, value: string, scope: Scope, indent: string): { text: string; scope: Scope } {
    const name = this.fresh(word.charAt(0));
    const { numbers, lets, lists } = scope;
    switch (word) {
      case 'const':
        return { text: `${indent}const ${name} = ${value};\n`, scope: { ...scope, numbers: [...numbers, name] } };
      case 'let':
        return {
          text: `${indent}let ${name} = ${value};\n`,
          scope: { ...scope, numbers: [...numbers, name], lets: [...lets, name] },
        };
      case 'array':
        return {
          text: `${indent}const ${name} = [${value}];\n`,
          scope: { ...scope, numbers: [...numbers, `${name}.length`, `${name}[0]!`], lists: [...lists, name] },
        };
      case 'object':
        return {
          text: `${indent}const ${name} = { p: ${value}, q: mix(x0) };\n`.replace('x0', scope.numbers[0]!),
          scope: { ...scope, numbers: [...numbers, `${name}.p`], lets: [...lets, `${name}.q`] },
        };
      case 'match':
        return {
          text: `${indent}const ${name} = /[3-9](\\d?)/.exec(String(${value}));\n`,
          scope: { ...scope, numbers: [...numbers, `(${name} ? ${name}[0].length : 0)`] },
        };
      case 'function':
        return {
          text: `${indent}const ${name} = (): number => ${value};\n`,
          scope: { ...scope, numbers: [...numbers, `${name}()`] },
        };
    }
  }

  private effect(pick: number, value: string, other: string, scope: Scope): string {
    const effects = [
      `console.log(${value}, ${other});`,
      `out.push(${value});`,
      `total += ${value};`,
      `seen.set(${value} % 5, ${other});`,
      `out[${value} % 4] = ${other};`,
      `table[${pick % 5}] = ${value};`,
      `total = (total + ${value}) % 997;`,
      `objects[${value} % 3]!.v += 1;`,
      ...scope.lists.map((list) => `${list}.push(${value});`),
    ];
    return among(effects, pick);
  }

  private expression(node: Expression, scope: Scope): string {
    const inner = (e: Expression): string => this.expression(e, scope);
    switch (node.kind) {
      case 'number':
        return String(node.value);
      case 'name':
        return among(scope.numbers, node.pick);
      case 'state':
        if (this.oddity && node.pick % 2 === 0) return this.oddity.expression(scope.numbers[0]!);
        return among(STATE, node.pick);
      case 'sum':
        return `(${inner(node.left)} + ${inner(node.right)})`;
      case 'call':
        return `${node.of}(${inner(node.argument)})`;
      case 'fold':
        return `[${inner(node.left)}, ${inner(node.right)}].reduce((s, q) => s + ${node.of}(q), 0)`;
      case 'choice':
        return `(${inner(node.test)} % 2 === 0 ? ${inner(node.yes)} : ${inner(node.no)})`;
    }
  }
}

const STATE = [
  'table[1]!',
  'total',
  'out.length',
  'table[2]!',
  '(seen.get(1) ?? 0)',
  'objects[1]!.v',
  '(out[0] ?? 0)',
  'second(table)',
  'held(objects[1]!)',
];

const among = (names: readonly string[], pick: number): string => names[pick % names.length]!;
