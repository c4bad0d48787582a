/** How a loop of each form is written around a body. Beside the names of `printLoop.ts`, `x` is the item, or a number made of it. */

export interface Parts {
  /** An array of numbers. */
  readonly list: string;
  /** A small number. */
  readonly start: number;
  /** Stands where an iteration begins. */
  readonly begin: string;
  /**
   * The statements of the body.
   *
   * @param jumps what may end the iteration or the loop
   * @param numbers what expressions may read
   */
  readonly body: (jumps: readonly string[], numbers?: readonly string[]) => string;
  /** What the iteration ends in. */
  readonly value: (numbers?: readonly string[]) => string;
}

interface LoopForm {
  /** The function around the loop is `async`. */
  readonly isAsync?: boolean;
  /** Iterations do not follow each other, or one begins within another. */
  readonly isTangled?: boolean;
  readonly print: (parts: Parts) => string;
}

const EXITS = ['continue', 'break', 'return'];
const INDEXED = ['x', 'i', 'x', 'offset'];

/** A loop statement with exits. */
const statement = (head: string, first = '', last = '', isAsync = false): LoopForm => ({
  isAsync,
  print: (parts) => `    ${filled(head, parts)} {\n${parts.begin}${first}${parts.body(EXITS)}${last}    }\n`,
});

/** A call with a callback whose result counts. */
const call = (head: string, jump: string, result: (value: string) => string, tail = ')', show = ''): LoopForm => ({
  print: (parts) =>
    `    console.log(${filled(head, parts)} => {\n${parts.begin}${parts.body([jump], INDEXED)}      return ${result(parts.value(INDEXED))};\n    }${tail}${show});\n`,
});

const filled = (head: string, { list, start }: Parts): string =>
  head.replace('LIST', list).replace('START', String(start));

const isEven = (value: string): string => `${value} % 2 === 0`;
const asItIs = (value: string): string => value;

export const FORMS = {
  'for-of': statement('for (const x of LIST)'),
  'for-of-async': statement('for (const x of LIST)', '', '', true),
  'for-of-awaits': statement('for (const x of LIST)', '      await pause();\n', '', true),
  'for-of-entries': {
    print: ({ list, begin, body }) =>
      `    for (const [i, x] of ${list}.entries()) {\n${begin}${body(EXITS, ['x', 'i', 'x'])}    }\n`,
  },
  'for-of-map': {
    print: ({ begin, body }) =>
      `    for (const [i, x] of new Map([[0, 4], [1, 1], [2, 3]])) {\n${begin}${body(EXITS, ['x', 'i', 'x'])}    }\n`,
  },
  'for-of-set': statement('for (const x of new Set(LIST))'),
  'for-of-string': statement("for (const c of 'loops')", '      const x = c.charCodeAt(0) - 100;\n'),
  'for-of-typed': statement('for (const x of Int16Array.from(LIST))'),
  'for-of-generator': statement('for (const x of counted(5))'),
  'for-of-drawing': statement('for (const x of drawing(4))'),
  'for-await': statement('for await (const x of LIST)', '', '', true),
  'for-await-unknown': statement('for await (const x of anew(4))', '', '', true),
  'for-in': statement('for (const key in record)', '      const x = record[key]!;\n'),
  labelled: {
    print: ({ list, start, begin, body }) =>
      `    each: for (const x of ${list}) {\n${begin}      for (let y = 0; y < 3; y++) {\n${body(['continue each', 'break each', 'continue', 'break'], ['x', 'y', 'x'])}        if (mix(x + y) % 9 === 0) ${start % 2 === 0 ? 'continue' : 'break'} each;\n      }\n      out.push(heavy(x));\n    }\n`,
  },
  'for-index': statement('for (let x = START; x < 6; x++)'),
  'for-down': statement('for (let x = 5; x >= START; x--)'),
  'for-index-write': {
    print: ({ begin, body, value }) =>
      `    for (let x = 1; x < 5; x++) {\n${begin}${body(['continue', 'break'])}      given[x] = ${value()};\n    }\n`,
  },
  'for-index-typed': {
    print: ({ begin, body, value }) =>
      `    const row = new Float64Array(5);\n    for (let x = 0; x < row.length; x++) {\n${begin}${body(['continue', 'break'])}      row[x] = ${value()};\n    }\n    console.log(row.join());\n`,
  },
  objects: {
    print: ({ begin, body, value }) =>
      `    for (const o of objects) {\n${begin}${body(EXITS, ['o.v', 'o.v'])}      o.v = ${value(['o.v'])};\n    }\n`,
  },
  'fresh-push': {
    print: ({ list, begin, body, value }) =>
      `    const got: number[] = [];\n    for (const x of ${list}) {\n${begin}${body(['continue'])}      got.push(${value()});\n    }\n    console.log(got.join());\n`,
  },
  'for-two': {
    print: ({ begin, body }) =>
      `    for (let x = 0, y = 9; x < 5; x++, y -= 2) {\n${begin}${body(EXITS, ['x', 'y', 'x', 'offset'])}    }\n`,
  },
  'for-fraction': statement('for (let x = 0; x < 1; x += 0.3)'),
  'for-doubling': statement('for (let x = 1; x < 40; x *= 2)'),
  'for-endless': {
    print: ({ start, begin, body }) =>
      `    for (let x = ${start}; ; x++) {\n      if (x > 6) break;\n${begin}${body(EXITS)}    }\n`,
  },
  'for-bound': statement('for (let x = 0; x < 3 + out.length && x < 7; x++)'),
  'for-bound-grows': {
    print: ({ list, begin, body }) =>
      `    const queue = [...${list}];\n    for (let x = 0; x < queue.length; x++) {\n${begin}      if (queue.length < 7) queue.push(x);\n${body(EXITS)}    }\n`,
  },
  'for-skips': {
    print: ({ begin, body }) =>
      `    for (let x = 0; x < 7; x++) {\n${begin}${body([...EXITS, 'x++'])}      if (x % 3 === 1) x++;\n    }\n`,
  },
  'for-grows': {
    print: ({ list, begin, body }) =>
      `    const queue = [...${list}];\n    for (const x of queue) {\n${begin}      if (queue.length < 8) queue.push(x + 1);\n${body(EXITS)}    }\n`,
  },
  while: {
    print: ({ begin, body }) => `    let x = 0;\n    while (x < 5) {\n${begin}${body(['break'])}      x++;\n    }\n`,
  },
  'while-queue': {
    print: ({ list, begin, body }) =>
      `    const queue = [...${list}];\n    while (queue.length > 0) {\n      const x = queue.shift()!;\n${begin}${body(EXITS)}    }\n`,
  },
  'while-moved': {
    print: ({ begin, body }) =>
      `    let x = 0;\n    while (x < 9) {\n      x += 1 + (x % 3);\n${begin}${body(EXITS)}    }\n`,
  },
  'do-while': {
    print: ({ begin, body }) =>
      `    let x = 0;\n    do {\n${begin}${body(['break', 'return'])}      x++;\n    } while (x < 5);\n`,
  },
  'for-each': {
    print: ({ list, begin, body }) => `    ${list}.forEach((x, i) => {\n${begin}${body(['return'], INDEXED)}    });\n`,
  },
  map: call('LIST.map((x, i)', 'return -1', asItIs, ')', '.join()'),
  'map-typed': call('Float64Array.from(LIST).map((x, i)', 'return -1', asItIs, ')', '.join()'),
  'map-pairs': call('Object.entries(record).map(([, x], i)', 'return -1', asItIs, ')', '.join()'),
  'map-chained': call('LIST.filter((n) => mix(n) % 3 > 0).map((x, i)', 'return -1', asItIs, ')', '.join()'),
  'map-by-name': {
    print: ({ list, begin, body, value }) =>
      `    const step = (x: number, i: number): number => {\n${begin}${body(['return -1'], INDEXED)}      return ${value(INDEXED)};\n    };\n    console.log(${list}.map(step).join());\n`,
  },
  filter: call('LIST.filter((x, i)', 'return false', isEven, ')', '.join()'),
  'flat-map': call('LIST.flatMap((x, i)', 'return []', (value) => `[x, ${value}]`, ')', '.join()'),
  some: call('LIST.some((x, i)', 'return false', isEven),
  every: call('LIST.every((x, i)', 'return true', isEven),
  find: call('LIST.find((x, i)', 'return false', isEven),
  'find-index': call('LIST.findIndex((x, i)', 'return false', isEven),
  'find-last': call('LIST.findLast((x, i)', 'return false', isEven),
  reduce: call('LIST.reduce((sum, x, i)', 'return sum', (value) => `(sum + ${value}) % 1000`, ', 1)'),
  'reduce-right': call('LIST.reduceRight((sum, x, i)', 'return sum', (value) => `(sum + ${value}) % 1000`, ', 1)'),
  'array-from': {
    print: ({ begin, body, value }) =>
      `    console.log(Array.from({ length: 4 }, (_, x) => {\n${begin}${body(['return 0'])}      return ${value()};\n    }).join());\n`,
  },
  'promise-all': {
    isAsync: true,
    isTangled: true,
    print: ({ list, begin, body, value }) =>
      `    const all = await Promise.all(\n      ${list}.map(async (x, i) => {\n${begin}        await pause();\n${body(['return 0'], INDEXED)}      return ${value(INDEXED)};\n      }),\n    );\n    console.log(all.join());\n`,
  },
  'in-method': {
    print: ({ list, begin, body }) =>
      `    class Holder {\n      seed = 3;\n      of(n: number): number {\n        return heavy(n + this.seed);\n      }\n      run(): void {\n    for (const x of ${list}) {\n${begin}${body(EXITS, ['x', 'this.of(x)', 'x', 'this.seed'])}    }\n      }\n    }\n    new Holder().run();\n`,
  },
  recursive: {
    isTangled: true,
    print: ({ begin, body }) =>
      `    function visit(level: number): number {\n      let sum = 0;\n    for (const x of [1, 2]) {\n${begin}${body(['continue', 'break'], ['x', 'level', 'x'])}      sum += heavy(x) + (level > 0 ? visit(level - 1) : 0);\n    }\n      return sum;\n    }\n    out.push(visit(1));\n`,
  },
} satisfies Record<string, LoopForm>;

export type FormName = keyof typeof FORMS;

/** A form by its name. */
export const formOf = (name: FormName): LoopForm => FORMS[name];
