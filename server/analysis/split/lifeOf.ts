import { ts } from 'ts-morph';
import type { Access } from '../source/access.js';
import { has } from './leadState.js';
import {
  declarationOf,
  enclosingFunction,
  forEachUse,
  isFunctionNode,
  isInside,
  mentions,
  symbolOf,
} from '../source/symbols.js';

/** How long a variable matters: until the loop ends, until an error ends the function, or longer. */
export function lifeOf(
  { symbol, content }: Access,
  loop: ts.Node,
  home: ts.Node,
  checker: ts.TypeChecker,
): 'over' | 'goes-on' | 'outlives-errors' {
  const declaration = declarationOf(symbol);
  if (!declaration) return 'outlives-errors';
  const inClosure = has(
    home,
    (n) => n !== home && isFunctionNode(n) && !isInside(loop, n) && mentions(n, symbol, checker),
  );
  const isLocal = enclosingFunction(declaration) === home;
  if (!isLocal) return 'outlives-errors';
  if (ts.isSourceFile(home)) return 'goes-on';
  if (inClosure || (content && !isMadeHere(declaration))) return 'outlives-errors';
  for (let outer = loop.parent; outer !== home; outer = outer.parent)
    if (ts.isIterationStatement(outer, false) && !isInside(declaration, outer)) return 'goes-on';
  const uses: ts.Node[] = [];
  forEachUse(home, (use) => {
    if (use.pos >= loop.end && symbolOf(use, checker) === symbol) uses.push(use);
  });
  return uses.length > 0 ? 'goes-on' : 'over';
}

/** Whether a variable holds an object that was made for it. */
const isMadeHere = (declaration: ts.Declaration): boolean =>
  ts.isVariableDeclaration(declaration) &&
  declaration.initializer !== undefined &&
  (ts.isArrayLiteralExpression(declaration.initializer) ||
    ts.isObjectLiteralExpression(declaration.initializer) ||
    ts.isNewExpression(declaration.initializer));
