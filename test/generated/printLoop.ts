/** Writes a loop tree as the TypeScript of a function that runs it and prints what has become of its state. */
import type { Expression, Loop, Statement } from './loopTree.js';

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
let drawn = 7;
function draw(): number {
  drawn = (drawn * 16807) % 2147483647;
  return drawn % 10;
}
const reset = (): void => {
  total = 0;
  out.length = 0;
  seen.clear();
  drawn = 7;
};
`;

/** @param name of the function that holds the loop */
export function printLoop(loop: Loop, name: string): string {
  const printer = new Printer(loop.caught);
  const inTry = (text: string): string =>
    loop.caught ? `  try {\n${text}  } catch (error) {\n    console.log('thrown', String(error));\n  }\n` : text;
  const state = loop.shared
    ? ''
    : '  let total = 0;\n  const out: number[] = [];\n  const seen = new Map<number, number>();\n  const table = [3, 1, 4, 1, 5];\n';
  return `function ${name}(): void {
${state}  const objects = [{ v: 1 }, { v: 2 }, { v: 3 }];
  const given: number[] = [];
  let offset = 0;
${inTry(printer.loop(loop))}  console.log(total, out.join(), [...seen].join(), table.join(), objects.map((o) => o.v).join(), given.join());
}
`;
}

class Printer {
  private names = 0;

  /** @param throws whether errors are thrown */
  constructor(private readonly throws: boolean) {}

  loop({ form, items, body, value }: Loop): string {
    const list = ITEMS[items]!;
    const inLoop = (...jumps: string[]): Scope => ({ numbers: ['x', 'x', 'offset'], lets: [], lists: [], jumps });
    const text = (scope: Scope): string => this.block(body, scope, '      ');
    const last = (scope: Scope): string => this.expression(value, scope);
    const open = inLoop('continue', 'break', 'return');
    const callback = (...results: string[]): Scope => ({ ...inLoop(...results), numbers: ['x', 'i', 'x', 'offset'] });
    switch (form) {
      case 'for-of':
        return `    for (const x of ${list}) {\n${text(open)}    }\n`;
      case 'for-of-entries':
        return `    for (const [i, x] of ${list}.entries()) {\n${text({ ...open, numbers: ['x', 'i', 'x'] })}    }\n`;
      case 'for-index':
        return `    for (let x = ${items}; x < 6; x++) {\n${text(open)}    }\n`;
      case 'for-index-write':
        return `    for (let x = 1; x < 5; x++) {\n${text(inLoop('continue', 'break'))}      given[x] = ${last(open)};\n    }\n`;
      case 'objects':
        return `    for (const o of objects) {\n${text({ ...open, numbers: ['o.v', 'o.v'] })}      o.v = ${last({ ...open, numbers: ['o.v'] })};\n    }\n`;
      case 'fresh-push':
        return `    const got: number[] = [];\n    for (const x of ${list}) {\n${text(inLoop('continue'))}      got.push(${last(open)});\n    }\n    console.log(got.join());\n`;
      case 'while':
        return `    let x = 0;\n    while (x < 5) {\n${text(inLoop('break'))}      x++;\n    }\n`;
      case 'for-two':
        return `    for (let x = 0, y = 9; x < 5; x++, y -= 2) {\n${text({ ...open, numbers: ['x', 'y', 'x', 'offset'] })}    }\n`;
      case 'for-fraction':
        return `    for (let x = 0; x < 1; x += 0.3) {\n${text(open)}    }\n`;
      case 'for-endless':
        return `    for (let x = ${items}; ; x++) {\n      if (x > 6) break;\n${text(open)}    }\n`;
      case 'while-queue':
        return `    const queue = ${list.replace(/^items$/, '[...items]')};\n    while (queue.length > 0) {\n      const x = queue.shift()!;\n${text(open)}    }\n`;
      case 'while-moved':
        return `    let x = 0;\n    while (x < 9) {\n      x += 1 + (x % 3);\n${text(open)}    }\n`;
      case 'for-each':
        return `    ${list}.forEach((x, i) => {\n${text(callback('return'))}    });\n`;
      case 'reduce':
        return `    console.log(${list}.reduce((sum, x, i) => {\n${text(callback('return sum'))}      return (sum + ${last(callback())}) % 1000;\n    }, 1));\n`;
      case 'array-from':
        return `    console.log(Array.from({ length: 4 }, (_, x) => {\n${text(inLoop('return 0'))}      return ${last(open)};\n    }).join());\n`;
      case 'flat-map':
        return `    console.log(${list}.flatMap((x, i) => {\n${text(callback('return []'))}      return [x, ${last(callback())}];\n    }).join());\n`;
      default: {
        const method = { map: 'map', filter: 'filter', some: 'some', 'find-index': 'findIndex' }[form];
        const result = form === 'map' ? last(callback()) : `${last(callback())} % 2 === 0`;
        const shown = form === 'map' || form === 'filter' ? '.join()' : '';
        const jump = form === 'map' ? 'return -1' : 'return false';
        return `    console.log(${list}.${method}((x, i) => {\n${text(callback(jump))}      return ${result};\n    })${shown});\n`;
      }
    }
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
        if (!this.throws) return plain('total += 1;');
        return plain(`if (${value(node.test)} % 7 === 1) throw new Error(\`e\${${value(node.value)}}\`);`);
      case 'if': {
        const otherwise = node.no.length > 1 ? `${indent}} else {\n${nested(node.no)}` : '';
        return {
          text: `${indent}if (${value(node.test)} % 2 === 0) {\n${nested(node.yes)}${otherwise}${indent}}\n`,
          scope,
        };
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

  private declaration(
    word: 'const' | 'let' | 'array' | 'object' | 'function',
    value: string,
    scope: Scope,
    indent: string,
  ): { text: string; scope: Scope } {
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
        return among(STATE, node.pick);
      case 'sum':
        return `(${inner(node.left)} + ${inner(node.right)})`;
      case 'call':
        return `${node.of}(${inner(node.argument)})`;
      case 'choice':
        return `(${inner(node.test)} % 2 === 0 ? ${inner(node.yes)} : ${inner(node.no)})`;
    }
  }
}

const STATE = ['table[1]!', 'total', 'out.length', 'table[2]!', '(seen.get(1) ?? 0)', 'objects[1]!.v', '(out[0] ?? 0)'];

const among = (names: readonly string[], pick: number): string => names[pick % names.length]!;
