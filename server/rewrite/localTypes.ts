import { ts } from 'ts-morph';
import { namesIn } from './names.js';
import { reindented } from '../nodeText.js';
import { isInside } from '../analysis/source/symbols.js';

type TypeDeclaration = ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.TypeParameterDeclaration;

/**
 * The types that some code names and that only the function or the namespace around it knows, with those that they name
 * themselves: a task has to declare them once more.
 */
export function localTypes(nodes: readonly ts.Node[], checker: ts.TypeChecker): readonly TypeDeclaration[] {
  const found = new Set<TypeDeclaration>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName))
      for (const one of checker.getSymbolAtLocation(node.typeName)?.declarations ?? []) {
        if (!isTypeDeclaration(one) || ts.isSourceFile(one.parent) || found.has(one)) continue;
        if (nodes.some((inner) => isInside(one, inner)) || isOfLibrary(one) || isOwnParameter(one, found)) continue;
        found.add(one);
        visit(one);
      }
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return [...found].sort((a, b) => a.pos - b.pos);
}

/** Those of some types that a text names, or that another one of them needs. */
export function usedTypes(types: readonly TypeDeclaration[], text: string): readonly TypeDeclaration[] {
  const names = namesIn(text);
  const used = types.filter((type) => names.has(type.name.text));
  const more = used.map((type) => type.getText()).join('\n');
  const isClosed = types.every((type) => used.includes(type) || !namesIn(more).has(type.name.text));
  return isClosed ? used : usedTypes(types, `${text}\n${more}`);
}

/** The declaration as it stands in a task. What a type parameter stands for, only the caller knows. */
export function localTypeText(node: TypeDeclaration, indent: string): string {
  if (ts.isTypeParameterDeclaration(node)) return `type ${node.name.text} = any;`;
  return reindented(node, indent).replace(/^(?:export|declare)\s+/, '');
}

const isTypeDeclaration = (node: ts.Node): node is TypeDeclaration =>
  ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeParameterDeclaration(node);

const isOfLibrary = (node: ts.Node): boolean => node.getSourceFile().isDeclarationFile;

/** `T` of `type Row<T> = …`, which is declared with it. */
const isOwnParameter = (node: TypeDeclaration, found: ReadonlySet<TypeDeclaration>): boolean =>
  [...found].some((other) => isInside(node, other));
