import { ts } from 'ts-morph';
import { resolveCallee } from '../calls/callees.js';
import { requiredModule } from '../source/importedNames.js';
import { libraryName } from '../source/libraryName.js';
import { constructorOf } from '../calls/builtins.js';
import { contains } from '../calls/control.js';
import { isPackage } from '../transfer/environment.js';
import { isInModulePackage } from './modules.js';
import type { ProgramFiles } from '../source/programFiles.js';
import {
  enclosingFunction,
  type FunctionNode,
  isAsync,
  isFunctionNode,
  isGlobal,
  isLibrary,
  isValueUse,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
import { timerCall } from '../effects/timers.js';

/** Why other code may run while a loop awaits. */
export interface Interleaving {
  readonly node: ts.Node;
  /** `unawaited`: a promise that nobody waits for where it is made. `later`: a callback, or a package, that runs when it likes. */
  readonly kind: 'unawaited' | 'later';
}

/** Answers what may run while code of one program awaits. */
export interface Meanwhile {
  /**
   * What may run beside the code at `node`; null where the program does one thing after another.
   *
   * @param own a function in it that it calls many times at once
   */
  besides(node: ts.Node, own?: ts.Node | null): Interleaving | null;
  /** A promise that nobody waits for, made in `node` or in any function: it outlives the code that made it. */
  looseIn(node: ts.Node): ts.Node | null;
}

/**
 * A program does one thing after another where every promise is awaited (or returned) on the spot, nothing takes a
 * callback that it calls later, no package is loaded, and one file starts it. Nothing can run between such awaits but what
 * is awaited.
 *
 * @returns the answers for the program that a file belongs to
 */
export function createMeanwhile(
  programFiles: ProgramFiles,
  interleavingsOf: (file: ts.SourceFile, isEntry: boolean) => readonly Interleaving[],
): (file: ts.SourceFile) => Meanwhile {
  const known = new Map<ts.SourceFile, Meanwhile>();
  return (file) => {
    let meanwhile = known.get(file);
    if (!meanwhile) known.set(file, (meanwhile = readMeanwhile(file, programFiles, interleavingsOf)));
    return meanwhile;
  };
}

function readMeanwhile(
  file: ts.SourceFile,
  programFiles: ProgramFiles,
  interleavingsOf: (file: ts.SourceFile, isEntry: boolean) => readonly Interleaving[],
): Meanwhile {
  const files = [...programFiles.with(file)];
  const isEntry = (one: ts.SourceFile): boolean => !programFiles.isImported(one);
  const entries = files.filter(isEntry);
  const read = new Map<ts.SourceFile, readonly Interleaving[]>();
  /** The first that counts: one is enough, and the files behind it are not read. */
  const firstOf = (counts: (one: Interleaving) => boolean): Interleaving | null => {
    for (const one of files) {
      let inFile = read.get(one);
      if (!inFile) read.set(one, (inFile = interleavingsOf(one, isEntry(one))));
      const found = inFile.find(counts);
      if (found) return found;
    }
    return null;
  };
  // Whoever imports the entry may call what it exports at any time.
  const exported = entries.flatMap((file) => file.statements.filter(isExport))[0];
  return {
    looseIn: (node) =>
      firstOf(
        (f) =>
          f.kind === 'unawaited' &&
          (!ts.isSourceFile(enclosingFunction(f.node)) ||
            (f.node.getSourceFile() === node.getSourceFile() && contains(node, f.node))),
      )?.node ?? null,
    besides(node, own) {
      const other = firstOf((f) => !own || f.node !== own);
      if (other) return other;
      const home = enclosingFunction(node);
      if (entries.length !== 1 || (ts.isSourceFile(home) && home !== entries[0])) return { node, kind: 'later' };
      return exported && !ts.isSourceFile(home) ? { node: exported, kind: 'later' } : null;
    },
  };
}

/**
 * What in one file may run while something else awaits.
 *
 * @param isEntry whether the file starts a program
 */
export function interleavingsIn(file: ts.SourceFile, isEntry: boolean, checker: ts.TypeChecker): Interleaving[] {
  const found: Interleaving[] = [];
  const note = (node: ts.Node, kind: Interleaving['kind']): void => void found.push({ node, kind });
  const last = isEntry ? file.statements.findLast((s) => !isDeclaration(s)) : undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return checkModule(node);
    if (ts.isCallExpression(node)) checkCall(node);
    else if (ts.isNewExpression(node)) {
      checkNew(node);
      if (node.arguments?.[0] && timerCall(node.arguments[0], checker)) return;
    } else if ((ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) && isUnknownFunctionValue(node, checker))
      note(node, 'later');
    else if (isFunctionNode(node) && givesPromise(node, checker) && !isHeld(node, checker)) note(node, 'later');
    else if (isHandler(node)) note(node, 'later');
    else if (!isEntry && isAwait(node) && ts.isSourceFile(enclosingFunction(node))) note(node, 'later');
    ts.forEachChild(node, visit);
  };

  const checkModule = (node: ts.ImportDeclaration | ts.ExportDeclaration): void => {
    const named = node.moduleSpecifier;
    const typeOnly = ts.isImportDeclaration(node)
      ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : node.isTypeOnly;
    if (named && ts.isStringLiteralLike(named) && !typeOnly && isPackage(named.text)) note(node, 'later');
  };

  const checkCall = (node: ts.CallExpression): void => {
    const required = requiredModule(node);
    if (required !== null) return isPackage(required) ? note(node, 'later') : undefined;
    const ours = libraryName(node.expression, checker);
    if (ours !== null) return AWAITED.has(ours) && !isWaitedFor(node, last) ? note(node, 'unawaited') : undefined;
    const callee = resolveCallee(node.expression, checker);
    const asynchronous =
      isPromise(node, checker) || (callee.kind === 'program' && callee.functions.some((fn) => isAsync(fn)));
    const all = promisesAround(node);
    if (asynchronous && !isWaitedFor(all ?? walkAround(node, checker) ?? node, last)) return note(node, 'unawaited');
    if (asynchronous && all) return note(node, 'later');
    const follows = ts.isPropertyAccessExpression(node.expression) && isPromise(node.expression.expression, checker);
    if (callee.kind === 'builtin' && callee.entry.outside === 'process' && /[#.](nextTick|on|once)$/.test(callee.key))
      return note(node, 'later');
    const isPlain = callee.kind === 'builtin' && !TAKES_OPTIONS.test(callee.key);
    if (follows || callee.kind === 'program' || isPlain || callee.kind === 'parameter') return;
    const isKnown = !(checker.getTypeAtLocation(node).flags & ts.TypeFlags.Any);
    if (!isKnown || node.arguments.some((a) => takesPart(a, checker))) note(node, 'later');
  };

  const checkNew = (node: ts.NewExpression): void => {
    const given = node.arguments ?? [];
    if (node.expression.getText() === 'Promise') {
      if (!isWaitedFor(node, last)) note(node, 'unawaited');
      else if (!given[0] || !timerCall(given[0], checker)) note(node, 'later');
      return;
    }
    if (ts.isIdentifier(node.expression) && constructorOf(node.expression.text)) return;
    const symbol = ts.isIdentifier(node.expression) ? symbolOf(node.expression, checker) : undefined;
    if (isGlobal(symbol) && given.some((a) => takesPart(a, checker))) note(node, 'later');
  };

  visit(file);
  return found;
}

/** Whether somebody waits for a promise where it is made: `await f()`, `return f()`, or the last thing that the program does. */
function isWaitedFor(node: ts.Expression, last: ts.Statement | undefined): boolean {
  let outer: ts.Node = node.parent;
  let inner: ts.Node = node;
  while (
    ts.isParenthesizedExpression(outer) ||
    ts.isAsExpression(outer) ||
    ts.isNonNullExpression(outer) ||
    ts.isSatisfiesExpression(outer)
  )
    [inner, outer] = [outer, outer.parent];
  if (ts.isAwaitExpression(outer) || ts.isReturnStatement(outer)) return true;
  if (ts.isForOfStatement(outer) && outer.awaitModifier) return outer.expression === inner;
  if (ts.isArrowFunction(outer)) return outer.body === inner;
  // `f().catch(…)` is judged by what becomes of the whole.
  if (ts.isPropertyAccessExpression(outer) && /^(then|catch|finally)$/.test(outer.name.text))
    return ts.isCallExpression(outer.parent) && isWaitedFor(outer.parent, last);
  if (ts.isVoidExpression(outer)) outer = outer.parent;
  return ts.isExpressionStatement(outer) && outer === last;
}

/** The `pool.zip(task, source())` that walks over what an async generator gives. */
function walkAround({ parent }: ts.Node, checker: ts.TypeChecker): ts.Expression | null {
  if (!ts.isCallExpression(parent)) return null;
  const name = libraryName(parent.expression, checker);
  return name === 'zip' || name === 'imap' ? parent : null;
}

/** The `Promise.all([…, f(), …])` that takes a promise among others. */
function promisesAround({ parent }: ts.Node): ts.Expression | null {
  if (!ts.isArrayLiteralExpression(parent) || !ts.isCallExpression(parent.parent)) return null;
  const call = parent.parent;
  return /^Promise\.(all|allSettled)$/.test(call.expression.getText()) && call.arguments[0] === parent ? call : null;
}

/** Whether calling a function gives a promise. */
function givesPromise(node: FunctionNode, checker: ts.TypeChecker): boolean {
  if (isAsync(node)) return true;
  const returned = checker.getSignatureFromDeclaration(node)?.getReturnType();
  return returned !== undefined && isPromiseType(returned);
}

/** A function that is only given a name, and so called by it alone. */
function isHeld(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return true;
  let outer = node.parent;
  while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
  return (
    ts.isVariableDeclaration(outer) ||
    ts.isPropertyAssignment(outer) ||
    ts.isPropertyDeclaration(outer) ||
    (ts.isCallExpression(outer) &&
      (unwrap(outer.expression) === node || libraryName(outer.expression, checker) === 'task'))
  );
}

/** Builtins that may be given a function among other options. */
const TAKES_OPTIONS = /^(readline(\/promises)?#createInterface|fs#createReadStream)$/;

/** Calls of the pool that give a promise, or something to walk over with `for await`. */
const AWAITED: ReadonlySet<string> = new Set([
  'map',
  'allSettled',
  'zip',
  'imap',
  'imapUnordered',
  'submit',
  'close',
  'terminate',
]);

/** A function handed on by name that gives a promise, or is none of the program's: whoever has it may call it later. */
function isUnknownFunctionValue(node: ts.Identifier | ts.PropertyAccessExpression, checker: ts.TypeChecker): boolean {
  if (ts.isIdentifier(node) && !isValueUse(node)) return false;
  const { parent } = node;
  if (ts.isCallExpression(parent) && libraryName(parent.expression, checker) !== null) return false;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node) return false;
  if (ts.isPropertyAccessExpression(parent) || ts.isTypeNode(parent) || ts.isExpressionWithTypeArguments(parent))
    return false;
  const signatures = checker.getTypeAtLocation(node).getCallSignatures();
  if (signatures.length === 0) return false;
  if (signatures.some((s) => isPromiseType(s.getReturnType()))) return true;
  if (!ts.isIdentifier(node) || !isGlobal(symbolOf(node, checker))) return false;
  return resolveCallee(node, checker).kind === 'unknown';
}

/** `emitter.onmessage = …`, and whatever else is called `on…`. */
const isHandler = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
  ts.isPropertyAccessExpression(node.left) &&
  /^on[a-z]/.test(node.left.name.text);

/** Whether an argument is, or holds, a function of the program that whoever gets it may call later. */
function takesPart(argument: ts.Expression, checker: ts.TypeChecker): boolean {
  const given = unwrap(argument);
  const type = checker.getTypeAtLocation(given);
  const isOwnFunction = (property: ts.Symbol): boolean =>
    (property.declarations ?? []).some((d) => !isLibrary(d)) &&
    checker.getTypeOfSymbolAtLocation(property, given).getCallSignatures().length > 0;
  return (
    isFunctionNode(given) ||
    (type.flags & ts.TypeFlags.Any) !== 0 ||
    type.getCallSignatures().length > 0 ||
    // `{ onData() {} }`
    type.getProperties().some(isOwnFunction)
  );
}

const isPromise = (node: ts.Expression, checker: ts.TypeChecker): boolean =>
  isPromiseType(checker.getTypeAtLocation(node));

const isPromiseType = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.some(isPromiseType) : type.getProperty('then') !== undefined;

const isAwait = (node: ts.Node): boolean =>
  ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined);

const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === kind) ?? false);

const isExport = (node: ts.Node): boolean =>
  ts.isExportDeclaration(node) || ts.isExportAssignment(node) || hasModifier(node, ts.SyntaxKind.ExportKeyword);

const isDeclaration = (node: ts.Statement): boolean =>
  ts.isFunctionDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node);

/** Why `await` cannot stand where a node is; null where it can. */
export function whyNoAwaitAt(node: ts.Node, options: ts.CompilerOptions): string | null {
  const home = enclosingFunction(node);
  for (let outer = node.parent; outer !== home; outer = outer.parent)
    if (ts.isPropertyDeclaration(outer) || ts.isClassStaticBlockDeclaration(outer) || ts.isParameter(outer))
      return 'it is no part of a function’s body';
  if (!ts.isSourceFile(home)) return isAsync(home) ? null : 'the function around it is not `async`';
  const { module, target } = options;
  const older =
    (module !== undefined && module < ts.ModuleKind.ES2022 && module !== ts.ModuleKind.System) ||
    (target !== undefined && target < ts.ScriptTarget.ES2017);
  // Import lines alone do not make one: `tsx` and old versions of Node go by the name and the package.
  const { fileName } = home;
  const isModule = /\.m[jt]s$/.test(fileName) || (isInModulePackage(fileName) && !/\.c[jt]s$/.test(fileName));
  return isModule && !older ? null : 'the file is no ES module';
}
