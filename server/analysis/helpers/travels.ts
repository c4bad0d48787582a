import { ts } from 'ts-morph';
import { isMadeFunction } from '../calls/callees.js';
import { importOf } from '../source/importedNames.js';
import type { Judge } from '../dependences/hindrance.js';
import type { Blocker, ReasonCode } from '../reasons.js';
import { freeNames, type LocalFunction, localFunctionOf } from './localFunctions.js';
import { isPatternTable } from '../origins/patternTables.js';
import { isPlainPattern } from '../origins/plainPatterns.js';
import { holdsCode } from '../calls/functionTables.js';
import { declarationOf, declaresCode, enclosingFunction, isFunctionNode, isGlobal } from '../source/symbols.js';
import { whyNotCopied } from '../transfer/transfer.js';

/** Why a name's value cannot get to a worker; null where it is copied, or imported by the worker module. */
export function whyNotTravelling(
  use: ts.Identifier,
  symbol: ts.Symbol,
  names: Pick<Judge, 'region' | 'isOuter' | 'isItem'>,
  checker: ts.TypeChecker,
  seen: ReadonlySet<ts.Symbol> = new Set(),
): Blocker | null {
  const { region, isOuter, isItem } = names;
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
  const isCode = declaresCode(declaration) || isMadeFunction(declaration, checker) || holdsCode(declaration, checker);
  if (isCode || isPlainPattern(declaration, checker) || isPatternTable(declaration, checker)) {
    if (ts.isSourceFile(enclosingFunction(declaration))) return null;
    const local = localFunctionOf(symbol, names.region, checker);
    return local ? whatKeeps(local, use, names, checker, seen) : refuse('closure-capture', use.text, 'made here');
  }
  if (type.getCallSignatures().length > 0) return refuse('closure-capture', use.text, 'declared here');
  const why = whyNotCopied(type, checker);
  return why ? refuse('not-cloneable', `\`${use.text}\` (${why})`, 'declared here') : null;
}

/** Why a function around the loop cannot be declared in the task as well: something that it uses cannot get there. */
function whatKeeps(
  fn: LocalFunction,
  use: ts.Identifier,
  names: Pick<Judge, 'region' | 'isOuter' | 'isItem'>,
  checker: ts.TypeChecker,
  seen: ReadonlySet<ts.Symbol>,
): Blocker | null {
  for (const [inner, symbol] of freeNames([fn], checker)) {
    if (!symbol || isGlobal(symbol) || seen.has(symbol)) continue;
    const related = [{ message: `\`${inner.text}\` is used here`, node: inner }];
    // The counter is the task's item; what each iteration has for itself is declared in the task.
    if (!names.isOuter(symbol)) return { code: 'closure-capture', node: use, detail: use.text, related };
    const blocker = whyNotTravelling(inner, symbol, names, checker, new Set([...seen, symbol]));
    if (blocker) return { ...blocker, node: use, related: [...related, ...blocker.related] };
  }
  return null;
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
