/**
 * Checks the collection: `node test/corpus/check.mjs [--labels] [--write] [PART OF A NAME]`.
 *
 * Every program has one label, every label is complete, agrees with itself and points at a loop, and every program prints
 * what `expected.json` says. `--labels` leaves out the running; `--write` records what the programs print.
 */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, copyPrograms, eachOf, here, programs, readJson, readProgram, run, toJs } from './collection.mjs';
import { findSites, kinds } from './sites.mjs';

const verdicts = ['independent', 'reduction', 'dependent', 'unsafe-effect'];
const conditions = [
  ...['snapshot', 'lastprivate', 'privatize', 'induction', 'reduction', 'array-reduction', 'ordered-fold', 'ordered-append'],
  ...['ordered-merge', 'ordered-writeback', 'identity', 'holes', 'benign-cache'],
];
const shape = {
  file: 'string',
  set: 'string',
  origin: 'string',
  line: 'number',
  acceptLines: 'array',
  endLine: 'number',
  kind: kinds,
  verdict: verdicts,
  reason: 'string',
  dependence: 'object?',
  mustNotOffer: 'boolean',
  fissionOk: 'boolean',
  couldOffer: 'boolean',
  shouldOffer: 'boolean',
  difficulty: ['core', 'hard', null],
  offerCondition: [...conditions, null],
  heavy: 'boolean',
  alsoMustNotOffer: 'array',
  twin: 'string?',
};

const optional = ['doubtful', 'breaksAssumption'];

/** What is wrong with the labels, one line each; nothing is run. */
export function checkLabels(labels = readJson('labels.json'), files = programs()) {
  const problems = [];
  const named = labels.map((label) => label.file);
  for (const file of files.filter((f) => !named.includes(f))) problems.push(`${file}: has no label`);
  for (const file of named.filter((f, i) => !files.includes(f) || named.indexOf(f) !== i))
    problems.push(`${file}: a label without a program, or a second one`);
  for (const label of labels.filter((l) => files.includes(l.file)))
    problems.push(...checkLabel(label, files).map((problem) => `${label.file}: ${problem}`));
  return problems;
}

function checkLabel(label, files) {
  const problems = [];
  const must = (holds, problem) => void (holds || problems.push(problem));
  for (const [field, wanted] of Object.entries(shape)) must(hasShape(label[field], wanted), `${field} is wrong or missing`);
  for (const field of Object.keys(label)) must(field in shape || optional.includes(field), `${field} is no field of a label`);
  if (problems.length > 0) return problems;
  const text = readProgram(label.file);
  const lines = text.split('\n');
  const sites = findSites(text, label.file);
  const target = sites.find((site) => site.line === label.line && site.kind === label.kind);
  must(target, `there is no ${label.kind} loop in line ${label.line}`);
  must(!target || target.endLine === label.endLine, `the loop ends in line ${target?.endLine}`);
  const marked = lines.flatMap((line, i) => (/^\s*\/\/ @loop$/.test(line) ? [i + 1] : []));
  must(marked.length === 1, 'one line has to be // @loop');
  must(label.line > marked[0] && label.line <= marked[0] + 3, 'the marker stands elsewhere');
  must(label.acceptLines.includes(label.line), 'acceptLines lacks the line');
  for (const line of label.alsoMustNotOffer)
    must(line !== label.line && sites.some((s) => s.line === line), `line ${line} of alsoMustNotOffer has no loop`);
  if (label.dependence)
    must(lines[label.dependence.line - 1]?.includes(label.dependence.variable), 'the dependence is not in its line');
  must(!label.shouldOffer || (label.couldOffer && !label.mustNotOffer), 'what should be offered must be right to offer');
  must(!label.mustNotOffer || !label.couldOffer || label.fissionOk, 'offerable only by fission, which fissionOk denies');
  must(!label.fissionOk || label.mustNotOffer, 'fissionOk is about loops that must not be offered as they are');
  must((label.difficulty !== null) === label.shouldOffer, 'difficulty belongs to what should be offered');
  must(label.offerCondition === null || label.couldOffer, 'a condition of an offer that is none');
  must(label.verdict !== 'independent' || !label.mustNotOffer, 'independent, and yet not to be offered');
  must(label.verdict !== 'dependent' || label.dependence || !label.mustNotOffer, 'the dependence is not named');
  must(label.twin === null || (files.includes(label.twin) && label.twin !== label.file), 'the twin is no program');
  return problems;
}

function hasShape(value, wanted) {
  if (Array.isArray(wanted)) return wanted.includes(value);
  if (wanted === 'array') return Array.isArray(value) && value.every(Number.isInteger);
  if (wanted.endsWith('?')) return value === null || hasShape(value, wanted.slice(0, -1));
  return typeof value === wanted && value !== '';
}

/** Runs the programs; gives what each printed, and how those ended that failed. */
export async function runPrograms(files) {
  const folder = copyPrograms();
  const printed = {};
  const problems = [];
  try {
    compile(folder);
    await eachOf(files, async (file) => {
      const { stdout, stderr, end } = await run([toJs(file)], folder, { SCALE: '1' });
      printed[file] = stdout;
      if (end !== 0) problems.push(`${file}: ended with ${end}: ${stderr.trim().split('\n').slice(0, 6).join(' | ')}`);
      else if (stdout === '') problems.push(`${file}: prints nothing`);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { printed, problems };
}

async function main(args) {
  const part = args.find((arg) => !arg.startsWith('--')) ?? '';
  const problems = checkLabels();
  const files = args.includes('--labels') ? [] : programs().filter((file) => file.includes(part));
  const expected = args.includes('--write') && part === '' ? {} : readJson('expected.json');
  const ran = await runPrograms(files);
  problems.push(...ran.problems);
  if (args.includes('--write')) {
    for (const file of files) expected[file] = ran.printed[file];
    const sorted = Object.fromEntries(Object.entries(expected).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(path.join(here, 'expected.json'), JSON.stringify(sorted, null, 1) + '\n');
  }
  for (const file of files)
    if (ran.printed[file] !== expected[file]) problems.push(`${file}: prints ${JSON.stringify(ran.printed[file].slice(0, 120))}`);
  console.log([...problems, `${programs().length} programs, ${files.length} run, ${problems.length} problems`].join('\n'));
  process.exitCode = problems.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));
