/**
 * Which variables of other modules a loop can come to: whatever the functions that it calls read and write, through any number of
 * imports within the package. Their values are recorded with the inputs of the loop, and are the same again before each run.
 *
 * Left out: the state of packages, properties of `exports` and of functions and classes, and what only closures hold.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';
import { createConfigFinder } from '../../compilerConfig.js';
import { createTexts } from '../../texts.js';
import { parseFile, type ParsedFile } from '../source/parsedFile.js';
import { isStateless, membersOf } from '../source/needed.js';
import { STATE_GLOBAL } from '../protocol.js';
import {
  isFunctionInPlace,
  nodeOf,
  referencesOf,
  referenceTo,
  variableOf,
  type Reference,
} from '../source/references.js';
import { findRegion, namesOf } from '../source/region.js';

/** A module of the package with the variables that the loop can come to. */
export interface StatefulModule {
  /** Absolute path. */
  readonly file: string;
  readonly variables: readonly { readonly name: string; readonly isConst: boolean }[];
}

/** Programs with more modules than that are followed so far and no further. */
const MAX_MODULES = 500;

/**
 * @param file absolute path of the loop's file
 * @param text its text
 * @param loop where the loop stands in it
 * @param loop.start offset
 * @param loop.end offset
 * @param isOwn whether a file belongs to the package
 */
export function importedState(
  file: string,
  text: string,
  loop: { readonly start: number; readonly end: number },
  isOwn: (file: string) => boolean,
): StatefulModule[] {
  const { options } = createConfigFinder(createTexts())(file);
  const parsed = new Map<string, ParsedFile>();
  const found = new Map<string, Map<string, boolean>>();
  const entered = new Set<string>();

  const own = parseFile(file, text);
  follow(file, own, findRegion(own.source, loop.start, loop.end).nodes, new Set());
  return [...found].map(([module, names]) => ({
    file: module,
    variables: [...names].map(([name, isConst]) => ({ name, isConst })),
  }));

  /** All that code of a file comes to: its own names first, then what they import. */
  function follow(place: string, source: ParsedFile, nodes: readonly ts.Node[], seen: Set<ts.Symbol>): void {
    for (const reference of referencesOf(source, nodes)) take(place, source, reference, seen);
  }

  function take(place: string, source: ParsedFile, reference: Reference, seen: Set<ts.Symbol>): void {
    if (seen.has(reference.symbol)) return;
    seen.add(reference.symbol);
    const { declaration, kind, topLevel } = reference;
    if (kind === 'import') return enterImported(place, declaration);
    const required = requiredBy(variableOf(declaration));
    if (required !== null) return enter(place, required, null);
    if (place !== file && kind === 'value' && topLevel) add(place, declaration, reference.name);
    follow(place, source, [nodeOf(reference), ...(topLevel ? membersOf(source, reference.symbol) : [])], seen);
  }

  function add(place: string, declaration: ts.Declaration, name: string): void {
    const variable = variableOf(declaration);
    if (!ts.isVariableDeclaration(variable)) return;
    const isConst = (ts.getCombinedNodeFlags(variable) & ts.NodeFlags.Const) !== 0;
    if (isConst && variable.initializer && holdsNothing(variable.initializer)) return;
    const names = found.get(place) ?? new Map<string, boolean>();
    found.set(place, names.set(name, isConst));
  }

  function enterImported(place: string, declaration: ts.Declaration): void {
    const name = ts.isImportSpecifier(declaration)
      ? (declaration.propertyName ?? declaration.name).text
      : ts.isImportClause(declaration)
        ? 'default'
        : null;
    const specifier = ts.isImportEqualsDeclaration(declaration)
      ? ts.isExternalModuleReference(declaration.moduleReference) && declaration.moduleReference.expression
      : ts.findAncestor(declaration, ts.isImportDeclaration)?.moduleSpecifier;
    if (specifier && ts.isStringLiteral(specifier)) enter(place, specifier.text, name);
  }

  /** What a module exports under a name; all of it where that is null. */
  function enter(from: string, specifier: string, name: string | null): void {
    const resolved = ts.resolveModuleName(specifier, from, { ...options, allowJs: true }, ts.sys).resolvedModule;
    const module = resolved && path.resolve(resolved.resolvedFileName);
    if (!module || module === file || /\.d\.[cm]?ts$|\.json$/.test(module)) return;
    if (!isOwn(module) || module.split(path.sep).includes('node_modules') || !existsSync(module)) return;
    const key = `${module}\0${name ?? ''}`;
    if (entered.has(key) || (!parsed.has(module) && parsed.size >= MAX_MODULES)) return;
    entered.add(key);
    const source = parsed.get(module) ?? parseFile(module, readFileSync(module, 'utf8'));
    parsed.set(module, source);
    const symbol = source.checker.getSymbolAtLocation(source.source);
    const exported = name === null ? undefined : symbol?.exports?.get(ts.escapeLeadingUnderscores(name));
    if (exported) return enterExported(module, source, exported);
    const stars = source.source.statements.filter(
      (one): one is ts.ExportDeclaration => ts.isExportDeclaration(one) && !one.exportClause && !one.isTypeOnly,
    );
    for (const { moduleSpecifier } of stars)
      if (moduleSpecifier && ts.isStringLiteral(moduleSpecifier)) enter(module, moduleSpecifier.text, name);
    if (name === null || !ts.isExternalModule(source.source)) enterAll(module, source);
  }

  function enterExported(module: string, source: ParsedFile, exported: ts.Symbol): void {
    const declaration = exported.declarations?.[0];
    if (!declaration) return;
    if (ts.isExportSpecifier(declaration)) {
      const { moduleSpecifier } = declaration.parent.parent;
      const name = (declaration.propertyName ?? declaration.name).text;
      if (moduleSpecifier)
        return ts.isStringLiteral(moduleSpecifier) ? enter(module, moduleSpecifier.text, name) : undefined;
      const local = source.checker.getExportSpecifierLocalTargetSymbol(declaration);
      const reference = local && referenceTo(local);
      return reference ? take(module, source, reference, new Set()) : undefined;
    }
    const reference = referenceTo(exported);
    if (reference) return take(module, source, reference, new Set());
    if (ts.isExportAssignment(declaration) && !isName(declaration.expression) && !holdsNothing(declaration.expression))
      found.set(module, (found.get(module) ?? new Map<string, boolean>()).set('default', true));
    follow(module, source, [declaration], new Set());
  }

  /** Every name of a module: who looks at it as a whole may come to any. */
  function enterAll(module: string, source: ParsedFile): void {
    const seen = new Set<ts.Symbol>();
    for (const statement of source.source.statements) {
      if (ts.isVariableStatement(statement))
        for (const variable of statement.declarationList.declarations) {
          const required = requiredBy(variable);
          if (required !== null) enter(module, required, null);
          else for (const name of namesOf(variable.name)) add(module, variable, name);
        }
      follow(module, source, [statement], seen);
    }
  }
}

/**
 * The text of a module that hands its variables to whoever has asked for them; nobody has in the user's own runs.
 *
 * @param text which may be another than the one that was looked at: a rewrite may have moved variables
 * @param module its variables
 * @param shown how keys name the file
 */
export function withStateHook(text: string, module: StatefulModule, shown: string): string {
  const { source } = parseFile(module.file, text);
  const declared = new Set(
    source.statements
      .filter((one) => ts.isVariableStatement(one))
      .flatMap((one) => one.declarationList.declarations.flatMap(({ name }) => namesOf(name))),
  );
  // What is exported without a name gets one.
  const unnamed = module.variables.some(({ name }) => name === 'default')
    ? source.statements.find((one) => ts.isExportAssignment(one) && !one.isExportEquals && !isName(one.expression))
    : undefined;
  const bindings = module.variables.flatMap(({ name, isConst }) => {
    if (name === 'default') return unnamed ? [`"default": [() => ${DEFAULT}]`] : [];
    const set = isConst ? '' : `, (__looppoolValue) => { ${name} = __looppoolValue; }`;
    return declared.has(name) ? [`${JSON.stringify(name)}: [() => ${name}${set}]`] : [];
  });
  const named =
    unnamed && ts.isExportAssignment(unnamed)
      ? `${text.slice(0, unnamed.getStart())}const ${DEFAULT} = ${text.slice(unnamed.expression.getStart())}\n;export { ${DEFAULT} as default };`
      : text;
  return `${named}\n;globalThis.process.${STATE_GLOBAL}?.(${JSON.stringify(shown)}, { ${bindings.join(', ')} });\n`;
}

const DEFAULT = '__looppoolDefault';

const isName = (expression: ts.Expression): boolean => ts.isIdentifier(expression);

/** The module that a variable gets by `require('…')`. */
function requiredBy(variable: ts.Node): string | null {
  if (!ts.isVariableDeclaration(variable) || !variable.initializer) return null;
  let call: ts.Expression = variable.initializer;
  while (ts.isPropertyAccessExpression(call)) call = call.expression;
  if (!ts.isCallExpression(call) || call.expression.getText() !== 'require') return null;
  const [name] = call.arguments;
  return name && ts.isStringLiteral(name) ? name.text : null;
}

/** A constant that never changes: a primitive, a function, a class, an encoder. */
function holdsNothing(initializer: ts.Expression): boolean {
  let inner = initializer;
  while (ts.isAsExpression(inner) || ts.isParenthesizedExpression(inner) || ts.isSatisfiesExpression(inner))
    inner = inner.expression;
  if (ts.isPrefixUnaryExpression(inner)) inner = inner.operand;
  return (
    ts.isLiteralExpression(inner) ||
    ts.isTemplateExpression(inner) ||
    inner.kind === ts.SyntaxKind.TrueKeyword ||
    inner.kind === ts.SyntaxKind.FalseKeyword ||
    inner.kind === ts.SyntaxKind.NullKeyword ||
    isFunctionInPlace(inner) ||
    isStateless(inner)
  );
}
