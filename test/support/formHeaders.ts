/** The examples in the header comments of the form files, as fixtures. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseFixture, type Block, type Fixture } from './fixture.js';
import { root } from './project.js';

/** Functions that the examples call, without saying what they do; `extension/docs.ts` leaves their import out as well. */
const HEAVY = `
function burn(seed: number): number {
  let h = seed;
  for (let k = 0; k < 1000; k++) h = (Math.imul(h ^ (h >>> 15), 0x85ebca6b) + k) | 0;
  return h;
}
export const slowHash = (text: string): number => burn(text.length);
export const slowSine = (x: number): number => Math.sin(burn(x));
export const compressedSize = (file: string): number => burn(file.length) & 1023;
export const align = (a: string, b: string): { score: number } => ({ score: burn(a.length * b.length) });
`;
const IMPORT = "import { align, compressedSize, slowHash, slowSine } from './heavy.js';\n\n";

/** Runs the functions of the examples: what `run.ts` does in each. */
const CALLS: Readonly<Record<string, string>> = {
  'arrayForEach.ts': "const sizes = new Map<string, number>();\nmain.index(['a', 'bcd'], sizes);\nconsole.log(sizes);",
  'arrayFrom.ts': 'console.log(main.waves(4), main.waves(2.5), main.waves(-1));',
  'arrayMap.ts': "console.log(main.scores(['ACG', 'AC'], 'ACGT'));",
  'forIndex.ts': 'const out = new Float64Array(5);\nmain.fill(out);\nconsole.log(out);',
  'arrayFilter.ts': "console.log(main.odd(['ACG', 'AC', 'A', 'ACGT', 'C']));",
  'arrayFlatMap.ts': 'console.log(main.waves([3, 1, 2]));',
  'arrayReduce.ts': "console.log(main.total(['ACG', 'AC', 'A']));",
  'arraySome.ts': "console.log(main.allPass(['ACG', 'AC'], 2 ** 31), main.allPass(['ACG', 'AC'], 5));",
  'arrayFind.ts': "console.log(main.firstAbove(['ACG', 'AC'], 0), main.firstAbove(['ACG'], 2 ** 31));",
  'whileCounter.ts': 'const out: number[] = [];\nconsole.log(main.fill(out, 5), out, main.fill(out, -1));',
  'doWhile.ts':
    "const out: number[] = [];\nmain.lines('one\\ntwo\\n\\nfive', out);\nmain.lines('', out);\nconsole.log(out);",
  'promiseAll.ts': "console.log(await main.scores(['ACG', 'AC']), await main.scores([]));",
  'forAwait.ts': 'console.log((await main.hashLines(process.argv[1]!)).size > 0);',
  'forIn.ts': 'console.log(main.allCosts({ a: 5, b: 6 }), main.allCosts({}));',
  'forOf.ts': "const score = new Map<string, number>();\nconsole.log(main.scoreAll(['ACG', 'A', 'CG'], score), score);",
};

/** Every form file whose header shows what becomes of its example. */
export function readHeaders(): Fixture[] {
  const folder = path.join(root, 'server/forms');
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const file = path.join(folder, name);
      const header = /^\/\*\*[\s\S]*?\*\//.exec(readFileSync(file, 'utf8'))?.[0] ?? '';
      const markdown = header
        .replace(/^ \* ?/gm, '')
        .replace(/^(```ts (?:before|after)) *$/gm, '$1 main.ts')
        .replace(/^(```ts worker) *$/gm, '$1 main.tasks.ts');
      if (!/^```ts after/m.test(markdown)) return [];
      const fixture = parseFixture(name, file, markdown);
      const heavy: Block = { kind: 'with', language: 'ts', file: 'heavy.ts', text: HEAVY };
      const blocks = fixture.blocks.map((b) => (b.kind === 'before' ? { ...b, text: IMPORT + b.text } : b));
      const run: Block = {
        kind: 'with',
        language: 'ts',
        file: 'run.ts',
        text: `import * as main from './main.js';\n\n${CALLS[name] ?? 'throw new Error("the example is not run");'}\n`,
      };
      return [{ ...fixture, blocks: [...blocks, heavy, run] }];
    });
}

/** A rewritten example as the header shows it. */
export function asShown(block: Block): Block {
  const text = block.kind === 'after' ? block.text.replace(/^import .*heavy\.js';\n/m, '') : block.text;
  return { ...block, text: `${text.replace(/\/\*\* (.*) \*\//g, '// $1').trim()}\n` };
}
