import { ts } from 'ts-morph';
import { isWritten } from '../analysis/source/assignments.js';
import { rootName } from '../analysis/source/rootName.js';
import { enclosingFunction, symbolOf } from '../analysis/source/symbols.js';
import type { FoundLoop } from '../forms/foundLoop.js';

/** What stands before and behind a property, so that it has the type that the code around the loop has shown it to have. */
export type NarrowedPaths = ReadonlyMap<string, readonly [before: string, behind: string]>;

/**
 * The properties of captured variables that have a narrower type in the loop than they were declared with: checks before the
 * loop, which the task does not see, have shown it. Where the task asks again itself, nothing need be said.
 *
 * @param nodes what the task computes
 * @param captures the variables that it is given
 * @param textOf writes a type out for the worker module
 * @returns by the text of the property: `options.size`
 */
export function narrowedPaths(
  nodes: readonly ts.Node[],
  captures: readonly ts.Symbol[],
  { callback, body }: FoundLoop,
  checker: ts.TypeChecker,
  textOf: (type: ts.Type) => string,
): NarrowedPaths {
  const home = enclosingFunction(callback?.body ?? body);
  const uses = new Map<string, ts.PropertyAccessExpression[]>();
  const look = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && !isWritten(node) && enclosingFunction(node) === home) {
      const root = rootName(node);
      const symbol = root && symbolOf(root, checker);
      const text = node.getText();
      if (symbol && captures.includes(symbol)) uses.set(text, [...(uses.get(text) ?? []), node]);
    }
    ts.forEachChild(node, look);
  };
  nodes.forEach(look);
  const found = new Map<string, readonly [string, string]>();
  for (const [text, places] of uses) {
    const types = places.map((place) => checker.getTypeAtLocation(place));
    const declared = declaredType(places[0]!, checker);
    const widest = types.find((type) => types.every((other) => checker.isTypeAssignableTo(other, type)));
    if (!declared || !widest || checker.isTypeAssignableTo(declared, widest)) continue;
    if (checker.isTypeAssignableTo(checker.getNonNullableType(declared), widest)) found.set(text, ['', '!']);
    else if (textOf(widest) !== 'any') found.set(text, ['(', ` as ${textOf(widest)})`]);
  }
  return found;
}

/** The type that a property has without any checks, where checks can make it narrower. */
function declaredType(place: ts.PropertyAccessExpression, checker: ts.TypeChecker): ts.Type | null {
  const symbol = checker.getSymbolAtLocation(place.name);
  if (!symbol || (symbol.flags & ts.SymbolFlags.Method) !== 0) return null;
  const type = checker.getTypeOfSymbol(symbol);
  return type.isUnion() || type.flags & ts.TypeFlags.Unknown ? type : null;
}
