/**
 * Writes what the code knows into the pages: `npm run docs`; `npm run docs:check` fails where they have drifted.
 * The after and worker blocks in the headers of form files are made by the pipeline itself.
 */
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'prettier';
import { ASSUMPTIONS, REASONS } from '../server/analysis/reasons.js';
import { rewriteAt } from '../server/pipeline.js';
import { createSourceReader } from '../server/project.js';
import { applyEdits } from '../server/rewrite/rewriteLoop.js';
import { commandTable, settingTables, type Manifest } from './manifestTables.js';

const root = path.join(import.meta.dirname, '..');
const checking = process.argv.includes('--check');
const drifted: string[] = [];

/** One form file's header, taken apart. */
interface FormHeader {
  readonly file: string;
  readonly sentence: string;
  readonly before: string;
  readonly lists: string;
}

function readHeader(file: string): FormHeader | null {
  const text = readFileSync(file, 'utf8');
  const comment = /^\/\*\*\n([\s\S]*?)\n \*\//.exec(text)?.[1]?.replace(/^ \* ?/gm, '');
  const before = comment ? /```ts before\n([\s\S]*?)```/.exec(comment)?.[1] : undefined;
  if (!comment || !before) return null;
  return {
    file,
    sentence: comment.split('\n\n')[0]!.replace(/\n/g, ' '),
    before,
    lists: comment.slice(comment.indexOf('Requires:')),
  };
}

/** What the pipeline makes of the example in a header. */
function rewriteExample(header: FormHeader): { after: string; worker: string } {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'looppool-docs-')));
  try {
    const file = path.join(folder, 'main.ts');
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(path.join(folder, 'heavy.ts'), HEAVY);
    const text = `import { align, compressedSize, slowHash, slowSine } from './heavy.js';\n\n${header.before}`;
    writeFileSync(file, text);
    const answer = rewriteAt(createSourceReader(), file, (loops) => loops[0]!, { suffix: '.tasks' });
    if (!('rewrite' in answer))
      throw new Error(`${header.file}: the example is refused: ${JSON.stringify(answer.judged.verdict)}`);
    const own = answer.rewrite.edits.filter((e) => e.file === file);
    const after = applyEdits(text, own)
      .replace(/^import .*heavy\.js';\n/m, '')
      .trim();
    return { after, worker: answer.rewrite.newFiles[0]!.text.trim() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The heavy functions that the examples call. */
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

function update(file: string, text: string): void {
  const now = readFileSync(file, 'utf8');
  if (now === text) return;
  drifted.push(path.relative(root, file));
  if (!checking) writeFileSync(file, text);
}

function withSection(text: string, name: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${name}:start -->)[\\s\\S]*?(<!-- ${name}:end -->)`);
  if (!pattern.test(text)) throw new Error(`README.md: no <!-- ${name}:start --> … <!-- ${name}:end -->`);
  return text.replace(pattern, (_all, start: string, end: string) => `${start}\n\n${content.trim()}\n\n${end}`);
}

const fence = (code: string): string => '```ts\n' + code.trim() + '\n```';

const folder = path.join(root, 'server/forms');
const order = [
  'forOf.ts',
  'forIndex.ts',
  'whileCounter.ts',
  'arrayMap.ts',
  'arrayFrom.ts',
  'arrayForEach.ts',
  'arrayFilter.ts',
  'arrayFlatMap.ts',
  'arraySome.ts',
  'arrayFind.ts',
  'arrayReduce.ts',
];
const headers = readdirSync(folder)
  .map((name) => readHeader(path.join(folder, name)))
  .filter((h) => h !== null)
  .sort((a, b) => order.indexOf(path.basename(a.file)) - order.indexOf(path.basename(b.file)));

const sections: string[] = [];
for (const header of headers) {
  const { after, worker } = rewriteExample(header);
  const text = readFileSync(header.file, 'utf8');
  const block = (name: string, code: string): string =>
    ['```ts ' + name, ...code.split('\n'), '```'].map((l) => ` * ${l}`.trimEnd()).join('\n');
  const before = block('before', header.before.trimEnd());
  const blocks = [before, block('after', after), block('worker', worker.replace(/^\/\*\* (.*) \*\/$/gm, '// $1'))].join(
    '\n *\n',
  );
  update(
    header.file,
    text.replace(/ \* ```ts before\n[\s\S]*? \* ```(?=\n \*\n \* Requires:)/, () => blocks),
  );
  sections.push(
    `### ${header.sentence}\n\n<table><tr><th>before</th><th>after</th></tr><tr><td>\n\n${fence(header.before)}\n\n</td><td>\n\n${fence(after)}\n\n</td></tr></table>\n\nIts worker module:\n\n${fence(worker)}\n\n${header.lists.trim()}`,
  );
}

const row = ([code, message]: [string, string]): string =>
  `| \`${code}\` | ${message.replace('`{}`', '…').replace('{}', '…').replace('{written}', '').replaceAll('|', '\\|')} |`;
const reasons = ['| code | what it says |', '|---|---|', ...Object.entries(REASONS).map(row)].join('\n');
const assumptions = ['| code | what it takes for granted |', '|---|---|', ...Object.entries(ASSUMPTIONS).map(row)].join(
  '\n',
);

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const readme = path.join(root, 'README.md');
let page = readFileSync(readme, 'utf8');
page = withSection(page, 'forms', sections.join('\n\n'));
page = withSection(page, 'reasons', reasons);
page = withSection(page, 'commands', commandTable(manifest));
page = withSection(page, 'settings', settingTables(manifest));
if (page.includes('<!-- assumptions:start -->')) page = withSection(page, 'assumptions', assumptions);
const style = JSON.parse(readFileSync(path.join(root, '.prettierrc'), 'utf8')) as object;
update(readme, await format(page, { ...style, parser: 'markdown' }));

// Where the runtime runs is what the toolchain matrix found: `node test/toolchain/matrix.mjs --write`.
interface Toolchain {
  readonly where: string;
  readonly how: string;
  readonly outcome: string;
}
const toolchains = JSON.parse(readFileSync(path.join(root, 'runtime/whereItRuns.json'), 'utf8')) as Toolchain[];
const runtimeReadme = path.join(root, 'runtime/README.md');
const whereItRuns = [
  '| where | how | tasks run in |',
  '|---|---|---|',
  ...toolchains.map(({ where, how, outcome }) => `| ${where} | ${how} | ${outcome} |`),
].join('\n');
const runtimePage = withSection(readFileSync(runtimeReadme, 'utf8'), 'where-it-runs', whereItRuns);
update(runtimeReadme, await format(runtimePage, { ...style, parser: 'markdown' }));

if (drifted.length > 0 && checking) {
  process.stderr.write(`These pages do not say what the code does; run \`npm run docs\`: ${drifted.join(', ')}\n`);
  process.exitCode = 1;
} else process.stdout.write(drifted.length > 0 ? `updated ${drifted.join(', ')}\n` : 'pages are up to date\n');
