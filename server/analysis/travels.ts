import { ts } from 'ts-morph';
import { importOf } from './callees.js';
import type { Judge } from './judge.js';
import type { Blocker, ReasonCode } from './reasons.js';
import { declarationOf, declaresCode, enclosingFunction, isFunctionNode } from './symbols.js';
import { whyNotCopied } from './transfer.js';

/** Why a name's value cannot get to a worker; null where it is copied, or imported by the worker module. */
export function whyNotTravelling(
  use: ts.Identifier,
  symbol: ts.Symbol,
  { region, isOuter, isItem }: Pick<Judge, 'region' | 'isOuter' | 'isItem'>,
  checker: ts.TypeChecker,
): Blocker | null {
  const refuse = (code: ReasonCode, detail: string, message?: string): Blocker => ({
    code,
    node: use,
    detail,
    related: message && declaration ? [{ message, node: declaration }] : [],
  });
  const declaration = declarationOf(symbol);
  const type = checker.getTypeOfSymbolAtLocation(symbol, use);
  if (!isOuter(symbol)) {
    const why = isItem(symbol) ? whyNotCopied(type, checker) : null;
    return why ? refuse('not-cloneable', `\`${use.text}\` (${why})`) : null;
  }
  if (!declaration || importOf(symbol)) return null;
  if (isDeclaredLater(declaration, region)) return refuse('declared-later', use.text, 'declared here');
  if (declaresCode(declaration))
    return ts.isSourceFile(enclosingFunction(declaration)) ? null : refuse('closure-capture', use.text, 'made here');
  if (type.getCallSignatures().length > 0) return refuse('closure-capture', use.text, 'declared here');
  const why = whyNotCopied(type, checker);
  return why ? refuse('not-cloneable', `\`${use.text}\` (${why})`, 'declared here') : null;
}

/** Whether a name may be read before its declaration has run: something is called before it. */
function isDeclaredLater(declaration: ts.Declaration, loop: ts.Node): boolean {
  if (!ts.isVariableDeclaration(declaration) && !ts.isClassDeclaration(declaration)) return false;
  if (declaration.getSourceFile() !== loop.getSourceFile() || declaration.pos < loop.pos) return false;
  const home = enclosingFunction(declaration);
  if (home === enclosingFunction(loop) || !ts.isSourceFile(home)) return true;
  const calls = (node: ts.Node): boolean => {
    if (isFunctionNode(node)) return false;
    if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) return true;
    return ts.forEachChild(node, (child) => calls(child) || undefined) ?? false;
  };
  return home.statements.some((s) => s.end <= declaration.pos && !ts.isImportDeclaration(s) && calls(s));
}
