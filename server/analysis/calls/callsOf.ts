import { ts } from 'ts-morph';
import { isAssignedIn } from '../source/assignments.js';
import { directEvalIn } from '../source/directEval.js';
import { namesIn } from '../source/names.js';
import {
  type FunctionNode,
  isAsync,
  isConstant,
  isExportedVariable,
  isFunctionNode,
  isGenerator,
  symbolOf,
  wrapped,
} from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';

/**
 * All calls of a function that runs when it is called, to its end; null where somebody else than its own file may call it: where
 * it is exported, or handed on.
 */
export const callsOf = rememberedWith((fn: FunctionNode, checker): readonly ts.CallExpression[] | null => {
  const name = ownName(fn);
  const symbol = name && checker.getSymbolAtLocation(name);
  const file = fn.getSourceFile();
  if (!symbol || symbol.declarations?.length !== 1 || isGenerator(fn) || isAsync(fn) || directEvalIn(file)) return null;
  if (namesIn(fn, 'arguments').length > 0) return null;
  const calls: ts.CallExpression[] = [];
  for (const use of namesIn(file, name.text)) {
    if (use === name) continue;
    if (ts.isExportSpecifier(use.parent)) return null;
    if (symbolOf(use, checker) !== symbol) continue;
    const callee = wrapped(use);
    const call = callee.parent;
    const isCalled = ts.isCallExpression(call) && call.expression === callee;
    if (!isCalled || call.arguments.some(ts.isSpreadElement)) return null;
    calls.push(call);
  }
  return calls.length > 0 ? calls : null;
});

/** The name of a function that is not exported by its declaration. */
function ownName(fn: FunctionNode): ts.Identifier | null {
  if (ts.isFunctionDeclaration(fn))
    return fn.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ? null : (fn.name ?? null);
  const { parent } = fn;
  const isHeld = isConstant(parent) && ts.isIdentifier(parent.name) && !isExportedVariable(parent) && !fn.name;
  return isHeld ? parent.name : null;
}

/** A parameter with the function that it belongs to, where both are plain: only a call gives it a value. */
export interface PlainParameter {
  readonly fn: FunctionNode;
  readonly position: number;
}

export function plainParameter(symbol: ts.Symbol, checker: ts.TypeChecker): PlainParameter | null {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !ts.isParameter(declaration) || !ts.isIdentifier(declaration.name)) return null;
  const { parent: fn, dotDotDotToken, initializer } = declaration;
  if (!isFunctionNode(fn) || dotDotDotToken || initializer || isAssignedIn(fn, symbol, checker)) return null;
  const [first] = fn.parameters;
  // A parameter `this` is no argument.
  return first && ts.isIdentifier(first.name) && first.name.text === 'this'
    ? null
    : { fn, position: fn.parameters.indexOf(declaration) };
}

/** Parameters that are being asked about. */
const asked = new Set<ts.Symbol>();

/**
 * Whether something holds of what every call gives to a parameter, and there are no other calls than those of its own file. Of
 * functions that call themselves nothing is known.
 */
export function holdsOfArguments(
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
  holds: (argument: ts.Expression, call: ts.CallExpression) => boolean,
): boolean {
  const parameter = plainParameter(symbol, checker);
  const calls = parameter && !asked.has(symbol) ? callsOf(parameter.fn, checker) : null;
  if (!calls) return false;
  asked.add(symbol);
  try {
    return calls.every((call) => {
      const argument = call.arguments[parameter!.position];
      return argument !== undefined && holds(argument, call);
    });
  } finally {
    asked.delete(symbol);
  }
}
