import { ts } from 'ts-morph';

/** What the files of a program name, read once for each file; nothing here asks for types. */

const renamedIn = new WeakMap<ts.SourceFile, readonly ts.Identifier[]>();

/** Names that a file gives to what it imports or exports, where they may differ from the original. */
export function renamed(file: ts.SourceFile): readonly ts.Identifier[] {
  let names = renamedIn.get(file);
  if (!names) {
    const all: ts.Identifier[] = [];
    const visit = (node: ts.Node): void => {
      if ((ts.isImportSpecifier(node) || ts.isBindingElement(node)) && node.propertyName && ts.isIdentifier(node.name))
        all.push(node.name);
      if (ts.isImportClause(node) && node.name) all.push(node.name);
      if (ts.isExportSpecifier(node) && node.propertyName && ts.isIdentifier(node.name)) all.push(node.name);
      // `const f = require('./f.cjs')`
      if (
        ts.isVariableDeclaration(node) &&
        ts.isIdentifier(node.name) &&
        node.initializer?.getText().startsWith('require')
      )
        all.push(node.name);
      ts.forEachChild(node, visit);
    };
    visit(file);
    renamedIn.set(file, (names = all));
  }
  return names;
}

const identifiersIn = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Identifier[]>>();

/** All identifiers of a file by their text. */
export function identifiersOf(file: ts.SourceFile): ReadonlyMap<string, readonly ts.Identifier[]> {
  let byText = identifiersIn.get(file);
  if (!byText) {
    const all = new Map<string, ts.Identifier[]>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) {
        const same = all.get(node.text);
        if (same) same.push(node);
        else all.set(node.text, [node]);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    identifiersIn.set(file, (byText = all));
  }
  return byText;
}

const heirsIn = new WeakMap<ts.SourceFile, readonly ts.Expression[]>();

/** What the classes of a file extend. */
export function heirs(file: ts.SourceFile): readonly ts.Expression[] {
  let found = heirsIn.get(file);
  if (!found) {
    const all: ts.Expression[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ExtendsKeyword && ts.isClassLike(node.parent))
        all.push(...node.types.map((type) => type.expression));
      ts.forEachChild(node, visit);
    };
    visit(file);
    heirsIn.set(file, (found = all));
  }
  return found;
}
