import path from 'node:path';
import { ts } from 'ts-morph';
import { importOf, type ImportedName, requiredModule, resolveCallee } from './callees.js';
import { createEffectReader, type Summaries } from './effects.js';
import type { ModuleState } from './moduleState.js';
import type { Blocker } from './reasons.js';
import {
  declarationOf,
  enclosingFunction,
  forEachUse,
  isDeclaredIn,
  isFunctionNode,
  isGlobal,
  symbolOf,
  unwrap,
} from './symbols.js';

/** How the code that computes gets what it uses. */
export interface HelperPlan {
  /** Values copied at the call, in order of first use. */
  readonly captures: readonly ts.Symbol[];
  /** Names imported by the worker module as the file itself imports them. */
  readonly imports: readonly { readonly symbol: ts.Symbol; readonly from: ImportedName }[];
  /** Names the worker module imports from the file, because the file only declares things. */
  readonly fromFile: readonly ts.Symbol[];
  /** Statements that move to the worker module, in source order; the file imports them back. */
  readonly moved: readonly ts.Statement[];
  readonly blockers: readonly Blocker[];
}

/**
 * Follows every name that the compute part uses.
 *
 * @param nodes the code that computes
 * @param region the loop: names declared in it are its own
 */
export function planHelpers(
  nodes: readonly ts.Node[],
  region: ts.Node,
  program: ts.Program,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): HelperPlan {
  const source = region.getSourceFile();
  const captures = new Set<ts.Symbol>();
  const imports = new Map<ts.Symbol, ImportedName>();
  const helpers = new Set<ts.Symbol>();
  const blockers: Blocker[] = [];

  const follow = (node: ts.Node, inHelper: boolean): void => {
    forEachUse(node, (use) => {
      const symbol = symbolOf(use, checker);
      if (!symbol || isGlobal(symbol) || isDeclaredIn(symbol, inHelper ? node : region)) return;
      const from = importOf(symbol);
      if (from) {
        if (imports.has(symbol)) return;
        imports.set(symbol, from);
        const blocker = from.isNode ? null : whyNotLoaded(symbol, from, use, program, checker, state, summaries);
        if (blocker) blockers.push(blocker);
        return;
      }
      const declaration = declarationOf(symbol);
      if (!declaration) return;
      const atTop = ts.isSourceFile(enclosingFunction(declaration)) && topStatement(declaration).parent === source;
      if (atTop && (inHelper || isCode(declaration))) {
        if (!helpers.has(symbol)) {
          helpers.add(symbol);
          for (const d of symbol.declarations ?? []) follow(topStatement(d), true);
        }
      } else if (!inHelper) captures.add(symbol);
    });
  };
  for (const node of nodes) follow(node, false);

  const movable = [...helpers].flatMap((symbol) => (symbol.declarations ?? []).map(topStatement));
  if (helpers.size > 0 && isEcmaModule(source) && onlyDeclares(source, program, checker, state, summaries)) {
    return {
      captures: [...captures],
      imports: importsOf(imports, nodes, checker),
      fromFile: [...helpers].filter((s) => isUsedIn(s, nodes, checker)),
      moved: [],
      blockers,
    };
  }
  const moved = [...new Set(movable)].sort((a, b) => a.pos - b.pos);
  const around = moved.find((statement) => statement.pos <= region.pos && statement.end >= region.end);
  if (around)
    blockers.push({
      code: 'recursive-function',
      node: region,
      detail: nameOfStatement(around),
      related: [{ message: 'declared here', node: around }],
    });
  for (const statement of moved) blockers.push(...whyNotMoved(statement, checker, state, summaries));
  return {
    captures: [...captures],
    imports: [...imports].map(([symbol, from]) => ({ symbol, from })),
    fromFile: [],
    moved,
    blockers,
  };
}

function nameOfStatement(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0]?.name.getText() ?? '';
  return (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name
    ? statement.name.text
    : 'the code around it';
}

/** Only what the compute code itself names; helpers that stay in the file import for themselves. */
function importsOf(
  all: ReadonlyMap<ts.Symbol, ImportedName>,
  nodes: readonly ts.Node[],
  checker: ts.TypeChecker,
): { symbol: ts.Symbol; from: ImportedName }[] {
  return [...all].filter(([symbol]) => isUsedIn(symbol, nodes, checker)).map(([symbol, from]) => ({ symbol, from }));
}

function isUsedIn(symbol: ts.Symbol, nodes: readonly ts.Node[], checker: ts.TypeChecker): boolean {
  let used = false;
  for (const node of nodes) forEachUse(node, (use) => (used ||= symbolOf(use, checker) === symbol));
  return used;
}

function isCode(declaration: ts.Declaration): boolean {
  if (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration) || ts.isEnumDeclaration(declaration))
    return true;
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    isFunctionNode(unwrap(declaration.initializer))
  );
}

/** The top-level statement a declaration belongs to. */
export function topStatement(declaration: ts.Node): ts.Statement {
  let node = declaration;
  while (!ts.isSourceFile(node.parent)) node = node.parent;
  return node as ts.Statement;
}

export function isEcmaModule(source: ts.SourceFile): boolean {
  if (/\.c[jt]s$/.test(source.fileName)) return false;
  if (/\.m[jt]s$/.test(source.fileName)) return true;
  const written = source.statements.some(
    (s) =>
      ts.isImportDeclaration(s) ||
      ts.isExportDeclaration(s) ||
      ts.isExportAssignment(s) ||
      (ts.canHaveModifiers(s) && ts.getModifiers(s)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)),
  );
  return written || isInModulePackage(source.fileName);
}

/** Whether the nearest package.json says `"type": "module"`. */
export function isInModulePackage(file: string): boolean {
  const manifest = ts.findConfigFile(path.dirname(file), (name) => ts.sys.fileExists(name), 'package.json');
  if (!manifest) return false;
  const { config } = ts.readConfigFile(manifest, (name) => ts.sys.readFile(name)) as { config?: { type?: unknown } };
  return config?.type === 'module';
}

/** Why a statement cannot be evaluated again in the worker module with the same outcome. */
function whyNotMoved(
  statement: ts.Statement,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): Blocker[] {
  if (ts.isFunctionDeclaration(statement) || ts.isEnumDeclaration(statement)) return [];
  if (ts.isClassDeclaration(statement)) {
    const odd = statement.members.find(
      (m) =>
        ts.isClassStaticBlockDeclaration(m) ||
        (ts.isPropertyDeclaration(m) && m.modifiers?.some((x) => x.kind === ts.SyntaxKind.StaticKeyword)),
    );
    return odd
      ? [{ code: 'module-state', node: odd, detail: `static part of ${statement.name?.text ?? 'class'}`, related: [] }]
      : [];
  }
  if (!ts.isVariableStatement(statement))
    return [{ code: 'module-state', node: statement, detail: statement.getText().slice(0, 40), related: [] }];
  const blockers: Blocker[] = [];
  for (const declaration of statement.declarationList.declarations) {
    const { name, initializer } = declaration;
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    const refuse = (related: ts.Node | null): void => {
      blockers.push({
        code: 'module-state',
        node: declaration,
        detail: name.getText(),
        related: related ? [{ message: 'changed here', node: related }] : [],
      });
    };
    if (!symbol || !initializer) refuse(null);
    else if (isFunctionNode(unwrap(initializer))) continue;
    else {
      const changed = state.changeOf(symbol, true);
      if (changed) refuse(changed);
      else if (!isReproducible(initializer, checker, summaries, state) || state.filledBy(symbol)) refuse(null);
    }
  }
  return blockers;
}

/** Whether a value comes out the same when it is computed again at load: no clock, no chance, no files. The environment is handed on. */
function isReproducible(
  initializer: ts.Expression,
  checker: ts.TypeChecker,
  summaries: Summaries,
  state: ModuleState,
): boolean {
  const { outside, accesses } = createEffectReader(initializer, checker, summaries).effectsOf(initializer);
  return (
    outside.every(
      (o) =>
        (o.code === 'environment' && !state.environmentChange(initializer.getSourceFile())) ||
        o.code === 'class-instance' ||
        o.code === 'identity',
    ) && !accesses.some((a) => a.write && !isDeclaredIn(a.symbol, initializer))
  );
}

const loadable = new WeakMap<ts.SourceFile, boolean>();

/** Whether loading a module does nothing but declare, so that a worker may load it, too. */
export function onlyDeclares(
  source: ts.SourceFile,
  program: ts.Program,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): boolean {
  const known = loadable.get(source);
  if (known !== undefined) return known;
  loadable.set(source, true);
  const fine = source.statements.every((statement) => {
    if (ts.isImportDeclaration(statement) || (ts.isExportDeclaration(statement) && statement.moduleSpecifier)) {
      const { moduleSpecifier } = statement;
      return (
        !moduleSpecifier ||
        !ts.isStringLiteralLike(moduleSpecifier) ||
        importsOnlyDeclare(moduleSpecifier, program, checker, state, summaries)
      );
    }
    return declaresOnly(statement, checker, summaries);
  });
  loadable.set(source, fine);
  return fine;
}

function declaresOnly(statement: ts.Statement, checker: ts.TypeChecker, summaries: Summaries): boolean {
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  )
    return true;
  if (ts.isExportDeclaration(statement) || ts.isEmptyStatement(statement) || ts.isModuleDeclaration(statement))
    return true;
  if (ts.isClassDeclaration(statement))
    return (
      (!statement.members.some((m) => ts.isClassStaticBlockDeclaration(m)) && !ts.canHaveDecorators(statement)) ||
      !ts.getDecorators(statement)?.length
    );
  if (ts.isExpressionStatement(statement)) {
    if (ts.isStringLiteral(statement.expression)) return true;
    return isExportsAssignment(statement.expression);
  }
  const source = statement.getSourceFile();
  const parts: ts.Node[] = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.flatMap((d) =>
        d.initializer &&
        !isFunctionNode(unwrap(d.initializer)) &&
        requiredModule(d.initializer) === null &&
        !isTask(d.initializer, checker)
          ? [d.initializer]
          : [],
      )
    : [statement];
  return parts.every((part) => {
    const { outside, accesses } = createEffectReader(part, checker, summaries).effectsOf(part);
    return (
      outside.every((o) => o.code === 'environment' || o.code === 'class-instance' || o.code === 'identity') &&
      accesses.every((a) => !a.write || isDeclaredIn(a.symbol, source))
    );
  });
}

/** `task(…)` of the library only remembers where a function lives. */
function isTask(initializer: ts.Expression, checker: ts.TypeChecker): boolean {
  const call = unwrap(initializer);
  if (!ts.isCallExpression(call)) return false;
  const callee = resolveCallee(call.expression, checker);
  return callee.kind === 'builtin' && callee.key === 'looppool#task';
}

/** `module.exports = …` and `exports.name = …` */
function isExportsAssignment(expression: ts.Expression): boolean {
  return ts.isBinaryExpression(expression) && /^(module\.)?exports\b/.test(expression.left.getText());
}

function importsOnlyDeclare(
  specifier: ts.StringLiteralLike,
  program: ts.Program,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): boolean {
  const symbol = checker.getSymbolAtLocation(specifier);
  const file = symbol?.valueDeclaration?.getSourceFile();
  return !file || file.isDeclarationFile || onlyDeclares(file, program, checker, state, summaries);
}

function whyNotLoaded(
  symbol: ts.Symbol,
  from: ImportedName,
  use: ts.Node,
  program: ts.Program,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): Blocker | null {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const file = declarationOf(target)?.getSourceFile();
  if (!file || file.isDeclarationFile || program.isSourceFileFromExternalLibrary(file)) return null;
  return onlyDeclares(file, program, checker, state, summaries)
    ? null
    : { code: 'module-has-effects', node: use, detail: from.specifier, related: [] };
}
