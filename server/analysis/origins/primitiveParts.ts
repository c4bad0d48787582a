import { ts } from 'ts-morph';
import { isTyped } from '../../forms/iteration.js';
import type { Step } from '../source/access.js';
import { isNothing, isPrimitive } from '../source/symbols.js';

/** Whether what a step leads to holds primitives only. */
export function partIsPrimitive(type: ts.Type, step: Step, checker: ts.TypeChecker): boolean {
  if (type.flags & ts.TypeFlags.Any) return false;
  if (type.isUnion())
    return type.types.every((part) => isPrimitive(part, checker) || partIsPrimitive(part, step, checker));
  if (step.kind === 'name') {
    const property = type.getProperty(step.name);
    const declaration = property?.valueDeclaration;
    const part = declaration && checker.getTypeOfSymbolAtLocation(property, declaration);
    return part !== undefined && isPrimitive(part, checker) && !isNothing(part);
  }
  if (
    checker.isArrayType(type) ||
    checker.isTupleType(type) ||
    ['Map', 'Set'].includes(type.getSymbol()?.getName() ?? '')
  )
    return checker.getTypeArguments(type as ts.TypeReference).every((t) => isPrimitive(t, checker) && !isNothing(t));
  return isTyped(type);
}

/** Whether the elements of a collection are primitives: handing them out hands out nothing of it. */
export function holdsPrimitives(use: ts.Expression, checker: ts.TypeChecker): boolean {
  return holdsPrimitiveItems(checker.getTypeAtLocation(use), checker);
}

export function holdsPrimitiveItems(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (isTyped(type)) return true;
  if (
    checker.isArrayType(type) ||
    checker.isTupleType(type) ||
    ['Map', 'Set'].includes(type.getSymbol()?.getName() ?? '')
  ) {
    return checker.getTypeArguments(type as ts.TypeReference).every((t) => isPrimitive(t, checker) && !isNothing(t));
  }
  return false;
}
