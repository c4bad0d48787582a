import { ts } from 'ts-morph';

/** What an object literal has under a name: `b` in `{ a: b }`, `a` in `{ a }`; null where it has nothing, or a method. */
export function partOfLiteral({ properties }: ts.ObjectLiteralExpression, name: string): ts.Expression | null {
  const part = properties.findLast((one) => one.name?.getText() === name);
  if (part && ts.isShorthandPropertyAssignment(part)) return part.name;
  return part && ts.isPropertyAssignment(part) ? part.initializer : null;
}
