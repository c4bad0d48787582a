import { ts } from 'ts-morph';
import { isPoolWalk, libraryName } from '../source/libraryName.js';
import { isConstant, resolveAlias, unwrap } from '../source/symbols.js';
import { type ContainerWalk, NOTHING, ofEntry, restOf, type Stored, together, type Way } from './containerWays.js';

/** What a task of the runtime, and who is given its results, put into a list, Map or capture of `pool.map(task, items, { capture })`; undefined for other uses. */
export function storedByTask(container: ts.Node, way: Way, walk: ContainerWalk): Stored | null | undefined {
  const capture = ts.isObjectLiteralElement(container.parent) ? container.parent : null;
  const argument = capture?.parent ?? container;
  const call = argument.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  if (!isPoolWalk(call, walk.checker)) return undefined;
  const work = workOf(call.arguments[0], walk.checker);
  if (!work) return undefined;
  const [item, captures] = work.parameters;
  if (capture) {
    if (argument !== call.arguments[2] || !captures) return null;
    const part = ts.isObjectBindingPattern(captures.name)
      ? captures.name.elements.find((one) => (one.propertyName ?? one.name).getText() === capture.name?.getText())
      : undefined;
    return part && !part.initializer && !part.dotDotDotToken ? walk.ofBinding(part.name, way) : null;
  }
  if (argument !== call.arguments[1]) return null;
  const rest = restOf(way);
  if (rest === null) return NOTHING;
  const given = way[0] === 'item' ? rest : way[0] === 'key' || way[0] === 'value' ? ofEntry(way) : null;
  if (!given || !item || item.dotDotDotToken) return null;
  const isZip = call.expression.name.text.startsWith('zip');
  return together([
    walk.ofBinding(item.name, given),
    // With each result comes its item.
    isZip ? walk.ofUse(call, ['item', 'entry-key', ...given]) : NOTHING,
  ]);
}

/** The function of a task that a name leads to. */
export function workOf(
  name: ts.Expression | undefined,
  checker: ts.TypeChecker,
): ts.ArrowFunction | ts.FunctionExpression | null {
  const symbol = name && ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
  const declaration = symbol && resolveAlias(symbol, checker).valueDeclaration;
  const made = declaration && isConstant(declaration) && declaration.initializer && unwrap(declaration.initializer);
  if (!made || !ts.isCallExpression(made) || libraryName(made.expression, checker) !== 'task') return null;
  const [, , work] = made.arguments;
  return work && (ts.isArrowFunction(work) || ts.isFunctionExpression(work)) ? work : null;
}
