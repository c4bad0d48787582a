import { ts } from 'ts-morph';
import { functionOf, returnedValues } from '../source/functions.js';
import { isFunctionNode, resolveAlias, symbolOf, unwrap } from '../source/symbols.js';
import type { CallSites } from './callSites.js';
import { captureOf, taskOfCapture } from './taskCaptures.js';

/** Names and calls between a variable and the object that it begins with. */
const STEPS = 8;

/**
 * Whether a variable begins with an object whose members are under names that are computed: `{}`, `Object.create(null)`.
 * Where it is given by calls, one of them is looked at: what else is given is no dictionary on the way into it.
 */
export function isDictionary(
  symbol: ts.Symbol | undefined,
  checker: ts.TypeChecker,
  sites: CallSites,
  steps = STEPS,
): boolean {
  const declaration = symbol?.valueDeclaration;
  if (!declaration || steps === 0) return false;
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration))
    return isMadeSo(declaration.initializer ?? assigned(symbol.declarations ?? []));
  if (ts.isExpression(declaration)) return isMadeSo(assigned([declaration]));
  if (ts.isBindingElement(declaration)) {
    const fn = taskOfCapture(declaration);
    const [call] = (fn && sites.of(fn)) ?? [];
    return call?.kind === 'callback' && isMadeSo(captureOf(call.call, declaration) ?? undefined);
  }
  if (!ts.isParameter(declaration) || !isFunctionNode(declaration.parent)) return false;
  const [site] = sites.of(declaration.parent) ?? [];
  const position = declaration.parent.parameters.indexOf(declaration);
  if (site?.kind === 'arguments') return isMadeSo(site.values[position]);
  return (
    site !== undefined && position === 0 && /^reduce(Right)?$/.test(site.method) && isMadeSo(site.call.arguments[1])
  );

  function isMadeSo(given: ts.Expression | undefined): boolean {
    let value = given && unwrap(given);
    if (value && ts.isAwaitExpression(value)) value = unwrap(value.expression);
    if (!value) return false;
    if (ts.isObjectLiteralExpression(value) || isEmptyDictionary(value)) return true;
    if (ts.isIdentifier(value)) return isDictionary(symbolOf(value, checker), checker, sites, steps - 1);
    const fn = ts.isCallExpression(value) ? calledFunction(value, checker) : null;
    const [returned] = fn ? returnedValues(fn) : [];
    const name = returned && unwrap(returned);
    if (name && ts.isIdentifier(name)) return isDictionary(symbolOf(name, checker), checker, sites, steps - 1);
    return name !== undefined && (ts.isObjectLiteralExpression(name) || isEmptyDictionary(name));
  }
}

/** The value in `this.field = value`. */
const assigned = (declarations: readonly ts.Node[]): ts.Expression | undefined =>
  declarations.flatMap((one) =>
    ts.isBinaryExpression(one) ? one.right : ts.isBinaryExpression(one.parent) ? one.parent.right : [],
  )[0];

/** `Object.create(null)` */
export const isEmptyDictionary = (value: ts.Expression): boolean => value.getText() === 'Object.create(null)';

/** The function of the program that a call by name runs. */
export function calledFunction(call: ts.CallExpression, checker: ts.TypeChecker): ReturnType<typeof functionOf> {
  const callee = unwrap(call.expression);
  const symbol = ts.isIdentifier(callee) ? checker.getSymbolAtLocation(callee) : undefined;
  return symbol ? functionOf(resolveAlias(symbol, checker), checker) : null;
}
