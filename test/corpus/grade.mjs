/**
 * Grades a build on the collection: `node test/corpus/grade.mjs [--json FILE] [PART OF A NAME]`, after `npm run build`.
 *
 * It only uses what a user has: `fix --write --assume --json` rewrites the labelled loop or says why not, and Node runs the
 * program afterwards. Precision is the share of offers that print the same; recall the share of
 * the loops with `couldOffer` that are offered rightly. Ends with 1 when an offer changes what a program prints.
 */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compile, copyPrograms, eachOf, programs, readJson, run, toJs } from './collection.mjs';

const root = path.resolve(import.meta.dirname ?? path.dirname(process.argv[1]), '../..');
const cli = path.join(root, 'dist/cli.js');
const args = process.argv.slice(2);
const jsonFile = args.includes('--json') ? args.splice(args.indexOf('--json'), 2)[1] : null;
const labels = readJson('labels.json').filter((label) => label.file.includes(args[0] ?? ''));
const expected = readJson('expected.json');

const compilerOptions = {
  ...{ target: 'es2023', module: 'nodenext', moduleResolution: 'nodenext', strict: true, noEmit: true, skipLibCheck: true },
  ...{ allowJs: true, types: ['node'], typeRoots: [path.join(root, 'node_modules/@types')] },
};
const all = programs();
const rows = [];
await eachOf(labels, async (label) => rows.push(await gradeOne(label)));
report(rows.sort((a, b) => (a.label.file < b.label.file ? -1 : 1)));

/** One row: what was said of the labelled loop, and what its rewrite did. The program is alone in its folder but for its helpers. */
async function gradeOne(label) {
  const folder = copyPrograms((file) => file === label.file || !all.includes(file));
  try {
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    mkdirSync(path.join(folder, 'node_modules'));
    symlinkSync(path.join(root, 'dist/runtime'), path.join(folder, 'node_modules/looppool'));
    const fix = await run([cli, 'fix', `${label.file}:${label.line}`, '--write', '--assume', '--json'], folder);
    const answer = fix.stdout.startsWith('{') ? JSON.parse(fix.stdout) : null;
    const { verdict = 'offered', reasons = [], assumptions = [] } = answer ?? { verdict: 'failed' };
    const codes = [...new Set(reasons.map((reason) => `${reason.code}@${reason.line}`))];
    const row = { label, verdict, reasons: codes, assumptions: assumptions.map((a) => a.code), outcome: 'not offered', inWorkers: 0 };
    if (/no loop on this line/.test(fix.stderr)) return { ...row, reasons: ['no-loop-found'] };
    if (answer === null) return { ...row, outcome: `fix failed: ${fix.stderr.trim()}` };
    if (verdict === 'refused') return row;
    compile(folder);
    const stats = path.join(folder, 'stats.json');
    const env = { SCALE: '1', LOOPPOOL_INLINE: 'never', LOOPPOOL_WORKERS: '2', LOOPPOOL_STATS: stats };
    const { stdout, stderr, end } = await run([toJs(label.file)], folder, env);
    row.outcome = stdout === expected[label.file] && end === 0 ? 'same' : `DIFFERENT: ${end} ${stderr.slice(0, 200)}`;
    if (row.outcome === 'same')
      row.inWorkers = JSON.parse(readFileSync(stats, 'utf8')).calls.reduce((sum, call) => sum + call.itemsInWorkers, 0);
    return row;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(graded) {
  for (const { label, outcome, reasons, assumptions, inWorkers } of graded) {
    const where = `${label.file}:${label.line}`;
    if (outcome.startsWith('DIFF') || outcome.startsWith('fix')) console.log(`wrong   ${where} ${outcome} ${assumptions.join(' ')}`);
    else if (outcome === 'same' && !label.couldOffer && label.heavy) console.log(`dispute ${where} is offered and prints the same`);
    else if (outcome === 'same' && inWorkers === 0) console.log(`idle    ${where} is offered, and nothing ran in a worker`);
    else if (label.couldOffer && outcome !== 'same') console.log(`missed  ${where} ${label.kind} ${reasons.join(' ')}`);
  }
  for (const field of ['kind', 'set']) {
    console.log(`\n${field}\tprograms\toffered\tprecision\trecall`);
    for (const name of [...new Set(graded.map((row) => row.label[field]))].sort())
      console.log([name, ...figures(graded.filter((row) => row.label[field] === name))].join('\t'));
  }
  const [count, offered, precision, recall] = figures(graded);
  const assuming = graded.filter((row) => row.assumptions.length > 0).length;
  console.log(`\n${count} programs, ${offered} offered (${assuming} under assumptions), precision ${precision}, recall ${recall}`);
  if (jsonFile) writeFileSync(jsonFile, JSON.stringify(graded, null, 1));
  process.exitCode = graded.some((row) => row.outcome.startsWith('DIFF')) ? 1 : 0;
}

function figures(some) {
  const offered = some.filter((row) => row.outcome !== 'not offered');
  const same = offered.filter((row) => row.outcome === 'same');
  const could = some.filter((row) => row.label.couldOffer);
  const share = (part, whole) => (whole.length === 0 ? '-' : (part.length / whole.length).toFixed(3));
  return [some.length, offered.length, share(same, offered), share(same.filter((r) => could.includes(r)), could)];
}
