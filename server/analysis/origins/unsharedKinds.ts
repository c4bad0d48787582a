import { ts } from 'ts-morph';
import type { Access, Origin } from '../source/access.js';
import { assignmentsTo } from '../source/assignments.js';
import { declarationOf, enclosingFunction, isDeclaredIn, isItem } from '../source/symbols.js';
import { kindsDiffer } from './kinds.js';
import { holdsKept } from './keptObjects.js';
import { isNew } from './newObjects.js';
import { createOrigins } from './origins.js';
import { happensBefore, leaks } from './sharing.js';
import { storedInside } from './storedInside.js';

/** The type of the object that an access changes or looks at; null where that may be something deeper. */
export function typeReached({ node, within, path }: Access, checker: ts.TypeChecker): ts.Type | null {
  const last = path.at(-1);
  const part = within ?? node;
  if (last?.kind === 'any' && !last.isElement) return null;
  return ts.isElementAccessExpression(part) || ts.isPropertyAccessExpression(part)
    ? checker.getTypeAtLocation(part.expression)
    : null;
}

/**
 * Whether only this name leads to such objects of a type as are in its object: `copy.pixels`, after `const copy = image.clone()`,
 * where the two have nothing in common but an object of another kind.
 *
 * @param loop the answer holds while it runs
 * @param type of the objects that matter
 */
export function isUnsharedAs(symbol: ts.Symbol, loop: ts.Node, type: ts.Type, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return false;
  const { initializer } = declaration;
  if (!initializer) return false;
  const home = enclosingFunction(declaration);
  const isOther = (value: ts.Expression): boolean =>
    createOrigins(value, checker)
      .inside(value)
      .every((origin) => origin === 'fresh' || isOfOtherKind(origin, value, type, checker));
  return (
    [initializer, ...assignmentsTo(symbol, home, checker)].every(
      (value) => isNew(value, checker) && isOther(value) && !holdsKept(value, checker),
    ) &&
    storedInside(symbol, checker).every((value) => kindsDiffer([checker.getTypeAtLocation(value)], [type], checker)) &&
    !leaks(symbol, home, checker, (use) => happensBefore(use, declaration, loop), loop)
  );
}

/** Whether nothing that can be reached from an object can be reached from one of a type, by what the types say. */
export function isOfOtherKind(origin: Origin, at: ts.Node, type: ts.Type, checker: ts.TypeChecker): boolean {
  if (typeof origin === 'string') return origin === 'fresh';
  if (isDeclaredIn(origin.symbol, at)) return !isItem(origin.symbol, at);
  const found = typeAlong(origin, at, checker);
  return found !== null && kindsDiffer([found], [type], checker);
}

/** The type of what an origin stands for, or of something that holds it. */
function typeAlong({ symbol, path }: Exclude<Origin, string>, at: ts.Node, checker: ts.TypeChecker): ts.Type | null {
  let type =
    symbol.flags & ts.SymbolFlags.Class
      ? checker.getDeclaredTypeOfSymbol(symbol)
      : checker.getTypeOfSymbolAtLocation(symbol, at);
  for (const step of path) {
    if (step.kind !== 'name') return type;
    const property = checker.getPropertyOfType(checker.getNonNullableType(type), step.name);
    const declaration = property?.valueDeclaration;
    if (!declaration) return null;
    type = checker.getTypeOfSymbolAtLocation(property, declaration);
  }
  return type;
}
