import { ts } from 'ts-morph';
import type { Access } from './access.js';
import { declarationOf, resolveAlias } from './symbols.js';

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

export const isStatic = (member: ts.ClassElement): boolean =>
  ts.canHaveModifiers(member) &&
  (ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false);

/** The static method that an access of a class by its imported name asks for, or that is called there; null for anything else. */
export function staticMethodsOf(
  { symbol, content, path: [step, ...more], node }: Pick<Access, 'symbol' | 'content' | 'path' | 'node'>,
  checker: ts.TypeChecker,
): readonly string[] | null {
  const owner = resolveAlias(symbol, checker);
  const declaration = owner === symbol ? undefined : declarationOf(owner);
  if (!content || more.length > 0 || !declaration || !ts.isClassLike(declaration)) return null;
  const callee = !step && ts.isCallExpression(node) ? node.expression : null;
  const called = callee && ts.isPropertyAccessExpression(callee) ? callee.name.text : null;
  const asked = step?.kind === 'name' ? step.name : called;
  const isIt = (member: ts.ClassElement): boolean =>
    ts.isMethodDeclaration(member) && isStatic(member) && member.name.getText() === asked;
  return asked && declaration.members.some(isIt) ? [asked] : null;
}
