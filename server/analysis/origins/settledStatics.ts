import { ts } from 'ts-morph';
import type { Access } from '../source/access.js';
import { filesWith } from '../source/filesBehind.js';
import { namesIn } from '../source/names.js';
import { staticsOf } from '../source/statics.js';
import { rememberedWithBoth } from '../untyped/remembering.js';
import { isMereRead } from './isMereRead.js';

/** Whether nothing in the program changes the static parts of a class that an access may be of, nor what is in them. */
export function isSettledStatic(
  { symbol, path: [step] }: Pick<Access, 'symbol' | 'path'>,
  checker: ts.TypeChecker,
): boolean {
  const isNamed = (one: ts.Symbol): boolean => step?.kind !== 'name' || one.getName() === step.name;
  return staticsOf(symbol, checker)
    .filter(isNamed)
    .every((one) => isOnlyRead(one.getName(), symbol, checker));
}

const isOnlyRead = rememberedWithBoth((name: string, owner: ts.Symbol, checker): boolean => {
  const home = owner.valueDeclaration?.getSourceFile();
  const isRead = (mention: ts.Identifier): boolean => {
    const { parent } = mention;
    return !ts.isPropertyAccessExpression(parent) || parent.name !== mention || isMereRead(parent, checker);
  };
  return home !== undefined && [...filesWith(home, checker)].every((file) => namesIn(file, name).every(isRead));
});
