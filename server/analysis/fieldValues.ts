import { ts } from 'ts-morph';
import { isAssignment } from './assignments.js';

/** What is assigned to fields where a class declares them, and in its constructor. */
export function valuesOfFields(declaration: ts.ClassLikeDeclaration): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isAssignment(node) && ts.isPropertyAccessExpression(node.left)) found.push(node.right);
    ts.forEachChild(node, visit);
  };
  for (const member of declaration.members) {
    if (ts.isPropertyDeclaration(member) && member.initializer) found.push(member.initializer);
    if (ts.isConstructorDeclaration(member) && member.body) visit(member.body);
  }
  return found;
}
