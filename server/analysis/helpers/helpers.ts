import path from 'node:path';
import { ts } from 'ts-morph';
import { spanOf } from '../../project.js';
import { isMadeFunction } from '../calls/callees.js';
import { importOf, type ImportedName } from '../source/importedNames.js';
import type { Summaries } from '../effects/summaries.js';
import { holdsCode } from '../calls/functionTables.js';
import { isEcmaModule, type LoadTrouble, readsEnvironment, whyNotLoadable } from '../program/modules.js';
import type { Judge } from '../dependences/hindrance.js';
import { type CapturedField, capturedFields } from '../transfer/capturedFields.js';
import { type LocalFunction, localFunctionOf, shadowedName } from './localFunctions.js';
import { canBeMadeAgain, isReproducible, whyNoStatics } from './madeAgain.js';
import { classesIn, nameOfClass } from '../transfer/rebuilt.js';
import { isMemo } from '../effects/memos.js';
import type { ModuleState } from '../program/moduleState.js';
import { isPatternTable } from '../origins/patternTables.js';
import { isPlainPattern } from '../origins/plainPatterns.js';
import type { Blocker } from '../reasons.js';
import {
  declarationOf,
  declaresCode,
  enclosingFunction,
  forEachUse,
  isConstant,
  isDeclaredIn,
  isFunctionNode,
  isGlobal,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

/** How the code that computes gets what it uses. */
export interface HelperPlan {
  /** Values copied at the call, in order of first use. */
  readonly captures: readonly ts.Symbol[];
  /** Fields of `this` that are copied at the call. */
  readonly fields: readonly CapturedField[];
  /** Temporaries of the function around the loop, which the task declares for itself. */
  readonly privates: readonly ts.Symbol[];
  /** Names imported by the worker module as the file itself imports them. */
  readonly imports: readonly { readonly symbol: ts.Symbol; readonly from: ImportedName }[];
  /** Names the worker module imports from the file, because the file only declares things. */
  readonly fromFile: readonly ts.Symbol[];
  /** Functions of a function around the loop, which the task declares for itself, in source order. */
  readonly locals: readonly LocalFunction[];
  /** Statements that move to the worker module, in source order; the file imports them back. */
  readonly moved: readonly ts.Statement[];
  /** Classes whose instances travel, by the names that the worker module has for them. */
  readonly classes: readonly string[];
  readonly blockers: readonly Blocker[];
}

/**
 * Follows every name that the compute part uses.
 *
 * @param nodes the code that computes
 * @param region the loop: names declared in it are its own, and so are its private temporaries
 * @param results types of what the code hands back
 * @param given names of the task's parameters that the loop does not declare
 */
export function planHelpers(
  nodes: readonly ts.Node[],
  { region, privates, isOuter, isItem }: Pick<Judge, 'region' | 'privates' | 'isOuter' | 'isItem'>,
  results: readonly ts.Type[],
  given: readonly string[],
  program: ts.Program,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): HelperPlan {
  const source = region.getSourceFile();
  const captures = new Set<ts.Symbol>();
  const own = new Set<ts.Symbol>();
  const imports = new Map<ts.Symbol, ImportedName>();
  const helpers = new Set<ts.Symbol>();
  const locals = new Set<LocalFunction>();
  const blockers: Blocker[] = [];

  const takeImport = (symbol: ts.Symbol, from: ImportedName, use: ts.Node): void => {
    if (imports.has(symbol)) return;
    imports.set(symbol, from);
    const blocker = from.isNode
      ? null
      : whyNotLoaded(symbol, from, { use, region }, program, checker, state, summaries);
    if (blocker) blockers.push(blocker);
  };
  /** A worker has the table as it was declared. */
  const refuseChanged = (symbol: ts.Symbol, use: ts.Node): void => {
    const changed = state.changeOf(symbol, true) ?? state.filledBy(symbol);
    const related = changed ? [{ message: 'changed here', node: changed }] : [];
    if (changed) blockers.push({ code: 'module-state', node: use, detail: use.getText(), related });
  };
  const takeHelper = (symbol: ts.Symbol): void => {
    if (helpers.has(symbol)) return;
    helpers.add(symbol);
    for (const d of symbol.declarations ?? []) follow(topStatement(d), true);
  };
  const follow = (node: ts.Node, inHelper: boolean): void => {
    forEachUse(node, (use) => {
      const symbol = symbolOf(use, checker);
      const isOwn = (scope: ts.Node): boolean => symbol !== undefined && isDeclaredIn(symbol, scope);
      if (!symbol || isGlobal(symbol) || isOwn(node) || (!inHelper && isOwn(region))) return;
      if (privates.has(symbol)) {
        // A list that every iteration empties is the worker's own once it is there.
        return void (isConstant(declarationOf(symbol)) ? captures : own).add(symbol);
      }
      const from = importOf(symbol);
      if (from) return takeImport(symbol, from, use);
      const declaration = declarationOf(symbol);
      if (!declaration) return;
      if (ts.isSourceFile(declaration))
        return void blockers.push({ code: 'module-state', node: use, detail: use.text, related: [] });
      const atTop = ts.isSourceFile(enclosingFunction(declaration)) && topStatement(declaration).parent === source;
      const isTable = !inHelper && (holdsCode(declaration, checker) || isPatternTable(declaration, checker));
      if (isTable) refuseChanged(symbol, use);
      const isCode =
        declaresCode(declaration) ||
        isTable ||
        isMadeFunction(declaration, checker) ||
        isPlainPattern(declaration, checker);
      if (atTop && (inHelper || isCode)) takeHelper(symbol);
      else if (!inHelper) {
        const local = localFunctionOf(symbol, region, checker);
        if (!local) captures.add(symbol);
        else if (!locals.has(local)) {
          locals.add(local);
          if (
            isMadeFunction(local, checker) &&
            !canBeMadeAgain(local as ts.VariableDeclaration, checker, state, summaries)
          )
            blockers.push({
              code: 'closure-capture',
              node: use,
              detail: use.text,
              related: [{ message: 'made here', node: local }],
            });
          follow(local, false);
        }
      }
    });
  };
  for (const node of nodes) follow(node, false);
  const handed = new Set(results);
  for (const node of nodes)
    forEachUse(node, (use) => {
      const symbol = symbolOf(use, checker);
      if (symbol && (isOuter(symbol) || isItem(symbol))) handed.add(checker.getTypeOfSymbolAtLocation(symbol, use));
    });
  const classes: ts.Symbol[] = [];
  // Of what a head takes apart, only the parts need be copies of the same class.
  const takenApart = nodes.filter(ts.isObjectBindingPattern).map((pattern) => checker.getTypeAtLocation(pattern));
  const needed = new Set(classesIn([...handed], checker));
  for (const type of new Set([...needed, ...classesIn(takenApart, checker)])) {
    const known = nameOfClass(type, source, checker);
    if (!known && !needed.has(type)) continue;
    const unknown = `An instance of class \`${type.getName()}\`, which this file would have to import,`;
    if (!known) blockers.push({ code: 'not-cloneable', node: region, detail: unknown, related: [] });
    else {
      classes.push(known.symbol);
      if (known.from) takeImport(known.symbol, known.from, region);
      else takeHelper(known.symbol);
    }
  }
  const fields = capturedFields(nodes, region, checker);
  const inOrder = [...locals].sort((a, b) => a.pos - b.pos);
  const computing = [...nodes, ...inOrder];
  const shadowed = shadowedName(inOrder, region, given, checker);
  if (shadowed)
    blockers.push({
      code: 'name-clash',
      node: region,
      detail: shadowed.text,
      related: [{ message: 'used here', node: shadowed }],
    });

  // What helpers need as well is where they are.
  const handedOver = [...captures].filter((symbol) => !helpers.has(symbol));
  const isNamed = (symbol: ts.Symbol): boolean => classes.includes(symbol) || isUsedIn(symbol, computing, checker);
  const movable = [...helpers].flatMap((symbol) => (symbol.declarations ?? []).map(topStatement));
  if (helpers.size > 0 && isEcmaModule(source) && !whyNotLoadable(source, region, checker, summaries)) {
    return {
      captures: handedOver,
      fields,
      privates: [...own],
      // Helpers that stay in the file import for themselves.
      imports: [...imports].filter(([s]) => isNamed(s)).map(([symbol, from]) => ({ symbol, from })),
      fromFile: [...helpers].filter(isNamed),
      locals: inOrder,
      moved: [],
      classes: classes.map((s) => s.getName()),
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
  // What runs while the file is loaded meets an error where it uses what is declared behind it.
  const later = moved.find((statement) => statement.pos >= region.end && !ts.isFunctionDeclaration(statement));
  if (later && ts.isSourceFile(enclosingFunction(region)))
    blockers.push({
      code: 'declared-later',
      node: region,
      detail: nameOfStatement(later),
      related: [{ message: 'declared here', node: later }],
    });
  return {
    captures: handedOver,
    fields,
    privates: [...own],
    imports: [...imports].map(([symbol, from]) => ({ symbol, from })),
    fromFile: [],
    locals: inOrder,
    moved,
    classes: classes.map((s) => s.getName()),
    blockers,
  };
}

/** The name of what a statement declares, or how it begins. */
function nameOfStatement(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations[0]?.name.getText() ?? '';
  const isNamed =
    ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isModuleDeclaration(statement);
  return (
    (isNamed && statement.name?.text) ||
    statement
      .getText()
      .split(/\s*[{\n]/)[0]!
      .slice(0, 40)
  );
}

function isUsedIn(symbol: ts.Symbol, nodes: readonly ts.Node[], checker: ts.TypeChecker): boolean {
  let used = false;
  for (const node of nodes) forEachUse(node, (use) => (used ||= symbolOf(use, checker) === symbol));
  return used;
}

/** The top-level statement a declaration belongs to. */
export function topStatement(declaration: ts.Node): ts.Statement {
  let node = declaration;
  while (!ts.isSourceFile(node.parent)) node = node.parent;
  return node as ts.Statement;
}

/** Why a statement cannot be evaluated again in the worker module with the same outcome. */
export function whyNotMoved(
  statement: ts.Statement,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): Blocker[] {
  if (ts.isFunctionDeclaration(statement) || ts.isEnumDeclaration(statement)) return [];
  if (ts.isClassDeclaration(statement)) return whyNoStatics(statement, checker, state, summaries);
  if (!ts.isVariableStatement(statement))
    return [{ code: 'module-state', node: statement, detail: nameOfStatement(statement), related: [] }];
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
      // Every worker remembers for itself.
      if (isMemo(symbol, checker)) continue;
      const changed = state.changeOf(symbol, true);
      if (changed) refuse(changed);
      else if (!isReproducible(initializer, checker, summaries, state) || state.filledBy(symbol)) refuse(null);
    }
  }
  return blockers;
}

/** Why a worker cannot load the module that a name is imported from; null where it can. */
function whyNotLoaded(
  symbol: ts.Symbol,
  from: ImportedName,
  { use, region }: { readonly use: ts.Node; readonly region: ts.Node },
  program: ts.Program,
  checker: ts.TypeChecker,
  state: ModuleState,
  summaries: Summaries,
): Blocker | null {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const isOfProgram = (file: ts.SourceFile | undefined): file is ts.SourceFile =>
    file !== undefined && !file.isDeclarationFile && !program.isSourceFileFromExternalLibrary(file);
  // What is loaded is the file that the import names, which may only hand on what another one declares.
  const files = [declarationOf(target)?.getSourceFile(), fileNamedBy(symbol, checker)].filter(isOfProgram);
  const refuse = (detail: string, message: string, node: ts.Node): Blocker => ({
    code: 'module-has-effects',
    node: use,
    detail: `\`${from.specifier}\`, ${detail}`,
    related: [{ message, node }],
  });
  for (const file of files) {
    const trouble = whyNotLoadable(file, region, checker, summaries);
    if (trouble)
      return refuse(LOAD_TROUBLES[trouble.kind](shownPart(trouble.node, use)), 'while it is loaded', trouble.node);
  }
  // A worker would load it after the change.
  const changed = state.environmentChange(use.getSourceFile());
  return changed && files.some((file) => readsEnvironment(file, checker, summaries))
    ? refuse('which reads the environment while it is loaded, and the program changes that', 'changed here', changed)
    : null;
}

/** What is said of a module that a worker would have to load. */
const LOAD_TROUBLES: Readonly<Record<LoadTrouble['kind'], (part: string) => string>> = {
  effect: (part) => `and then ${part} runs in each worker again`,
  order: (part) => `and ${part} depends on what was loaded before it`,
  loop: () => 'which runs this loop while it is loaded',
};

/** `register(job)` in line 3 of jobs.ts */
function shownPart(part: ts.Node, use: ts.Node): string {
  const { file, line } = spanOf(part);
  const text = part.getText().replace(/\s+/g, ' ').replace(/;$/, '');
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return `\`${shown}\` in line ${line}${file === use.getSourceFile().fileName ? '' : ` of ${path.basename(file)}`}`;
}

/** So much of the code of a module is shown in a message. */
const SHOWN = 60;

/** The file whose name an import of a symbol gives. */
function fileNamedBy(symbol: ts.Symbol, checker: ts.TypeChecker): ts.SourceFile | undefined {
  const [declaration] = symbol.declarations ?? [];
  const specifier = declaration && ts.findAncestor(declaration, ts.isImportDeclaration)?.moduleSpecifier;
  return specifier && checker.getSymbolAtLocation(specifier)?.valueDeclaration?.getSourceFile();
}
