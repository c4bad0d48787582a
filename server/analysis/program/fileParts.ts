import { ts } from 'ts-morph';
import { mentionsOf } from '../source/names.js';
import { isFunctionNode, namesOf } from '../source/symbols.js';

/** The top-level statements of a file, and how they hang together by the names that they mention: by the syntax alone. */
export interface FileParts {
  /** The top-level statement that a node stands in; null for the end of the file. */
  partOf(node: ts.Node): ts.Statement | null;
  /** The names that a statement gives its file. */
  declaredBy(part: ts.Statement): readonly string[];
  /** Whether some statement gives the file a name. */
  declares(this: void, name: string): boolean;
  /** Whether other files can get hold of what a statement declares or mentions. */
  isShown(part: ts.Statement): boolean;
}

const known = new WeakMap<ts.SourceFile, FileParts>();

export function partsOf(file: ts.SourceFile): FileParts {
  let parts = known.get(file);
  if (!parts) known.set(file, (parts = read(file)));
  return parts;
}

function read(file: ts.SourceFile): FileParts {
  const { statements } = file;
  const partAt = (pos: number): ts.Statement | null => {
    let [low, high] = [0, statements.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (statements[middle]!.end <= pos) low = middle + 1;
      else high = middle;
    }
    return statements[low] ?? null;
  };
  const mentions = mentionsOf(file);
  const declared = new Map<ts.Statement, readonly string[]>();
  const declaredBy = (part: ts.Statement): readonly string[] => {
    let names = declared.get(part);
    if (!names) declared.set(part, (names = namesDeclaredBy(part)));
    return names;
  };
  let all: ReadonlySet<string> | null = null;
  const isModule = ts.isExternalModule(file);
  return {
    partOf: (node) => partAt(node.pos),
    declaredBy,
    declares: (name) => (all ??= new Set(statements.flatMap(declaredBy))).has(name),
    isShown: (part) =>
      !isModule ||
      ts.isExportDeclaration(part) ||
      ts.isExportAssignment(part) ||
      (ts.canHaveModifiers(part) &&
        (ts.getModifiers(part)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)) ||
      ['exports', 'module', 'globalThis'].some((name) => mentions.within(part, name).length > 0),
  };
}

/** Names that a statement gives its file: those of functions and of blocks with `let` and `const` are not. */
function namesDeclaredBy(part: ts.Statement): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node)) names.push(...namesOf(node.name).map(({ text }) => text));
    const { name } = node as ts.NamedDeclaration;
    const isNamed =
      isFunctionNode(node) ||
      ts.isClassLike(node) ||
      ts.isEnumDeclaration(node) ||
      ts.isModuleDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isImportClause(node) ||
      ts.isNamespaceImport(node) ||
      ts.isImportSpecifier(node) ||
      ts.isImportEqualsDeclaration(node);
    if (isNamed && name && ts.isIdentifier(name)) names.push(name.text);
    if (!isFunctionNode(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  visit(part);
  return names;
}
