import { ts } from 'ts-morph';
import { resolveCallee } from './callees.js';

/** What a callback's parameter may be: a part of some objects, or an object itself. */
export interface ParameterSources {
  readonly parts: readonly ts.Expression[];
  readonly whole: readonly ts.Expression[];
}

/** Where a callback's parameter comes from, among the receiver and the other arguments of the call it is given to. */
export function sourcesOfParameter(
  parameter: ts.ParameterDeclaration,
  call: ts.CallExpression,
  checker: ts.TypeChecker,
): ParameterSources {
  const others = argumentsBeside(parameter.parent, call);
  const receiver = receiverOf(call);
  const callee = resolveCallee(call.expression, checker);
  // A function of the program may hand on what it was given as it is.
  if (callee.kind !== 'builtin') return { parts: [...others, ...receiver], whole: [...others, ...receiver] };
  const position = parameter.parent.parameters.indexOf(parameter);
  if (isFold(call)) {
    if (position === 0) return others.length > 0 ? { parts: [], whole: others } : { parts: receiver, whole: [] };
    return { parts: receiver, whole: position === 3 ? receiver : [] };
  }
  return { parts: [...others, ...receiver], whole: position === 2 ? receiver : [] };
}

/** Whether a parameter is what a `reduce` hands from one call to the next. */
export function isAccumulator(parameter: ts.ParameterDeclaration, call: ts.CallExpression): boolean {
  return isFold(call) && parameter.parent.parameters[0] === parameter;
}

const argumentsBeside = (callback: ts.Node, call: ts.CallExpression): readonly ts.Expression[] =>
  call.arguments.filter((a) => a !== callback);

const receiverOf = ({ expression }: ts.CallExpression): readonly ts.Expression[] =>
  ts.isPropertyAccessExpression(expression) ? [expression.expression] : [];

/** What a builtin may hand to a callback, or parts of it. */
export const sourcesOfCallback = (callback: ts.Expression, call: ts.CallExpression): readonly ts.Expression[] => [
  ...receiverOf(call),
  ...argumentsBeside(callback, call),
];

/** Whether what a callback returns is handed to it again. */
export const isFold = (call: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(call.expression) && /^reduce(Right)?$/.test(call.expression.name.text);
