import { ts } from 'ts-morph';
import { isAssignment } from '../source/assignments.js';

/**
 * What is put into a new instance by its own class: where that declares fields, and by its constructor and the methods that this
 * calls on it; what a parameter of the constructor is by default, and what it gives the class above.
 */
export function valuesOfFields(declaration: ts.ClassLikeDeclaration): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visited = new Set<ts.ClassElement>();
  const visitMethod = (name: string): void => {
    for (const member of declaration.members) {
      if (!ts.isMethodDeclaration(member) || !member.body || member.name.getText() !== name || visited.has(member))
        continue;
      visited.add(member);
      visit(member.body);
    }
  };
  const visit = (node: ts.Node): void => {
    if (isAssignment(node) && isPart(node.left)) found.push(node.right);
    if (ts.isCallExpression(node)) {
      const { expression: callee } = node;
      const isGiven = node.arguments.some(({ kind }) => kind === ts.SyntaxKind.ThisKeyword);
      if (isGiven || callee.kind === ts.SyntaxKind.SuperKeyword || isOfThis(callee)) found.push(...node.arguments);
      if (ts.isPropertyAccessExpression(callee) && callee.expression.kind === ts.SyntaxKind.ThisKeyword)
        visitMethod(callee.name.getText());
    }
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
  return found.filter(({ kind }) => kind !== ts.SyntaxKind.ThisKeyword);
}

const isPart = (node: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

/** `this.items.push` */
function isOfThis(node: ts.Expression): boolean {
  let root = node;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = root.expression;
  return root !== node && root.kind === ts.SyntaxKind.ThisKeyword;
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
