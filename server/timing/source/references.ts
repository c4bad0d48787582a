/** Which declarations of its own file a piece of code needs. */
import { ts } from 'ts-morph';
import type { ParsedFile } from './parsedFile.js';

/** A name of the file that a piece of code uses. Lives for one call: it holds AST nodes. */
export interface Reference {
  readonly symbol: ts.Symbol;
  readonly name: string;
  readonly declaration: ts.Declaration;
  /** `value` holds data (or a function that cannot be told from data), `code` is a function, class, enum or namespace. */
  readonly kind: 'value' | 'code' | 'import';
  /** Declared at the top level of the file. */
  readonly topLevel: boolean;
}

/** The names that `nodes` use and do not declare, in order of first use; types do not count. */
export function referencesOf(file: ParsedFile, nodes: readonly ts.Node[]): Reference[] {
  const found = new Map<ts.Symbol, Reference>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isIdentifier(node)) {
      const symbol = symbolOf(file.checker, node);
      if (symbol && !found.has(symbol)) {
        const reference = referenceTo(symbol);
        if (reference && !nodes.some((one) => contains(one, reference.declaration))) found.set(symbol, reference);
      }
    }
    ts.forEachChild(node, visit);
  };
  nodes.forEach(visit);
  return [...found.values()];
}

/** What a reference needs in its turn: the references of its declaration. */
export function nodeOf(reference: Reference): ts.Node {
  const { declaration } = reference;
  return ts.isBindingElement(declaration) ? variableOf(declaration) : declaration;
}

/** The variable declaration or parameter that a binding belongs to. */
export function variableOf(declaration: ts.Declaration): ts.Node {
  let node: ts.Node = declaration;
  while (ts.isBindingElement(node) || ts.isBindingName(node)) node = node.parent;
  return node;
}

export function symbolOf(checker: ts.TypeChecker, node: ts.Identifier): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node)
    return checker.getShorthandAssignmentValueSymbol(node.parent);
  if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) return undefined;
  return checker.getSymbolAtLocation(node);
}

export function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getSourceFile() === inner.getSourceFile() && outer.pos <= inner.pos && outer.end >= inner.end;
}

/** A function or class in place, whatever is written around it. */
export function isFunctionInPlace(node: ts.Expression | undefined): boolean {
  let inner = node;
  while (inner && (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner)))
    inner = inner.expression;
  return (
    inner !== undefined && (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner) || ts.isClassExpression(inner))
  );
}

/** The declaration behind a symbol; null for what is no value of this file. */
export function referenceTo(symbol: ts.Symbol): Reference | null {
  // Of overloads only the last has a body.
  const declaration =
    symbol.declarations?.find((one) => ts.isFunctionDeclaration(one) && one.body) ??
    symbol.valueDeclaration ??
    symbol.declarations?.[0];
  if (!declaration || ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) return null;
  const kind = kindOf(declaration);
  return kind && { symbol, name: symbol.name, declaration, kind, topLevel: isTopLevel(declaration) };
}

function kindOf(declaration: ts.Declaration): Reference['kind'] | null {
  if (ts.isVariableDeclaration(declaration)) return isFunctionInPlace(declaration.initializer) ? 'code' : 'value';
  if (ts.isBindingElement(declaration) || ts.isParameter(declaration)) return 'value';
  if (
    ts.isFunctionDeclaration(declaration) ||
    ts.isClassDeclaration(declaration) ||
    ts.isEnumDeclaration(declaration) ||
    ts.isModuleDeclaration(declaration)
  )
    return 'code';
  if (ts.isFunctionExpression(declaration) || ts.isClassExpression(declaration)) return 'code';
  if (
    ts.isImportSpecifier(declaration) ||
    ts.isImportClause(declaration) ||
    ts.isNamespaceImport(declaration) ||
    ts.isImportEqualsDeclaration(declaration)
  )
    return 'import';
  return null;
}

function isTopLevel(declaration: ts.Declaration): boolean {
  for (let node: ts.Node = declaration.parent; !ts.isSourceFile(node); node = node.parent) {
    if (
      ts.isFunctionLike(node) ||
      ts.isBlock(node) ||
      ts.isIterationStatement(node, false) ||
      ts.isCaseBlock(node) ||
      ts.isModuleBlock(node) ||
      ts.isClassLike(node)
    )
      return false;
  }
  return true;
}
