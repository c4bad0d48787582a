import { ts } from 'ts-morph';
import { isAssignment } from '../source/assignments.js';
import { blockOf, contains } from '../calls/control.js';
import { namesIn } from '../source/names.js';
import { holdsPrimitiveItems } from '../origins/primitiveParts.js';
import {
  isConfinedTo,
  isOpenTry,
  isWorthMoving,
  type Piece,
  readsOf,
  type SplitState,
  writesOf,
} from './splitState.js';
import { isDeclaredIn, isFunctionNode, isPrimitive, symbolOf } from '../source/symbols.js';
import { whyNotCopied } from '../transfer/transfer.js';
import { whyValueNotCopied } from './valueCopied.js';

/** Locals that some pure statement computes at a cost, and everything written together with them. */
export function heavyLocals(state: SplitState): Set<ts.Symbol> {
  const heavy = new Set<ts.Symbol>();
  const written = new Map([...state.pure].map((node) => [node, localsWritten(state, node)]));
  for (const [node, locals] of written) if (isWorthMoving(state, node)) for (const s of locals) heavy.add(s);
  for (let size = -1; size !== heavy.size;) {
    size = heavy.size;
    for (const [node, locals] of written)
      if (locals.some((s) => heavy.has(s)) || takesPart(state, node, heavy)) for (const s of locals) heavy.add(s);
  }
  return heavy;
}

/** Whether a statement takes parts out of what cannot cross, such as a match of a pattern: they cross in its place. */
function takesPart(state: SplitState, node: ts.Node, heavy: ReadonlySet<ts.Symbol>): boolean {
  return (
    ts.isVariableStatement(node) &&
    [...readsOf(state, node)].some(
      (s) => heavy.has(s) && whyNotCopied(state.checker.getTypeOfSymbolAtLocation(s, node), state.checker) !== null,
    )
  );
}

/** Locals that outlive a pure statement which writes them. */
function localsWritten(state: SplitState, node: ts.Node): ts.Symbol[] {
  return [...writesOf(state, node)].filter(
    (s) => !state.judge.isOuter(s) && !state.committed.has(s) && !isConfinedTo(state, s, node),
  );
}

/** A local that cannot cross, so that it has to be committed, unless what is made of it may cross instead. */
export interface Demoted {
  readonly demoted: ts.Symbol;
  readonly canBeLifted: boolean;
}

/** The computed locals that the commit part uses: each crosses when its last statement is done. */
export function crossLocals(
  state: SplitState,
  heavy: ReadonlySet<ts.Symbol>,
): { readonly pieces: readonly Piece[] } | Demoted {
  const pieces: Piece[] = [];
  for (const symbol of heavy) {
    const use = firstCommitUse(state, symbol, heavy);
    if (!use) continue;
    const declaration = symbol.valueDeclaration;
    const at = declaration ? lastWriter(state, symbol, declaration) : null;
    const type = state.checker.getTypeOfSymbolAtLocation(symbol, use);
    const isCopied = whyValueNotCopied(use, state.checker) === null;
    const copied = isPrimitive(type, state.checker) || (isCopied && state.reader.origins.isFreshThroughout(use));
    const named =
      declaration !== undefined &&
      (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) &&
      ts.isIdentifier(declaration.name);
    if (!copied)
      state.missed.push({
        blocker: { code: 'returns-shared-object', node: use, detail: use.text, related: [] },
        cost: 1,
      });
    // It crosses once: nothing may change it after the commit part has seen it, or in another branch or round.
    // It gets a name in the block of that statement, where a `var` may be seen around it.
    const isWhole = at !== null && named && use.pos >= at.end && isConfinedTo(state, symbol, at.parent);
    const canLift = state.judge.privates.has(symbol) || isAlone(state, symbol, type);
    const canBeLifted = isWhole ? !isCopied : canLift && !isWrittenBeside(state, symbol);
    if (!isWhole || !copied) return { demoted: symbol, canBeLifted };
    pieces.push({ kind: 'local', expression: null, local: symbol, at, type, nested: !isAtTop(state, at) });
  }
  return { pieces };
}

/** Methods that give the list itself, or another way to its memory. */
const GIVES_ITSELF = /^(copyWithin|fill|reverse|sort|subarray)$/;

/** Whether nothing but a name leads to what it holds: a plain value, or a list of them that has no second name. */
function isAlone({ loop, checker }: SplitState, symbol: ts.Symbol, type: ts.Type): boolean {
  if (isPrimitive(type, checker)) return true;
  if (!holdsPrimitiveItems(type, checker)) return false;
  const uses = namesIn(loop.body, symbol.getName()).filter((use) => symbolOf(use, checker) === symbol);
  return uses.every((use) => {
    const { parent } = use;
    if (parent === symbol.valueDeclaration || ts.isSpreadElement(parent)) return true;
    if (ts.isForOfStatement(parent)) return parent.expression === use;
    if (isAssignment(parent)) return parent.left === use && ts.isExpressionStatement(parent.parent);
    if (ts.isElementAccessExpression(parent)) return parent.expression === use;
    if (!ts.isPropertyAccessExpression(parent)) return false;
    const call = parent.parent;
    if (!ts.isCallExpression(call) || call.expression !== parent)
      return isPrimitive(checker.getTypeAtLocation(parent), checker);
    const isKept = GIVES_ITSELF.test(parent.name.text) && !ts.isExpressionStatement(call.parent);
    return !isKept && call.arguments.every((a) => !isFunctionNode(a) || a.parameters.length <= 2);
  });
}

/** Whether a statement runs once in every iteration, if no error comes before it. */
const isAtTop = (state: SplitState, node: ts.Statement): boolean =>
  state.statements.includes(node) || state.statements.some((s) => isOpenTry(state, s) && s.tryBlock === node.parent);

/** The last pure statement that writes a local; null unless all of them stand in the block where it is declared. */
function lastWriter(state: SplitState, symbol: ts.Symbol, declaration: ts.Node): ts.Statement | null {
  const block = blockOf(declaration);
  const writers = [...state.pure].filter((node) => writesOf(state, node).has(symbol));
  if (isWrittenBeside(state, symbol)) return null;
  const own = writers.every((node) => node.parent === block || (node === state.loop.body && writers.length === 1));
  const last = writers.sort((a, b) => a.end - b.end).at(-1);
  return own && last && ts.isStatement(last) ? last : null;
}

/** Whether code that is no pure statement gives a local a value: the head of a loop that both parts run, say. */
const isWrittenBeside = (state: SplitState, symbol: ts.Symbol): boolean =>
  state.reader
    .effectsOf(state.loop.body)
    .accesses.some((a) => a.write && a.symbol === symbol && ![...state.pure].some((node) => contains(node, a.node)));

/** Locals whose objects the values change: nothing that stays may look at them. */
export function changedByValues(state: SplitState): ts.Symbol[] {
  const values = state.pieces.flatMap((p) => (p.expression ? [p.expression] : []));
  return [...new Set(values.flatMap((value) => [...writesOf(state, value)].filter((s) => !isDeclaredIn(s, value))))];
}

/** The first use of a computed local in what stays: statements with effects, and cheap pure ones that they need. */
export function firstCommitUse(
  state: SplitState,
  symbol: ts.Symbol,
  heavy: ReadonlySet<ts.Symbol>,
): ts.Identifier | null {
  let found: ts.Identifier | null = null;
  const visit = (node: ts.Node): void => {
    if (found || isValue(state, node) || (state.pure.has(node) && !isKept(state, node, heavy))) return;
    if (
      ts.isIdentifier(node) &&
      node.text === symbol.getName() &&
      symbolOf(node, state.checker) === symbol &&
      node.parent !== symbol.valueDeclaration
    )
      found = node;
    ts.forEachChild(node, visit);
  };
  visit(state.loop.body);
  return found;
}

const isValue = (state: SplitState, node: ts.Node): boolean => state.pieces.some((p) => p.expression === node);

const isKept = (state: SplitState, node: ts.Node, heavy: ReadonlySet<ts.Symbol>): boolean =>
  ![...writesOf(state, node)].some((s) => heavy.has(s)) && isNeededByCommit(state, node, heavy);

/** Whether nobody reads what a statement writes: it is left where it is. */
function isDead(state: SplitState, node: ts.Node, written: ReadonlySet<ts.Symbol>): boolean {
  let used = false;
  const visit = (other: ts.Node): void => {
    if (used || other === node) return;
    if (ts.isIdentifier(other)) {
      const symbol = symbolOf(other, state.checker);
      used = symbol !== undefined && written.has(symbol);
    }
    ts.forEachChild(other, visit);
  };
  visit(state.loop.body);
  return !used;
}

/** Whether a pure statement that costs little writes something that the commit part reads. */
export function isNeededByCommit(
  state: SplitState,
  node: ts.Node,
  heavy: ReadonlySet<ts.Symbol>,
  seen = new Set<ts.Node>(),
): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  const written = writesOf(state, node);
  if (written.size === 0 || isDead(state, node, written)) return true;
  const reads = (other: ts.Node): boolean => {
    if (isValue(state, other)) return false;
    if (state.pure.has(other)) {
      if (other === node || ![...readsOf(state, other)].some((s) => written.has(s))) return false;
      return ![...writesOf(state, other)].some((s) => heavy.has(s)) && isNeededByCommit(state, other, heavy, seen);
    }
    if (ts.isIdentifier(other)) {
      const symbol = symbolOf(other, state.checker);
      return symbol !== undefined && written.has(symbol) && other.parent !== symbol.valueDeclaration;
    }
    return ts.forEachChild(other, (child) => reads(child) || undefined) ?? false;
  };
  return reads(state.loop.body);
}
