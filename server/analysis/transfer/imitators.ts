import { ts } from 'ts-morph';
import { indexedBySyntax } from '../source/bySyntax.js';
import { filesWith } from '../source/filesBehind.js';

const known = new WeakMap<ts.TypeChecker, Map<ts.Symbol, string | null>>();

/**
 * What in the program could be taken for an instance of a class although it is none, so that other methods run than those of the
 * class: TypeScript compares classes by their shape, and what untyped JavaScript puts into a list, nobody checks.
 *
 * @param family those that are known to be among its instances, or that it is one of
 * @returns in words, or null where nothing is known that could
 */
export function imitatorOf(
  symbol: ts.Symbol,
  declaration: ts.ClassDeclaration,
  family: readonly ts.Node[],
  checker: ts.TypeChecker,
): string | null {
  let answers = known.get(checker);
  if (!answers) known.set(checker, (answers = new Map<ts.Symbol, string | null>()));
  let answer = answers.get(symbol);
  if (answer === undefined) answers.set(symbol, (answer = findImitator(declaration, family, checker)));
  return answer;
}

function findImitator(
  declaration: ts.ClassDeclaration,
  family: readonly ts.Node[],
  checker: ts.TypeChecker,
): string | null {
  const names = declaration.members.flatMap((member) => (isCode(member) && member.name ? [member.name.getText()] : []));
  const type = checker.getTypeAtLocation(declaration);
  const isTyped = (declaration.flags & ts.NodeFlags.JavaScriptFile) === 0;
  const isClosed = isTyped && hasOwnPrivate(declaration);
  const fits = (node: ts.Node): boolean => checker.isTypeAssignableTo(checker.getTypeAtLocation(node), type);
  for (const file of filesWith(declaration.getSourceFile(), checker)) {
    const members = membersOf(file);
    for (const owner of new Set(names.flatMap((name) => members.of(name)))) {
      if (family.includes(owner)) continue;
      if (ts.isClassLike(owner)) {
        if (!isTyped || (!isClosed && fits(owner))) return `class \`${owner.name?.text ?? 'without a name'}\``;
      } else if (isTyped ? isMixedIn(owner) || (!isClosed && fits(owner)) : holdsCode(owner, names, checker))
        return `the object in line ${lineOf(owner)}`;
    }
  }
  return null;
}

const isCode = (member: ts.ClassElement | ts.ObjectLiteralElement): boolean =>
  (ts.isMethodDeclaration(member) || ts.isAccessor(member)) && !isStatic(member);

const isStatic = (member: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;

/** Only instances of a class with a private or protected member are assignable to it. */
const hasOwnPrivate = ({ members }: ts.ClassDeclaration): boolean => {
  const isPrivate = (node: ts.Declaration): boolean =>
    (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
  return members.some(
    (member) =>
      (!isStatic(member) && isPrivate(member)) ||
      (ts.isConstructorDeclaration(member) && member.parameters.some(isPrivate)),
  );
};

/** Whether one of the names is that of a function in an object, as far as can be told. */
const holdsCode = (
  { properties }: ts.ObjectLiteralExpression,
  names: readonly string[],
  checker: ts.TypeChecker,
): boolean =>
  properties.some((property) => {
    if (!property.name || !names.includes(property.name.getText())) return false;
    const type = checker.getTypeAtLocation(property);
    return (type.flags & ts.TypeFlags.Any) !== 0 || type.getCallSignatures().length > 0;
  });

/** Parts of another object, perhaps: `{ ...circle, area: f }`, `Object.assign(circle, { area: f })`, `{ area: f } as Circle`. */
function isMixedIn(literal: ts.ObjectLiteralExpression): boolean {
  let node: ts.Node = literal.parent;
  while (ts.isParenthesizedExpression(node)) node = node.parent;
  return (
    ts.isAsExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    (ts.isCallExpression(node) && node.expression.getText() === 'Object.assign') ||
    literal.properties.some(ts.isSpreadAssignment)
  );
}

const lineOf = (node: ts.Node): number =>
  ts.getLineAndCharacterOfPosition(node.getSourceFile(), node.getStart()).line + 1;

type Owner = ts.ClassLikeDeclaration | ts.ObjectLiteralExpression;

/** The classes and object literals of a file, by the names of members that are, or may be, code. */
const membersOf = indexedBySyntax<Owner>((node, note) => {
  if (ts.isClassLike(node))
    for (const member of node.members) if (member.name && !isStatic(member)) note(member.name.getText(), node);
  if (ts.isObjectLiteralExpression(node))
    for (const property of node.properties)
      if (property.name && mayBeCode(property)) note(property.name.getText(), node);
});

const mayBeCode = (property: ts.ObjectLiteralElementLike): boolean =>
  !ts.isPropertyAssignment(property) ||
  !(ts.isLiteralExpression(property.initializer) || ts.isPrefixUnaryExpression(property.initializer));
