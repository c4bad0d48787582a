import { ts } from 'ts-morph';
import { collectionName } from '../../forms/iteration.js';
import { isMemo } from '../effects/memos.js';
import {
  forEachUse,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isInside,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

/**
 * Whether a function only computes what a `Map` from outside lacks, and puts that in:
 * `if (known === undefined) cache.set(name, (known = score(row)));`. Whether there is anything to compute, earlier calls decide.
 */
export function computesAsNeeded(fn: FunctionNode, checker: ts.TypeChecker): boolean {
  const { body } = fn;
  if (!body) return false;
  const work = workIn(body);
  const [store, more] = work.filter(isStore);
  const map = store && mapOf(store, checker);
  const value = store?.arguments[1];
  if (!map || more || !value || isDeclaredIn(map, fn)) return false;
  const isOfMap = (node: ts.Node): boolean => mapOf(node, checker) === map;
  const inValue = work.filter((node) => isInside(node, value));
  if (inValue.length === 0 || !work.every((node) => isOfMap(node) || inValue.includes(node))) return false;
  // Have: one place that computes, and stores it.
  const choice = ts.findAncestor(store, (node) => node === body || ts.isIfStatement(node))!;
  return ts.isIfStatement(choice) && isAsked(choice.expression, isOfMap, checker) && !isMemo(map, checker);
}

const isStore = (node: ts.Node): node is ts.CallExpression => methodOf(node)?.name.text === 'set';

/** Whether a condition asks a map, or looks at what was found in it. */
function isAsked(condition: ts.Expression, isOfMap: (node: ts.Node) => boolean, checker: ts.TypeChecker): boolean {
  let found = workIn(condition).some(isOfMap);
  forEachUse(condition, (use) => {
    const declaration = symbolOf(use, checker)?.valueDeclaration;
    const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    if (value && isOfMap(unwrap(value))) found = true;
  });
  return found;
}

/** The symbol of the map that a node calls a method of; undefined for any other node. */
function mapOf(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const map = methodOf(node)?.expression;
  return map && ts.isIdentifier(map) && collectionName(checker.getTypeAtLocation(map)) === 'Map'
    ? symbolOf(map, checker)
    : undefined;
}

const methodOf = (node: ts.Node): ts.PropertyAccessExpression | null =>
  ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? node.expression : null;

/** Whatever in a node may take long: calls, loops, and functions that somebody may call. */
function workIn(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (child: ts.Node): void => {
    if (
      ts.isCallExpression(child) ||
      ts.isNewExpression(child) ||
      ts.isTaggedTemplateExpression(child) ||
      ts.isIterationStatement(child, false) ||
      isFunctionNode(child)
    )
      found.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}
