import { ts } from 'ts-morph';
import { isAssignment, storesItsValue } from '../source/assignments.js';
import { resolveCallee } from '../calls/callees.js';
import { parametersGetting } from '../calls/givenArguments.js';
import { namesIn } from '../source/names.js';
import {
  declarationOf,
  declaredNames,
  enclosingFunction,
  type FunctionNode,
  isFunctionNode,
  isPlainByForm,
  isPrimitive,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';

/**
 * What the code around a name stores somewhere in its object, at whatever depth: `value` in `state.items.push(value)`,
 * `state.best = value`, `for (const node of nodes) node.next = value`. What comes out of the object itself is left out.
 */
export const storedInside = rememberedWith((symbol: ts.Symbol, checker): readonly ts.Expression[] => {
  const declaration = declarationOf(symbol);
  const stored: ts.Expression[] = [];
  const seen = new Set<ts.Symbol>();
  const follow = (name: ts.Symbol, home: ts.Node): void => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const use of namesIn(home, name.getName())) {
      if (symbolOf(use, checker) !== name) continue;
      const part = wholePath(use);
      stored.push(...storedAt(part, use, checker));
      for (const other of namesOfParts(part, checker)) {
        const own = declarationOf(other);
        if (own) follow(other, enclosingFunction(own));
      }
    }
  };
  if (declaration) follow(symbol, enclosingFunction(declaration));
  const isOwn = (value: ts.Expression): boolean => {
    const root = rootOf(value);
    const name = root && symbolOf(root, checker);
    return name !== undefined && name !== null && seen.has(name);
  };
  return stored.filter((value) => mayBeObject(value, checker) && !isOwn(value));
});

function mayBeObject(value: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(value);
  return !isPlainByForm(node) && !isPrimitive(checker.getTypeAtLocation(node), checker);
}

/** `state.items[0]` around `state`, with the objects that builtins get out of it: `rows.get(key)`, `rows.at(-1)`. */
function wholePath(use: ts.Expression): ts.Expression {
  const { parent } = use;
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent))
    return wholePath(parent);
  if (ts.isElementAccessExpression(parent) && parent.expression === use) return wholePath(parent);
  if (!ts.isPropertyAccessExpression(parent)) return use;
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return wholePath(parent);
  return GETS.test(parent.name.text) ? wholePath(call) : use;
}

const GETS = /^(get|at|find|findLast|pop|shift|values|entries|slice|filter|reverse|sort)$/;
const PUTS = /^(push|unshift|splice|set|add|fill|with)$/;
const HANDS = /^(map|forEach|filter|flatMap|some|every|find|findIndex|findLast|findLastIndex|reduce)$/;

/** The values that are stored at a part of an object, or in it. */
function storedAt(part: ts.Expression, name: ts.Expression, checker: ts.TypeChecker): readonly ts.Expression[] {
  const { parent } = part;
  if (isAssignment(parent) && parent.left === part)
    return part === name || !storesItsValue(parent) ? [] : [parent.right];
  if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent) && PUTS.test(parent.name.text))
    return parent.parent.arguments.map((a) => (ts.isSpreadElement(a) ? a.expression : a));
  if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent))
    return takenBy(parent.parent, checker);
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== part) return [];
  return resolveCallee(parent.expression, checker).kind === 'builtin' && /\.assign$/.test(parent.expression.getText())
    ? parent.arguments.slice(1)
    : [];
}

/** Arguments of a method of the program that puts them, or parts of them, into some object. */
function takenBy(call: ts.CallExpression, checker: ts.TypeChecker): readonly ts.Expression[] {
  const callee = resolveCallee(call.expression, checker);
  if (callee.kind !== 'program') return [];
  return call.arguments.filter((argument) =>
    callee.functions.some((fn) => {
      const names = new Set(
        parametersGetting(fn, call.arguments, argument).flatMap(({ name }) => declaredNames(name, checker)),
      );
      const isGiven = (value: ts.Expression): boolean => {
        const root = rootOf(value);
        const name = root && symbolOf(root, checker);
        return name != null && names.has(name);
      };
      return storedSomewhere(fn).some(isGiven);
    }),
  );
}

/** Values that a function stores in an object. */
function storedSomewhere(fn: FunctionNode): readonly ts.Expression[] {
  const stored: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isAssignment(node) && storesItsValue(node) && !ts.isIdentifier(unwrap(node.left))) stored.push(node.right);
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      PUTS.test(node.expression.name.text)
    )
      stored.push(...node.arguments);
    ts.forEachChild(node, visit);
  };
  visit(fn);
  return stored;
}

/**
 * Names that a part of an object gets: `const row = rows[i]`, `for (const row of rows)`, `rows.forEach((row) => …)`, and the
 * parameter of a function that is given it.
 */
function namesOfParts(part: ts.Expression, checker: ts.TypeChecker): readonly ts.Symbol[] {
  const { parent } = part;
  if (isPrimitive(checker.getTypeAtLocation(part), checker)) return [];
  if (ts.isVariableDeclaration(parent) && parent.initializer === part) return declaredNames(parent.name, checker);
  if (isAssignment(parent) && parent.right === part && ts.isIdentifier(parent.left))
    return [symbolOf(parent.left, checker)].filter((s) => s !== undefined);
  if (ts.isForOfStatement(parent) && parent.expression === part && ts.isVariableDeclarationList(parent.initializer))
    return parent.initializer.declarations.flatMap(({ name }) => declaredNames(name, checker));
  const given = (fn: FunctionNode, args: readonly ts.Expression[]): readonly ts.Symbol[] =>
    parametersGetting(fn, args, part).flatMap(({ name }) => declaredNames(name, checker));
  if (ts.isCallExpression(parent) && parent.expression !== part) {
    const callee = resolveCallee(parent.expression, checker);
    return callee.kind === 'program' ? callee.functions.flatMap((fn) => given(fn, parent.arguments)) : [];
  }
  if (!ts.isPropertyAccessExpression(parent) || !ts.isCallExpression(parent.parent)) return [];
  const [callback] = parent.parent.arguments;
  return callback && isFunctionNode(callback) && HANDS.test(parent.name.text)
    ? callback.parameters.flatMap(({ name }) => declaredNames(name, checker))
    : [];
}

/** The name that a path begins with. */
function rootOf(value: ts.Expression): ts.Identifier | null {
  const node = unwrap(value);
  if (ts.isIdentifier(node)) return node;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return rootOf(node.expression);
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? rootOf(node.expression) : null;
}
