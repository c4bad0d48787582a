import { ts } from 'ts-morph';
import type { FunctionNode } from '../source/symbols.js';

/**
 * What a parameter may be bound to: an argument, as it is (`whole`), an item of one that is spread (`item`), or a list that
 * has it (`listed`).
 */
export interface GivenArgument {
  readonly value: ts.Expression;
  readonly as: 'whole' | 'item' | 'listed';
}

/** The arguments of a call that a function of the program gets as its parameter number `position`; none where it is left out. */
export function givenArguments(
  fn: FunctionNode,
  position: number,
  args: readonly ts.Expression[],
): readonly GivenArgument[] {
  const spread = args.findIndex(ts.isSpreadElement);
  const isRest = fn.parameters[position]?.dotDotDotToken !== undefined;
  const isMoved = spread >= 0 && spread <= position;
  const from = isMoved ? spread : position;
  // What is behind a list that is spread may be any parameter.
  const values = isMoved || isRest ? args.slice(from) : args.slice(position, position + 1);
  return values.map((value) => {
    if (ts.isSpreadElement(value)) return { value: value.expression, as: 'item' };
    return { value, as: isRest ? 'listed' : 'whole' };
  });
}

/** The parameter that gets the argument at a position, a rest parameter included; undefined where there is none. */
export function parameterAt(fn: ts.SignatureDeclaration, position: number): ts.ParameterDeclaration | undefined {
  const last = fn.parameters.at(-1);
  return fn.parameters[position] ?? (last?.dotDotDotToken ? last : undefined);
}

/** The parameters that may get an argument of a call: behind a list that is spread, any from there on. */
export function parametersGetting(
  fn: FunctionNode,
  args: readonly ts.Expression[],
  argument: ts.Expression,
): readonly ts.ParameterDeclaration[] {
  const position = args.findIndex(
    (arg) => arg === argument || (ts.isSpreadElement(arg) && arg.expression === argument),
  );
  const spread = args.findIndex(ts.isSpreadElement);
  if (spread >= 0 && spread <= position) return fn.parameters.slice(Math.min(spread, fn.parameters.length - 1));
  const parameter = parameterAt(fn, position);
  return parameter ? [parameter] : [];
}
