import { ts } from 'ts-morph';
import { isAssignment } from './assignments.js';

/** What is assigned to fields where a class declares them, and in its constructor, and what a parameter of that is by default. */
export function valuesOfFields(declaration: ts.ClassLikeDeclaration): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isAssignment(node) && ts.isPropertyAccessExpression(node.left)) found.push(node.right);
    ts.forEachChild(node, visit);
  };
  const visitDefaults = (node: ts.ParameterDeclaration | ts.BindingElement): void => {
    if (node.initializer) found.push(node.initializer);
    if (ts.isIdentifier(node.name)) return;
    for (const element of node.name.elements) if (ts.isBindingElement(element)) visitDefaults(element);
  };
  for (const member of declaration.members) {
    if (ts.isPropertyDeclaration(member) && member.initializer) found.push(member.initializer);
    if (!ts.isConstructorDeclaration(member)) continue;
    member.parameters.forEach(visitDefaults);
    if (member.body) visit(member.body);
  }
  return found;
}

/** What a class declares its static fields with. */
export function valuesOfStatics({ members }: ts.ClassLikeDeclaration): ts.Expression[] {
  return members.flatMap((member) =>
    ts.isPropertyDeclaration(member) &&
    member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) &&
    member.initializer
      ? [member.initializer]
      : [],
  );
}
