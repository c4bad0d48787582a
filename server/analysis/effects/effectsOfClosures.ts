import { ts } from 'ts-morph';
import { ANY, type Access, blurred } from '../source/access.js';
import { resolveCallee } from '../calls/callees.js';
import type { EffectWalk } from './effectWalk.js';
import { givenArguments } from '../calls/givenArguments.js';
import { namesIn } from '../source/names.js';
import {
  declarationOf,
  enclosingFunction,
  type FunctionNode,
  isDeclaredIn,
  isInside,
  parameterIndex,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';

/**
 * What a function does to the object of a name that belongs to a run of the function around it, which is over: to what that
 * function was given, and to whatever else its names lead to.
 *
 * @param closure the name that holds the function, where it was made by a call
 */
export function noteEnclosed(
  walk: EffectWalk,
  access: Access,
  fn: FunctionNode,
  closure: ts.Symbol | null,
  node: ts.Node,
): void {
  const home = homeOf(access.symbol, fn);
  if (!home || isInside(walk.region, home)) return;
  const { write, symbol } = access;
  const reached = access.within ?? access.node;
  const origins = walk.summaries.originsIn(home, walk.checker);
  for (const origin of [...origins.ofName(symbol), ...origins.insideName(symbol)]) {
    if (origin === 'unknown' && write) walk.note('unknown-call', node, symbol.getName());
    if (typeof origin === 'string') continue;
    const position = parameterIndex(origin.symbol, home);
    if (position < 0) {
      if (!isDeclaredIn(origin.symbol, home))
        walk.access(write, origin.symbol, true, [...blurred(origin.path, walk.checker), ANY], node, reached);
      continue;
    }
    const calls = callsOf(home, closure, walk.checker);
    if (!calls?.every((call) => isSeenFrom(walk.region, call))) walk.note('unknown-call', node, symbol.getName());
    for (const call of calls ?? [])
      for (const { value } of givenArguments(home, position, call.arguments))
        walk.touch(write, value, [ANY], node, reached, true);
  }
}

/** The function around `fn` that declares a name. */
function homeOf(symbol: ts.Symbol, fn: FunctionNode): FunctionNode | null {
  for (let home = enclosingFunction(fn); !ts.isSourceFile(home); home = enclosingFunction(home))
    if (isDeclaredIn(symbol, home)) return home;
  return null;
}

/** The calls of a function, or that which made a closure; null where there may be others. */
function callsOf(
  home: FunctionNode,
  closure: ts.Symbol | null,
  checker: ts.TypeChecker,
): readonly ts.CallExpression[] | null {
  const runsHome = (node: ts.Node): node is ts.CallExpression => {
    const callee = ts.isCallExpression(node) ? resolveCallee(node.expression, checker) : null;
    return callee?.kind === 'program' && callee.functions.includes(home);
  };
  const declaration = closure ? declarationOf(closure) : undefined;
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  if (made && runsHome(unwrap(made))) return [unwrap(made) as ts.CallExpression];
  const holder = ts.isFunctionDeclaration(home) ? home : wrapped(home as ts.Expression).parent;
  if (!ts.isFunctionDeclaration(holder) && !ts.isVariableDeclaration(holder)) return null;
  const { name } = holder;
  const statement = ts.isVariableDeclaration(holder) ? holder.parent.parent : holder;
  const isExported = ts.canHaveModifiers(statement) && statement.modifiers?.some(isExport);
  if (!name || !ts.isIdentifier(name) || isExported) return null;
  const symbol = checker.getSymbolAtLocation(name);
  const uses = namesIn(home.getSourceFile(), name.text).filter(
    (use) => use !== name && symbolOf(use, checker) === symbol,
  );
  const calls = uses.map(({ parent }) => parent).filter(runsHome);
  return calls.length === uses.length ? calls : null;
}

const isExport = ({ kind }: ts.ModifierLike): boolean => kind === ts.SyntaxKind.ExportKeyword;

/** Whether the names in a call mean the same objects in some code: it stands in the same function, or in one around it. */
function isSeenFrom(region: ts.Node, call: ts.CallExpression): boolean {
  const home = enclosingFunction(call);
  return ts.isSourceFile(home) || isInside(region, home);
}
