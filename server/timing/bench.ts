/**
 * The bench module of one version: the loop as a function of its recorded inputs, with the declarations of the file
 * that it needs and nothing else, so that loading it does not run the program again.
 *
 * - Imports stay; functions, classes and enums stay where the loop reaches them.
 * - Variables of the top level that the loop reaches get their recorded value: constants when the module loads,
 *   everything that could change (`let`, or an object that some code might write to) again before each run.
 * - Names of the enclosing functions become local variables of the bench function; local helper functions are repeated there.
 */
import { ts } from 'ts-morph';
import { parseFile, type ParsedFile } from './parsedFile.js';
import { BENCH_GLOBAL, type RecordedName, type Version } from './protocol.js';
import { isFunctionInPlace, nodeOf, referencesOf, variableOf, type Reference } from './references.js';
import { declaredIn, findRegion, namesOf, type Region } from './region.js';
import { isDead, isOnlyRead } from './usage.js';
import { TimingError } from './timingError.js';

export interface BenchRequest {
  readonly version: Version;
  readonly file: string;
  readonly text: string;
  readonly loop: { readonly start: number; readonly end: number };
  readonly recorded: Readonly<Record<string, RecordedName>>;
}

export interface BenchText {
  readonly text: string;
  /** Names whose values after the loop belong to its result. */
  readonly results: readonly string[];
}

/** Writes the bench module. The result names of the serial version and of the parallel one are matched by the caller. */
export function writeBench(request: BenchRequest): BenchText {
  const file = parseFile(request.file, request.text);
  const region = findRegion(file.source, request.loop.start, request.loop.end);
  const declared = declaredIn(region);
  const needed = gatherNeeded(file, region, request.recorded);
  const module = writeModule(file, needed, region, request.recorded);
  const locals = [...needed.values()].filter((one) => !one.reference.topLevel && one.reference.kind !== 'import');
  const topLevel = [...needed.values()].filter((one) => one.reference.topLevel && one.source === 'record');
  const mine = [
    ...locals.filter((one) => one.source === 'record'),
    ...topLevel.filter((one) => module.reset.has(one.reference.name)),
  ];
  const results = mine.filter((one) => !isDead(file, one.reference, region)).map((one) => one.reference.name);
  const after = [...new Set([...results.filter((name) => !declared.includes(name))])];
  const text = [
    module.text,
    `function __looppoolSet(__looppoolIn) {`,
    ...[...module.reset].map((name) => `  ${name} = __looppoolIn[${JSON.stringify(name)}];`),
    `}`,
    `${region.awaits ? 'async ' : ''}function __looppoolRun(__looppoolIn, __looppoolOut) {`,
    ...writeLocals(file, locals, declared),
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
  return { text, results: [...new Set([...results, ...declared])] };
}

/** Something the loop needs, and where it comes from: the record, or its own declaration once more. */
interface Needed {
  readonly reference: Reference;
  readonly source: 'record' | 'declaration';
}

function gatherNeeded(file: ParsedFile, region: Region, recorded: BenchRequest['recorded']): Map<ts.Symbol, Needed> {
  const needed = new Map<ts.Symbol, Needed>();
  if (region.usesThis) refuse('this', recorded['this']);
  const open: (readonly ts.Node[])[] = [region.nodes];
  for (let nodes = open.pop(); nodes; nodes = open.pop()) {
    for (const reference of referencesOf(file, nodes)) {
      if (needed.has(reference.symbol)) continue;
      const source = sourceOf(file, reference, region, recorded);
      needed.set(reference.symbol, { reference, source });
      if (source === 'declaration' && reference.kind !== 'import') open.push([nodeOf(reference)]);
    }
  }
  return needed;
}

function sourceOf(
  file: ParsedFile,
  reference: Reference,
  region: Region,
  recorded: BenchRequest['recorded'],
): Needed['source'] {
  const { name, kind, topLevel, declaration } = reference;
  if (kind !== 'value') return 'declaration';
  const hidden = file.checker.resolveName(name, region.nodes[0], ts.SymbolFlags.Value, false) !== reference.symbol;
  const found = hidden ? undefined : recorded[name];
  if (found?.state === 'copied' || found?.state === 'unset') return 'record';
  // A variable without a usable record is made again, where its declaration says how and does not depend on the run.
  const variable = variableOf(declaration);
  const initializer = ts.isVariableDeclaration(variable) ? variable.initializer : undefined;
  if (topLevel && initializer && (!found || found.state === 'function' || isStateless(initializer)))
    return 'declaration';
  if (!topLevel && initializer && !found && !hidden) return 'declaration';
  if (hidden && !topLevel)
    throw new TimingError(
      `The loop's helpers use a variable \`${name}\` that is hidden by another \`${name}\` where the loop stands: rename one of them.`,
    );
  refuse(name, found);
  return 'record';
}

function refuse(name: string, found: RecordedName | undefined): void {
  if (found?.state === 'refused' || found?.state === 'function') {
    throw new TimingError(
      `The loop cannot be timed on copies of its inputs: \`${name}\` cannot be copied (${found.reason}).`,
    );
  }
  if (!found) throw new TimingError(`The loop cannot be timed: the value of \`${name}\` could not be recorded.`);
}

/** Built-in objects that hold no data of the program. */
function isStateless(initializer: ts.Expression): boolean {
  return /^(new\s+(TextEncoder|TextDecoder|Intl\.\w+)\b|require\s*\()/.test(initializer.getText());
}

/** The statements of the file that the bench keeps. `reset` names the bindings that are set before each run. */
function writeModule(
  file: ParsedFile,
  needed: ReadonlyMap<ts.Symbol, Needed>,
  region: Region,
  recorded: BenchRequest['recorded'],
): { text: string; reset: ReadonlySet<string> } {
  const wanted = [...needed.values()].filter((one) => one.reference.topLevel);
  const kept = wanted.filter((one) => one.source === 'declaration').map((one) => nodeOf(one.reference));
  const reset = new Set<string>();
  const lines: string[] = [];
  for (const statement of file.source.statements) {
    if (isDirective(statement) || ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) {
      lines.push(statement.getText());
    } else if (ts.isVariableStatement(statement)) {
      lines.push(...writeVariables(statement));
    } else if (kept.includes(statement) || isMemberOf(statement)) {
      lines.push(withoutExport(statement));
    }
  }
  if (ts.isExternalModule(file.source)) lines.push('export {};');
  return { text: lines.join('\n'), reset };

  function writeVariables(statement: ts.VariableStatement): string[] {
    const { declarationList } = statement;
    const word =
      declarationList.flags & ts.NodeFlags.Const ? 'const' : declarationList.flags & ts.NodeFlags.Let ? 'let' : 'var';
    return declarationList.declarations.flatMap((declaration) => {
      if (kept.includes(declaration)) return [`${word} ${declaration.getText()};`];
      return wanted
        .filter((one) => one.source === 'record' && variableOf(one.reference.declaration) === declaration)
        .map(({ reference }) => {
          const { name } = reference;
          const { state, shape } = recorded[name]!;
          const fixed =
            word === 'const' &&
            state === 'copied' &&
            (shape === 'primitive' || (shape === 'flat' && isOnlyRead(file, reference, [...region.nodes, ...kept])));
          if (fixed) return `const ${name} = globalThis.${BENCH_GLOBAL}.constants[${JSON.stringify(name)}];`;
          reset.add(name);
          return `let ${name};`;
        });
    });
  }

  /** `Name.prototype.x = …` and `Name.x = …` belong to the function or class `Name`. */
  function isMemberOf(statement: ts.Statement): boolean {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false;
    const { left, operatorToken } = statement.expression;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return false;
    let root: ts.Expression = left;
    while (ts.isPropertyAccessExpression(root)) root = root.expression;
    const symbol = ts.isIdentifier(root) ? file.checker.getSymbolAtLocation(root) : undefined;
    const owner = symbol && needed.get(symbol);
    return owner !== undefined && owner.reference.kind === 'code';
  }
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

function withoutExport(statement: ts.Statement): string {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  let text = statement.getText();
  for (const modifier of [...modifiers].reverse()) {
    if (modifier.kind !== ts.SyntaxKind.ExportKeyword && modifier.kind !== ts.SyntaxKind.DefaultKeyword) continue;
    const from = modifier.getStart() - statement.getStart();
    text = text.slice(0, from) + text.slice(from + modifier.getText().length);
  }
  return text;
}

/** Local variables of the bench function: recorded values first, helpers of the enclosing functions after them. */
function writeLocals(file: ParsedFile, locals: readonly Needed[], declared: readonly string[]): string[] {
  const byName = new Map<string, ts.Symbol>();
  const values: string[] = [];
  const helpers: { at: number; text: string }[] = [];
  for (const { reference, source } of locals) {
    const { name, symbol } = reference;
    if (declared.includes(name)) continue;
    if ((byName.get(name) ?? symbol) !== symbol)
      throw new TimingError(
        `The loop and its helpers use two different variables called \`${name}\`: rename one of them.`,
      );
    byName.set(name, symbol);
    if (source === 'record') {
      values.push(`  let ${name} = __looppoolIn[${JSON.stringify(name)}];`);
      continue;
    }
    const node = nodeOf(reference);
    if (ts.isVariableDeclaration(node)) {
      if (!isFunctionInPlace(node.initializer)) for (const other of namesOf(node.name)) byName.set(other, symbol);
      const text = `  const ${node.getText()};`;
      if (!helpers.some((one) => one.text === text)) helpers.push({ at: node.pos, text });
    } else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
      helpers.push({ at: node.pos, text: `  ${node.getText()}` });
    } else {
      throw new TimingError(
        `The loop uses \`${name}\` in a way that cannot be timed by itself: ${file.source.fileName} declares it inside an expression.`,
      );
    }
  }
  return [...values, ...helpers.sort((a, b) => a.at - b.at).map((one) => one.text)];
}

function writeRegion(file: ParsedFile, region: Region, declared: readonly string[]): string {
  const text = file.source.text.slice(region.start, region.end);
  if (region.kind === 'statements') {
    return declared.length === 0 ? text : `${text}\n    ;__looppoolOut.after = { ${declared.join(', ')} };`;
  }
  if (region.valueName === null) return `    __looppoolOut.value = (${text});`;
  return `    __looppoolOut.after = { ${JSON.stringify(region.valueName)}: (${text}) };`;
}
