import { ts } from 'ts-morph';
import { isAssignment } from '../source/assignments.js';
import { indexedBySyntax, listedBySyntax } from '../source/bySyntax.js';
import { partsOf } from './fileParts.js';
import { mentionsOf } from '../source/names.js';
import { unwrap } from '../source/symbols.js';

/**
 * The top-level statements of some files that may get hold of what a name stands for: those that mention it, and
 * those that mention whatever such a statement declares, exports by another name, or puts things into. It goes by the text of
 * names alone, members and all files alike; what no name leads to, no code reaches.
 */
export function partsReaching(name: string, files: readonly ts.SourceFile[]): ReadonlySet<ts.Statement> {
  const found = new Set<ts.Statement>();
  const names = new Set([name]);
  const take = (part: ts.Statement): void => {
    if (found.has(part)) return;
    found.add(part);
    for (const given of namesGivenBy(part)) names.add(given);
  };
  for (const file of files) for (const node of wholesTaken(file)) takePartOf(node, take);
  for (const one of names)
    for (const file of files) {
      mentionsOf(file).partsWith(one).forEach(take);
      if (one === 'default') file.statements.filter(importsDefault).forEach(take);
    }
  return found;
}

function takePartOf(node: ts.Node, take: (part: ts.Statement) => void): void {
  const part = partsOf(node.getSourceFile()).partOf(node);
  if (part) take(part);
}

/** Where a file has a module as a whole, whose parts need not be named: `import('…')`, and all but `lib.name` of `import * as lib`. */
const wholesTaken = listedBySyntax<ts.Node>((node, note) => {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) note(node);
  if (!ts.isIdentifier(node) || !wholesIn(node.getSourceFile()).has(node.text)) return;
  const { parent } = node;
  const isNamedPart = ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent);
  if (!isNamedPart && !ts.isNamespaceImport(parent)) note(node);
});

const wholes = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** The names of modules that a file imports as wholes. */
function wholesIn(file: ts.SourceFile): ReadonlySet<string> {
  let names = wholes.get(file);
  if (!names) {
    const bindings = file.statements.map((s) =>
      ts.isImportDeclaration(s) ? s.importClause?.namedBindings : undefined,
    );
    names = new Set(bindings.flatMap((b) => (b && ts.isNamespaceImport(b) ? [b.name.text] : [])));
    wholes.set(file, names);
  }
  return names;
}

function namesGivenBy(part: ts.Statement): readonly string[] {
  const file = part.getSourceFile();
  const parts = partsOf(file);
  const filled = filledNames(file).namesWithin(part).filter(parts.declares);
  return [...parts.declaredBy(part), ...filled, ...exportedNames(part)];
}

/** Names that a statement exports and does not declare. */
function exportedNames(part: ts.Statement): string[] {
  if (ts.isExportAssignment(part)) return ['default'];
  if (ts.isExportDeclaration(part)) {
    const { exportClause } = part;
    if (!exportClause) return [];
    return ts.isNamespaceExport(exportClause)
      ? [exportClause.name.text]
      : exportClause.elements.map((element) => element.name.text);
  }
  const isDefault =
    ts.canHaveModifiers(part) && ts.getModifiers(part)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  return isDefault ? ['default'] : [];
}

/** `import name from '…'`, which gives what is exported as `default` any name, and its like. */
const importsDefault = (part: ts.Statement): boolean =>
  ts.isImportEqualsDeclaration(part) ||
  (ts.isImportDeclaration(part) &&
    part.importClause !== undefined &&
    (part.importClause.name !== undefined ||
      (part.importClause.namedBindings !== undefined && ts.isNamespaceImport(part.importClause.namedBindings))));

/** The names that are given something, or whose objects something is put into, or may be: `name = value`, `name.push(value)`, `put(value, name)`. */
const filledNames = indexedBySyntax<ts.Identifier>((node, note) => {
  const noteRoot = (target: ts.Node): void => {
    let root = ts.isExpression(target) ? unwrap(target) : target;
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isCallExpression(root))
      root = unwrap(root.expression);
    if (ts.isIdentifier(root)) note(root.text, root);
    else if (ts.isArrayLiteralExpression(root) || ts.isObjectLiteralExpression(root)) ts.forEachChild(root, noteRoot);
    else if (ts.isPropertyAssignment(root)) noteRoot(root.initializer);
    else if (ts.isShorthandPropertyAssignment(root)) noteRoot(root.name);
    else if (ts.isSpreadElement(root) || ts.isSpreadAssignment(root)) noteRoot(root.expression);
  };
  if (isAssignment(node)) noteRoot(node.left);
  if (ts.isCallExpression(node)) [node.expression, ...node.arguments].forEach(noteRoot);
  if (ts.isForOfStatement(node) && !ts.isVariableDeclarationList(node.initializer)) noteRoot(node.initializer);
});
