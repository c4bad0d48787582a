/**
 * The bench module of one version: the loop as a function of its recorded inputs, with the declarations of the file
 * that it needs and nothing else, so that loading it does not run the program again.
 *
 * - Imports stay; functions, classes and enums stay where the loop reaches them.
 * - Variables of the top level that the loop reaches get their recorded value: constants when the module loads,
 *   everything that could change (`let`, or an object that some code might write to) again before each run.
 * - Objects that cannot be copied (a hash, an instance of a class) are made again before each run, where the program does
 *   nothing with them between making them and the loop.
 * - Names of the enclosing functions become local variables of the bench function; local helper functions are repeated there.
 */
import { ts } from 'ts-morph';
import { writeModule } from './benchModule.js';
import { gatherNeeded, type Needed, type RecordedNames } from '../source/needed.js';
import { parseFile, type ParsedFile } from '../source/parsedFile.js';
import { BENCH_GLOBAL, type Version } from '../protocol.js';
import { nodeOf } from '../source/references.js';
import { declaredIn, findRegion, type Region } from '../source/region.js';
import { TimingError } from '../timingError.js';
import { isDead } from '../source/usage.js';

export interface BenchRequest {
  readonly version: Version;
  readonly file: string;
  readonly text: string;
  readonly loop: { readonly start: number; readonly end: number };
  readonly recorded: RecordedNames;
  /** Names that belong to the result of the other version. */
  readonly results: readonly string[];
}

export interface BenchText {
  readonly text: string;
  /** Names whose values after the loop belong to its result. */
  readonly results: readonly string[];
}

/** Writes the bench module. */
export function writeBench(request: BenchRequest): BenchText {
  const file = parseFile(request.file, request.text);
  const region = findRegion(file.source, request.loop.start, request.loop.end);
  const declared = declaredIn(region);
  const needed = gatherNeeded(
    file,
    region,
    request.recorded,
    request.results.filter((name) => !declared.includes(name)),
  );
  const module = writeModule(file, needed, region, request.recorded);
  const locals = needed.filter((one) => !one.reference.topLevel && !declared.includes(one.reference.name));
  checkNames(locals);
  const results = needed
    .filter(
      ({ reference, source }) => source !== 'declaration' && (!reference.topLevel || module.reset.has(reference.name)),
    )
    .filter(({ reference }) => request.results.includes(reference.name) || !isDead(file, reference, region))
    .map(({ reference }) => reference.name);
  const after = results.filter((name) => !declared.includes(name));
  const text = [
    module.text,
    ...writeSet(needed, locals, module.reset),
    `${region.awaits ? 'async ' : ''}function __looppoolRun(__looppoolIn, __looppoolOut) {`,
    ...locals.filter((one) => one.source !== 'declaration').map(takeInput),
    ...declarations(locals, ['declaration']),
    `  try {`,
    ...region.labels.map((label) => `    ${label}: do {`),
    writeRegion(file, region, declared),
    `    __looppoolOut.left = 'end';`,
    ...region.labels.map(() => `    } while (false);`),
    `    __looppoolOut.left ??= 'jump';`,
    `  } finally {`,
    `    __looppoolOut.after = { ...__looppoolOut.after, ${after.join(', ')} };`,
    `  }`,
    `}`,
    `globalThis.${BENCH_GLOBAL}.register('${request.version}', { set: __looppoolSet, run: __looppoolRun });`,
    '',
  ].join('\n');
  checkSyntax(request.file, text);
  return { text, results: [...new Set([...results, ...declared])] };
}

/** A rewrite may have left something else than a loop at its place. */
function checkSyntax(file: string, text: string): void {
  const { diagnostics } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const first = diagnostics?.[0];
  if (!first) return;
  const message = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  throw new TimingError(`The loop cannot be timed by itself: cut out of its file it is no valid code (${message})`);
}

/** Sets the module-level bindings, and makes again what is made before each run. */
function writeSet(needed: readonly Needed[], locals: readonly Needed[], reset: ReadonlySet<string>): string[] {
  const made = needed.filter((one) => one.source === 'made');
  const madeHere = made.filter((one) => !one.reference.topLevel);
  return [
    `function __looppoolSet(__looppoolIn) {`,
    ...[...reset]
      .filter((name) => !made.some((one) => one.reference.topLevel && one.reference.name === name))
      .map((name) => `  ${name} = __looppoolIn[${JSON.stringify(name)}];`),
    ...made
      .filter((one) => one.reference.topLevel)
      .sort((a, b) => a.reference.declaration.pos - b.reference.declaration.pos)
      .map(({ reference }) => `  ${reference.name} = (${initializerOf(reference.declaration)});`),
    ...(madeHere.length === 0
      ? []
      : [
          ...locals.filter((one) => one.source === 'record').map(takeInput),
          ...declarations(locals, ['declaration', 'made']),
          ...madeHere.map(({ reference: { name } }) => `  __looppoolIn[${JSON.stringify(name)}] = ${name};`),
        ]),
    `}`,
  ];
}

function initializerOf(declaration: ts.Declaration): string {
  return ts.isVariableDeclaration(declaration) ? (declaration.initializer?.getText() ?? 'undefined') : 'undefined';
}

function takeInput({ reference: { name } }: Needed): string {
  return `  let ${name} = __looppoolIn[${JSON.stringify(name)}];`;
}

/** Declarations of the enclosing functions, once more, in the order of the file. */
function declarations(locals: readonly Needed[], sources: readonly Needed['source'][]): string[] {
  const nodes = new Set(locals.filter((one) => sources.includes(one.source)).map((one) => nodeOf(one.reference)));
  return [...nodes]
    .sort((a, b) => a.pos - b.pos)
    .map((node) => {
      if (ts.isVariableDeclaration(node)) return `  const ${node.getText()};`;
      if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
        return `  ${node.getText()}`;
      }
      const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
      throw new TimingError(
        `The loop uses a function that is declared inside an expression, in line ${line + 1}: it cannot be timed by itself.`,
      );
    });
}

/** All locals end up in one function, where a name means one thing. */
function checkNames(locals: readonly Needed[]): void {
  const names = new Map<string, ts.Symbol>();
  for (const { reference } of locals) {
    const { name, symbol } = reference;
    if ((names.get(name) ?? symbol) !== symbol) {
      throw new TimingError(
        `The loop and its helpers use two different variables called \`${name}\`: rename one of them.`,
      );
    }
    names.set(name, symbol);
  }
}

function writeRegion(file: ParsedFile, region: Region, declared: readonly string[]): string {
  const text = file.source.text.slice(region.start, region.end);
  if (region.kind === 'statements') {
    return declared.length === 0 ? text : `${text}\n    ;__looppoolOut.after = { ${declared.join(', ')} };`;
  }
  if (region.valueName === null) return `    __looppoolOut.value = (${text});`;
  return `    __looppoolOut.after = { ${JSON.stringify(region.valueName)}: (${text}) };`;
}
