import { ts } from 'ts-morph';
import { type Change, movedBegin, movedEnd, undoing } from '../../moves.js';

/** What stands for what, between a program and one that is like it but for the text of one file, which does the same in other words. */
export interface Counterparts {
  /** The node of the original that reads as one of the variant does; null where a change is in it. */
  readonly nodeBefore: <T extends ts.Node>(node: T) => T | null;
  /** The node of the variant in the place of one of the original, which may have changed inside; null where it is gone. */
  readonly nodeAfter: <T extends ts.Node>(node: T) => T | null;
  /** The symbol of the variant for one of the original; null where it is gone, or one of the original's checker alone. */
  readonly symbolAfter: (symbol: ts.Symbol) => ts.Symbol | null;
}

/**
 * @param before the file of the original
 * @param after the same file of the variant
 * @param changes what has become of its text
 * @param checkers of the two programs
 */
export function createCounterparts(
  before: ts.SourceFile,
  after: ts.SourceFile,
  changes: readonly Change[],
  checkers: { readonly before: ts.TypeChecker; readonly after: ts.TypeChecker },
): Counterparts {
  const back = undoing(changes, before.text);
  const known = new Map<ts.Node, ts.Node | null>();
  const nodeAfter = (node: ts.Node): ts.Node | null => {
    if (node === before) return after;
    if (node.getSourceFile() !== before) return node;
    let found = known.get(node);
    if (found === undefined) known.set(node, (found = isGone(node, changes) ? null : nodeMoved(node, changes, after)));
    return found;
  };
  const nodeBefore = (node: ts.Node): ts.Node | null => {
    if (node.getSourceFile() !== after) return node;
    return isTouched(node, back) ? null : nodeMoved(node, back, before);
  };
  /** What several declarations have made together, each checker makes for itself. */
  const mergedAfter = (symbol: ts.Symbol, [declaration]: readonly ts.Declaration[]): ts.Symbol | null => {
    const name = declaration && ts.getNameOfDeclaration(declaration);
    const there = name && nodeAfter(name);
    return there && checkers.before.getSymbolAtLocation(name) === symbol
      ? (checkers.after.getSymbolAtLocation(there) ?? null)
      : null;
  };
  const symbolAfter = (symbol: ts.Symbol): ts.Symbol | null => {
    const { declarations = [] } = symbol;
    if (symbol.flags & ts.SymbolFlags.Transient) return mergedAfter(symbol, declarations);
    if (!declarations.some((one) => one.getSourceFile() === before)) return symbol;
    const [only, ...more] = new Set(declarations.map((one) => symbolBound(symbol, one, nodeAfter(one))));
    return only && more.length === 0 ? only : null;
  };
  return {
    nodeBefore: <T extends ts.Node>(node: T) => nodeBefore(node) as T | null,
    nodeAfter: <T extends ts.Node>(node: T) => nodeAfter(node) as T | null,
    symbolAfter,
  };
}

/** Whether a node stands in a change, or ends or begins in one. */
const isGone = (node: ts.Node, changes: readonly Change[]): boolean =>
  changes.some(({ start, end }) => {
    const [from, to] = [node.getStart(), node.end];
    return (start <= from && to <= end) || (start < from && from < end) || (start < to && to < end);
  });

const isTouched = (node: ts.Node, changes: readonly Change[]): boolean =>
  changes.some(({ start, end }) => start < node.end && node.getStart() < end);

/** What binding gives a declaration: of what is exported, a symbol for others and one for its own file. */
interface Bound {
  readonly symbol?: ts.Symbol;
  readonly localSymbol?: ts.Symbol;
}

/** The symbol that one declaration has where another one has this. */
function symbolBound(symbol: ts.Symbol, before: ts.Node, after: ts.Node | null): ts.Symbol | null {
  const [own, other] = [before, after] as [Bound, Bound | null];
  if (own.symbol === symbol) return other?.symbol ?? null;
  return own.localSymbol === symbol ? (other?.localSymbol ?? null) : null;
}

/** The node of the same kind that begins and ends where this one does after the changes. */
function nodeMoved(node: ts.Node, changes: readonly Change[], file: ts.SourceFile): ts.Node | null {
  const [start, end] = [movedBegin(changes, node.getStart()), movedEnd(changes, node.end)];
  const find = (one: ts.Node): ts.Node | undefined => {
    if (one.pos > start || one.end < end) return undefined;
    return one.kind === node.kind && one.end === end && one.getStart(file) === start ? one : ts.forEachChild(one, find);
  };
  return find(file) ?? null;
}
