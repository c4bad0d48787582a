import { ts } from 'ts-morph';
import type { Rewrite, TextEdit } from '../model.js';
import { applyEdits, positionAfter } from './rewriteLoop.js';
import { lineSpan, type Patch } from '../nodeText.js';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

type Plain = ts.VariableDeclaration & { readonly name: ts.Identifier };

/**
 * The same rewrite, without the declarations in front of the loop that nothing mentions after it: `let row;`, where `row` is each
 * iteration's own from now on. What gives a variable a value that is more than a literal stays.
 *
 * @param source the file before the rewrite
 * @param loop where the loop stands there
 */
export function withoutUnused(rewrite: Rewrite, source: ts.SourceFile, loop: Stretch): Rewrite {
  const own = rewrite.edits.filter(({ file }) => file === source.fileName);
  const candidates = temporariesBefore(source, loop);
  if (candidates.length === 0) return rewrite;
  const text = applyEdits(source.text, own);
  const after = ts.createSourceFile(source.fileName, text, ts.ScriptTarget.ESNext, true);
  const useless = candidates.filter((declaration) => {
    const place = positionAfter(own, declaration.name.getStart());
    const found = place === null ? null : declarationAt(after, place);
    return found?.name.text === declaration.name.text && !isMentioned(scopeOf(found), found.name);
  });
  const cuts = cutsOf(useless).filter((cut) => !own.some((edit) => edit.start < cut.end && edit.end > cut.start));
  if (cuts.length === 0) return rewrite;
  const less = cuts.reduce((sum, { start, end, text: kept }) => sum + end - start - kept.length, 0);
  const { start, end } = rewrite.loopAfter;
  const file = source.fileName;
  const edits: TextEdit[] = [...own, ...cuts.map((cut) => ({ file, ...cut }))];
  return {
    ...rewrite,
    edits: [
      ...edits.sort((a, b) => a.start - b.start || a.end - b.end),
      ...rewrite.edits.filter((edit) => edit.file !== file),
    ],
    loopAfter: { start: start - less, end: end - less },
  };
}

/** Plain variables with nothing or a literal in them that are declared before the loop, and mentioned in it. */
function temporariesBefore(source: ts.SourceFile, loop: Stretch): Plain[] {
  const mentioned = new Set<string>();
  const declared: Plain[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.getStart() >= loop.start && node.end <= loop.end) mentioned.add(node.text);
    if (ts.isVariableDeclaration(node) && node.end <= loop.start && isPlain(node)) declared.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return declared.filter(({ name }) => mentioned.has(name.text));
}

function isPlain(node: ts.VariableDeclaration): node is Plain {
  const { name, initializer, parent } = node;
  const statement = parent.parent;
  const isEffectless =
    !initializer ||
    ts.isLiteralExpression(initializer) ||
    initializer.kind === ts.SyntaxKind.NullKeyword ||
    initializer.kind === ts.SyntaxKind.TrueKeyword ||
    initializer.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isArrayLiteralExpression(initializer) && initializer.elements.length === 0);
  return ts.isIdentifier(name) && ts.isVariableStatement(statement) && !statement.modifiers && isEffectless;
}

function declarationAt(source: ts.SourceFile, position: number): Plain | null {
  const visit = (node: ts.Node): Plain | undefined => {
    if (node.end <= position || node.pos > position) return undefined;
    if (ts.isVariableDeclaration(node) && node.name.getStart() === position && isPlain(node)) return node;
    return ts.forEachChild(node, visit);
  };
  return visit(source) ?? null;
}

/** Where a variable is known: of `var`, the whole function. */
function scopeOf(declaration: Plain): ts.Node {
  const list = declaration.parent as ts.VariableDeclarationList;
  let scope: ts.Node = list.parent.parent;
  if (!(list.flags & ts.NodeFlags.BlockScoped))
    while (!ts.isFunctionLike(scope) && !ts.isSourceFile(scope)) scope = scope.parent;
  return scope;
}

/** Whether a scope mentions a variable besides its declaration; not where the name belongs to another one. */
function isMentioned(scope: ts.Node, name: ts.Identifier): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node))
      return (
        node !== name &&
        node.text === name.text &&
        !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
      );
    if (node !== scope && declaresItself(node, name.text)) return false;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(scope);
}

/** Whether a block, a loop or a function has a variable of this name for itself. */
function declaresItself(node: ts.Node, name: string): boolean {
  const binds = (binding: ts.BindingName): boolean =>
    ts.isIdentifier(binding)
      ? binding.text === name
      : binding.elements.some((element) => ts.isBindingElement(element) && binds(element.name));
  const declares = (part: ts.Node | undefined): boolean =>
    part !== undefined &&
    ts.isVariableDeclarationList(part) &&
    (part.flags & ts.NodeFlags.BlockScoped) !== 0 &&
    part.declarations.some((one) => binds(one.name));
  if (ts.isBlock(node))
    return node.statements.some((one) => ts.isVariableStatement(one) && declares(one.declarationList));
  if (ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node))
    return declares(node.initializer);
  return ts.isArrowFunction(node) && node.parameters.some((one) => binds(one.name));
}

/** Patches that take declarations away: the statement, or what stays of it without some of its variables. */
function cutsOf(useless: readonly Plain[]): Patch[] {
  const lists = [...new Set(useless.map(({ parent }) => parent as ts.VariableDeclarationList))];
  return lists.map(({ declarations, parent }) => {
    const kept = declarations.filter((one) => !useless.some((other) => other === one));
    if (kept.length === 0) return { ...lineSpan(parent), text: '' };
    const text = kept.map((one) => one.getText()).join(', ');
    return { start: declarations[0]!.getStart(), end: declarations.at(-1)!.end, text };
  });
}
