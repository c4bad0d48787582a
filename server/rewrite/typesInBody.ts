import { ts } from 'ts-morph';
import { isInside, symbolOf } from '../analysis/source/symbols.js';
import { patched, type Patch } from '../nodeText.js';
import { firstOf } from './typeMentions.js';

/** What is written for types of a loop body, by their text there. */
export type TypesInBody = ReadonlyMap<string, string>;

/**
 * The types of a task's code that ask for the type of a value (`typeof rows`) that the worker module knows nothing of, and what
 * they come to.
 *
 * @param known the values that the task is given
 * @param needValue makes a value known for its type
 * @param textOf writes a type out for the worker module
 */
export function typesInBody(
  nodes: readonly ts.Node[],
  known: ReadonlySet<ts.Symbol>,
  checker: ts.TypeChecker,
  needValue: (name: string) => boolean,
  textOf: (type: ts.Type) => string,
): TypesInBody {
  const found = new Map<string, string>();
  const isUnknown = (node: ts.Node): boolean => {
    if (ts.isTypeQueryNode(node)) {
      const root = firstOf(node.exprName);
      if (!ts.isIdentifier(root)) return true;
      const symbol = symbolOf(root, checker);
      const isHere = symbol?.declarations?.some((d) => nodes.some((inner) => isInside(d, inner))) === true;
      if (symbol && !known.has(symbol) && !isHere && !needValue(root.text)) return true;
    }
    return ts.forEachChild(node, (child) => isUnknown(child) || undefined) ?? false;
  };
  const visit = (node: ts.Node): void => {
    if (!isType(node)) return ts.forEachChild(node, visit);
    if (!found.has(node.getText()) && isUnknown(node))
      found.set(node.getText(), textOf(checker.getTypeFromTypeNode(node)));
  };
  nodes.forEach(visit);
  return found;
}

/** @param head what must stand before the text for it to be a program */
export function withTypesInBody(text: string, types: TypesInBody, head = ''): string {
  if (types.size === 0) return text;
  const source = ts.createSourceFile('body.ts', head + text, ts.ScriptTarget.Latest, true);
  const patches: Patch[] = [];
  const visit = (node: ts.Node): void => {
    const instead = isType(node) ? types.get(node.getText()) : undefined;
    if (instead === undefined) ts.forEachChild(node, visit);
    else patches.push({ start: node.getStart(), end: node.end, text: instead });
  };
  visit(source);
  return patched(source.text, head.length, source.text.length, patches);
}

/** `f<T>` and what a class extends are values. */
const isType = (node: ts.Node): node is ts.TypeNode => ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node);
