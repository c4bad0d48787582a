import { ts } from 'ts-morph';
import type { Access } from './access.js';

/** Whether a part of what a method calls `this`, or its class by name, may be one that the class has: its instances share it. */
export function mayBeStatic(
  { symbol, path: [step] }: Pick<Access, 'symbol' | 'path'>,
  checker: ts.TypeChecker,
): boolean {
  const shared = staticsOf(symbol, checker);
  return step?.kind === 'name'
    ? shared.some((one) => one.getName() === step.name)
    : step !== undefined && shared.length > 0;
}

/** The parts that a class itself has, or the class above, methods apart. */
export const staticsOf = (owner: ts.Symbol, checker: ts.TypeChecker): ts.Symbol[] =>
  checker
    .getPropertiesOfType(checker.getTypeOfSymbol(owner))
    .filter(({ flags }) => flags & ts.SymbolFlags.Property && !(flags & ts.SymbolFlags.Prototype));
