import { ts } from 'ts-morph';
import type { FreeName } from '../model.js';
import { spanOf } from '../project.js';
import type { Effects } from './access.js';
import { importOf } from './callees.js';
import {
  declarationOf,
  enclosingFunction,
  forEachUse,
  isDeclaredIn,
  isFunctionNode,
  isGlobal,
  symbolOf,
  unwrap,
} from './symbols.js';

/** The names a loop uses and does not declare, in order of first use. */
export function freeNames(loop: ts.Node, effects: Effects, checker: ts.TypeChecker): FreeName[] {
  const names = new Map<ts.Symbol, FreeName>();
  const typed = /\.[cm]?tsx?$/.test(loop.getSourceFile().fileName);
  forEachUse(loop, (use) => {
    const symbol = symbolOf(use, checker);
    const declaration = symbol ? declarationOf(symbol) : undefined;
    if (!symbol || !declaration || isGlobal(symbol) || isDeclaredIn(symbol, loop) || names.has(symbol)) return;
    const writes = effects.accesses.filter((a) => a.write && a.symbol === symbol);
    names.set(symbol, {
      name: use.text,
      kind: kindOf(symbol, declaration),
      scope: ts.isSourceFile(enclosingFunction(declaration)) ? 'module' : 'function',
      declaration: spanOf(declaration),
      assigned: writes.some((a) => !a.content),
      mutated: writes.some((a) => a.content),
      type: typed
        ? checker.typeToString(checker.getTypeOfSymbolAtLocation(symbol, use), use, ts.TypeFormatFlags.NoTruncation)
        : null,
    });
  });
  return [...names.values()];
}

function kindOf(symbol: ts.Symbol, declaration: ts.Declaration): FreeName['kind'] {
  if (importOf(symbol)) return 'import';
  if (ts.isClassDeclaration(declaration)) return 'class';
  if (ts.isFunctionDeclaration(declaration)) return 'function';
  return ts.isVariableDeclaration(declaration) &&
    declaration.initializer &&
    isFunctionNode(unwrap(declaration.initializer))
    ? 'function'
    : 'value';
}
