import { ts } from 'ts-morph';

/**
 * The parts of a file that are judged each by itself while it is typed into: its statements, and the members of its classes and
 * namespaces. In the order of the text; no loop is outside of all of them.
 */
export function partsOf(source: ts.SourceFile): readonly ts.Node[] {
  return source.statements.flatMap(partsIn);
}

function partsIn(node: ts.Node): readonly ts.Node[] {
  if (!ts.isClassDeclaration(node) && !ts.isModuleDeclaration(node) && !ts.isModuleBlock(node)) return [node];
  const parts: ts.Node[] = [];
  ts.forEachChild(node, (child) => void parts.push(...partsIn(child)));
  return parts;
}
