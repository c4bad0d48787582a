import { ts } from 'ts-morph';
import { ownBinding } from '../../forms/callback.js';
import { assignedNames } from '../source/assignments.js';
import { isMadeFunction } from '../calls/callees.js';
import { importOf } from '../source/importedNames.js';
import { costOf, HEAVY } from '../effects/cost.js';
import { isPlainPattern } from '../origins/plainPatterns.js';
import { tableEntries } from '../calls/functionTables.js';
import { namesIn } from '../source/names.js';
import {
  declarationOf,
  declaresCode,
  enclosingFunction,
  forEachUse,
  type FunctionNode,
  isConstant,
  isDeclaredIn,
  isFunctionNode,
  isGenerator,
  isGlobal,
  isInside,
  isPrimitive,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';

/** A function that stands in a function around a loop, or a regular expression. */
export type LocalFunction = ts.FunctionDeclaration | ts.VariableDeclaration;

/**
 * The local function that a name stands for, where a task that declares it once more has the same function: one that is
 * never replaced, has no `this` and no properties of its own, and whose types the worker module can name. Null for other names.
 *
 * @param region the loop: a function around it would take it along
 */
export function localFunctionOf(symbol: ts.Symbol, region: ts.Node, checker: ts.TypeChecker): LocalFunction | null {
  const [declaration, more] = symbol.declarations ?? [];
  if (!declaration || more || declaration.getSourceFile() !== region.getSourceFile()) return null;
  if (isPlainPattern(declaration, checker))
    return ts.isSourceFile(enclosingFunction(declaration)) || isInside(region, declaration) ? null : declaration;
  const own = functionOf(declaration);
  const table = own ? null : tableEntries(declaration, checker);
  if (ts.isSourceFile(enclosingFunction(declaration)) || isInside(region, declaration)) return null;
  const isMade = !own && isMadeFunction(declaration, checker);
  if (isMade && !isCheaplyMade(declaration as ts.VariableDeclaration, checker)) return null;
  const functions: readonly FunctionNode[] = own ? [own] : (table ?? []).filter((entry) => isFunctionNode(entry));
  if ((functions.length === 0 && !isMade) || !functions.every(canBeDeclaredAgain)) return null;
  return !isNeverReplaced(symbol, declaration, checker, table !== null) ||
    !namesItsTypes(declaration, declaration, checker)
    ? null
    : (declaration as LocalFunction);
}

/**
 * Whether a name stands for one function, or table of functions, from its declaration on: nothing else is assigned to it, and no
 * property of it is used.
 *
 * @param isTable of a table, entries are called
 */
export function isNeverReplaced(
  symbol: ts.Symbol,
  declaration: ts.Declaration,
  checker: ts.TypeChecker,
  isTable = false,
): boolean {
  const source = declaration.getSourceFile();
  const uses = namesIn(source, symbol.getName()).filter((name) => symbolOf(name, checker) === symbol);
  const replaced = assignedNames(source)
    .of(symbol.getName())
    .some((name) => uses.includes(name));
  const isObject = uses.some((name) => {
    const part = wrapped(name).parent;
    const isPart = ts.isPropertyAccessExpression(part) || ts.isElementAccessExpression(part);
    if (!isTable) return isPart;
    const call = isPart && wrapped(part).parent;
    return (
      name !== (declaration as ts.VariableDeclaration).name &&
      !(call && ts.isCallExpression(call) && call.expression === wrapped(part))
    );
  });
  return !replaced && !isObject;
}

/** Whether a call that makes a function costs little, and is given plain values that stay as they are, or new objects. */
function isCheaplyMade({ initializer }: ts.VariableDeclaration, checker: ts.TypeChecker): boolean {
  if (!initializer || costOf(initializer, checker) >= HEAVY) return false;
  let isStable = true;
  forEachUse(initializer, (use) => {
    const symbol = symbolOf(use, checker);
    const declaration = symbol && declarationOf(symbol);
    if (!symbol || !declaration || isGlobal(symbol) || isDeclaredIn(symbol, initializer)) return;
    if (ts.isFunctionDeclaration(declaration) || importOf(symbol) || declaresCode(declaration)) return;
    const isKept =
      isConstant(declaration) ||
      (ts.isParameter(declaration) &&
        !assignedNames(declaration.getSourceFile())
          .of(use.text)
          .some((name) => symbolOf(name, checker) === symbol));
    isStable &&= isKept && isPrimitive(checker.getTypeAtLocation(use), checker);
  });
  return isStable;
}

const canBeDeclaredAgain = (fn: FunctionNode): boolean =>
  fn.body !== undefined && !isGenerator(fn) && !ownBinding(fn.body) && !fn.parameters.some((p) => ownBinding(p));

/** The function that a declaration is, or a constant holds, where it can be declared once more as it is written. */
export function functionOf(
  declaration: ts.Declaration,
): Exclude<FunctionNode, ts.MethodDeclaration | ts.AccessorDeclaration | ts.ConstructorDeclaration> | null {
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  if (!isConstant(declaration) || !ts.isIdentifier(declaration.name) || !declaration.initializer) return null;
  const value = unwrap(declaration.initializer);
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value) ? value : null;
}

/**
 * Whether a task can say every type that a function names: that of a module or of the function itself, one that the task can declare
 * once more (no class and no enumeration: these are values, too), and what asks for the type of a value.
 */
function namesItsTypes(node: ts.Node, fn: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isTypeReferenceNode(node)) {
    const symbol = ts.isIdentifier(node.typeName) ? checker.getSymbolAtLocation(node.typeName) : undefined;
    const isValue = (d: ts.Declaration): boolean => ts.isClassLike(d) || ts.isEnumDeclaration(d);
    if (symbol?.declarations?.some((d) => isValue(d) && !isInside(d, fn) && isLocal(d))) return false;
  }
  return ts.forEachChild(node, (child) => !namesItsTypes(child, fn, checker) || undefined) === undefined;
}

/** Whether a declaration stands in a function, or belongs to one as a type parameter does. */
function isLocal(declaration: ts.Declaration): boolean {
  for (let node: ts.Node = declaration.parent; !ts.isSourceFile(node); node = node.parent)
    if (isFunctionNode(node) || ts.isClassLike(node)) return true;
  return false;
}

/** The names that local functions use and do not declare, each with one of its uses. */
export function freeNames(
  functions: readonly LocalFunction[],
  checker: ts.TypeChecker,
): ReadonlyMap<ts.Identifier, ts.Symbol | undefined> {
  const free = new Map<ts.Identifier, ts.Symbol | undefined>();
  for (const fn of functions) {
    forEachUse(fn, (use) => {
      const symbol = symbolOf(use, checker);
      if (!symbol || isGlobal(symbol) || !isDeclaredIn(symbol, fn)) free.set(use, symbol);
    });
  }
  return free;
}

/**
 * A name in local functions that would mean something else where the task declares them: the loop, or a scope
 * between, has another of that name. Null where there is none.
 *
 * @param given names of the task's parameters that the loop does not declare
 */
export function shadowedName(
  functions: readonly LocalFunction[],
  region: ts.Node,
  given: readonly string[],
  checker: ts.TypeChecker,
): ts.Identifier | null {
  const own = functions.map((fn) => fn.name as ts.Identifier);
  const names = [
    ...own.map((name) => [name, checker.getSymbolAtLocation(name)] as const),
    ...freeNames(functions, checker),
  ];
  const flags = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;
  for (const [name, symbol] of names) {
    const seen = checker.resolveName(name.text, region, flags, false);
    if (given.includes(name.text) || (symbol && seen !== symbol)) return name;
    const declares = (other: ts.Identifier): boolean => {
      const there = symbolOf(other, checker);
      return there !== undefined && there !== symbol && isDeclaredIn(there, region);
    };
    if (namesIn(region, name.text).some(declares)) return name;
  }
  return null;
}
