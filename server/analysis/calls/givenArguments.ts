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
