import { ts } from 'ts-morph';

/** The names of types, and of values whose types are asked for, that a type's text takes from around it. */
export function typeMentions(text: string): {
  readonly types: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
} {
  const [statement] = ts.createSourceFile('type.ts', `type T = ${text}`, ts.ScriptTarget.Latest, true).statements;
  const types = new Set<string>();
  const values = new Set<string>();
  /** @param own type parameters that the text has itself */
  const visit = (node: ts.Node, own: ReadonlySet<string>): void => {
    const inner = new Set(own);
    ts.forEachChild(node, (child) => {
      if (ts.isTypeParameterDeclaration(child)) inner.add(child.name.text);
    });
    if (ts.isConditionalTypeNode(node)) forEachInferred(node.extendsType, (name) => inner.add(name));
    if (ts.isTypeReferenceNode(node)) {
      const name = firstName(node.typeName);
      if (name && !own.has(name)) types.add(name);
    }
    if (ts.isTypeQueryNode(node)) {
      const name = firstName(node.exprName);
      if (name) values.add(name);
    }
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  if (statement && ts.isTypeAliasDeclaration(statement)) visit(statement.type, new Set());
  return { types, values };
}

/** `a` of `a.b.c`; null of what is no name. */
export function firstName(name: ts.Node): string | null {
  const first = firstOf(name);
  return ts.isIdentifier(first) ? first.text : null;
}

/** What stands before the first dot. */
export const firstOf = (name: ts.Node): ts.Node => (ts.isQualifiedName(name) ? firstOf(name.left) : name);

function forEachInferred(node: ts.Node, visit: (name: string) => void): void {
  if (ts.isInferTypeNode(node)) visit(node.typeParameter.name.text);
  ts.forEachChild(node, (child) => forEachInferred(child, visit));
}
