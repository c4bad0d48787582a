import { ts } from 'ts-morph';
import type { FoundLoop } from '../forms/foundLoop.js';
import { typedArrayName } from '../forms/iteration.js';
import type { Access, Step } from './access.js';
import { aliasing, areFlatArrays } from './aliases.js';
import { isAssignment, isTarget } from './assignments.js';
import { linearOf, type LinearContext } from './linear.js';
import type { AssumptionCode, ReasonCode } from './reasons.js';
import { rowAliasing } from './rowAliasing.js';
import { isDeclaredIn, isPrimitive } from './symbols.js';

/** How a read that computes relates to a write that commits. */
export type Conflict =
  | { readonly kind: 'none' }
  /** The read may see the write of an earlier iteration, or of this one: a flow dependence. */
  | { readonly kind: 'flow'; readonly code: ReasonCode }
  | { readonly kind: 'assume'; readonly code: AssumptionCode; readonly detail: string };

const NONE: Conflict = { kind: 'none' };
const FLOW: Conflict = { kind: 'flow', code: 'loop-carried-dependence' };

/** Iteration distance of a dependence, per counter: whether the write may come before, with, or after the read. */
interface Directions {
  readonly before: boolean;
  readonly same: boolean;
}
const ANY_DIRECTION: Directions = { before: true, same: true };

export interface DependenceTests {
  /**
   * Tests a pair of accesses for a flow dependence: exact on affine subscripts of one counter (strong SIV),
   * with direction vectors over the common loops, else conservative.
   *
   * @see Allen and Kennedy, "Optimizing Compilers for Modern Architectures", 2001, ch. 3
   */
  conflict(write: Access, read: Access): Conflict;
}

/**
 * @param writes every write of the loop, for knowing what is invariant
 */
export function createDependenceTests(
  loop: FoundLoop,
  region: ts.Node,
  writes: readonly Access[],
  checker: ts.TypeChecker,
): DependenceTests {
  const written = new Set(writes.filter((w) => !w.content || w.path.length === 0).map((w) => w.symbol));
  const isInvariant = (symbol: ts.Symbol): boolean => !written.has(symbol) && !isDeclaredIn(symbol, region);
  const counter = loop.source.kind === 'range' && loop.item ? checker.getSymbolAtLocation(loop.item) : undefined;
  const forward = loop.source.kind !== 'range' || loop.source.step > 0;

  const paths = (write: Access, read: Access): Conflict => {
    if (write.path.length > read.path.length && !read.path.some((s) => s.kind === 'any')) return NONE;
    const inner = commonCounters(write.node, read.node, region, checker);
    if (!inner)
      return overlapAtAll(write.path, read.path, {
        checker,
        region,
        counters: new Set(counter ? [counter] : []),
        isInvariant,
      })
        ? FLOW
        : NONE;
    const nest = [...(counter ? [{ symbol: counter, forward }] : []), ...inner];
    const context: LinearContext = { checker, region, counters: new Set(nest.map((n) => n.symbol)), isInvariant };
    const directions = new Map<ts.Symbol, Directions>();
    const length = Math.min(write.path.length, read.path.length);
    for (let k = 0; k < length; k++) {
      const relation = relate(write.path[k]!, read.path[k]!, context, nest);
      if (relation === 'disjoint') return NONE;
      if (relation === 'unknown') continue;
      const known = directions.get(relation.symbol) ?? ANY_DIRECTION;
      directions.set(relation.symbol, { before: known.before && relation.before, same: known.same && relation.same });
    }
    // A collection walked by value has no counter: the same place may be met again in any later iteration.
    if (!counter) return FLOW;
    let rowsMatter = false;
    for (const { symbol } of nest) {
      const direction = directions.get(symbol) ?? ANY_DIRECTION;
      if (direction.before) return FLOW;
      rowsMatter = true;
      if (!direction.same) return rowConflict(write, rowsMatter);
    }
    if (comesAfter(read.node, write.node)) return FLOW;
    return rowConflict(write, rowsMatter);
  };

  /** Row i and row j of one array must be different objects for the subscripts to tell them apart. */
  const rowConflict = (write: Access, matters: boolean): Conflict => {
    if (!matters || write.path.length < 2) return NONE;
    switch (rowAliasing(write.symbol, region, checker)) {
      case 'never':
        return NONE;
      case 'certain':
        return FLOW;
      case 'possible':
        return { kind: 'assume', code: 'different-rows', detail: write.symbol.getName() };
    }
  };

  return {
    conflict(write, read) {
      if (!write.content) return write.symbol === read.symbol ? FLOW : NONE;
      if (!read.content) return NONE;
      if (write.symbol === read.symbol) return paths(write, read);
      const loopNode = region;
      const alias = aliasing(write.symbol, read.symbol, loopNode, checker);
      if (alias === 'never') return NONE;
      const views = [write, read].some(
        (a) => typedArrayName(checker.getTypeOfSymbolAtLocation(a.symbol, region)) !== null,
      );
      // The places can be compared only where the names would stand for the same object, not one for a part of the other.
      const asOne = views || !areFlatArrays(write.symbol, read.symbol, region, checker) ? FLOW : paths(write, read);
      if (asOne.kind === 'none') return NONE;
      if (alias === 'certain') return { kind: 'flow', code: 'shared-memory' };
      return {
        kind: 'assume',
        code: 'different-objects',
        detail: `\`${write.symbol.getName()}\` and \`${read.symbol.getName()}\``,
      };
    },
  };
}

interface Counter {
  readonly symbol: ts.Symbol;
  readonly forward: boolean;
}

/** Counters of the loops inside the region that enclose both nodes, outermost first; null where one of those loops has none. */
function commonCounters(a: ts.Node, b: ts.Node, region: ts.Node, checker: ts.TypeChecker): Counter[] | null {
  const counters: Counter[] = [];
  for (let node = a.parent; node && node !== region && node.pos >= region.pos; node = node.parent) {
    if (!ts.isIterationStatement(node, false) || b.pos < node.pos || b.end > node.end) continue;
    const counter = ts.isForStatement(node) ? plainCounter(node, checker) : null;
    if (!counter) return null;
    counters.unshift(counter);
  }
  return counters;
}

/** The counter of `for (let j = …; …; j++)`, where the body leaves it alone. */
function plainCounter(loop: ts.ForStatement, checker: ts.TypeChecker): Counter | null {
  const { initializer, incrementor } = loop;
  if (
    !initializer ||
    !ts.isVariableDeclarationList(initializer) ||
    initializer.declarations.length !== 1 ||
    !incrementor
  )
    return null;
  const name = initializer.declarations[0]!.name;
  if (!ts.isIdentifier(name)) return null;
  const text = incrementor.getText().replace(/\s/g, '');
  const up = text === `${name.text}++` || text === `++${name.text}` || new RegExp(`^${name.text}\\+=\\d+$`).test(text);
  const down = text === `${name.text}--` || text === `--${name.text}` || new RegExp(`^${name.text}-=\\d+$`).test(text);
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol || (!up && !down) || assigns(loop.statement, name.text)) return null;
  return { symbol, forward: up };
}

function assigns(node: ts.Node, name: string): boolean {
  let found = false;
  const visit = (child: ts.Node): void => {
    if (isAssignment(child)) {
      found ||=
        new RegExp(`\\b${name}\\b`).test(child.left.getText()) &&
        !ts.isElementAccessExpression(child.left) &&
        !ts.isPropertyAccessExpression(child.left);
    }
    if (ts.isPrefixUnaryExpression(child) || ts.isPostfixUnaryExpression(child))
      found ||= child.operand.getText() === name && child.operator !== ts.SyntaxKind.MinusToken;
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

type Relation = 'disjoint' | 'unknown' | ({ readonly symbol: ts.Symbol } & Directions);

/** Compares one step of the written place with one of the read place. */
function relate(write: Step, read: Step, context: LinearContext, nest: readonly Counter[]): Relation {
  if (write.kind === 'any' || read.kind === 'any') return 'unknown';
  if (write.kind === 'name' && read.kind === 'name') return write.name === read.name ? 'unknown' : 'disjoint';
  if (write.kind !== 'index' || read.kind !== 'index') return nameAgainstIndex(write, read, context);
  const [w, r] = [linearOf(write.expression, context), linearOf(read.expression, context)];
  if (!w || !r || !sameTerms(w.invariants, r.invariants)) return 'unknown';
  const used = new Set([...w.counters.keys(), ...r.counters.keys()]);
  if (used.size === 0) return w.constant === r.constant ? 'unknown' : 'disjoint';
  const [symbol] = used;
  if (used.size > 1 || !symbol) return 'unknown';
  const coefficient = w.counters.get(symbol);
  if (coefficient === undefined || coefficient !== r.counters.get(symbol)) return 'unknown';
  // coefficient · p + w = coefficient · q + r: the write of iteration p meets the read of iteration q = p + distance.
  const distance = (w.constant - r.constant) / coefficient;
  if (!Number.isInteger(distance)) return 'disjoint';
  const forward = nest.find((n) => n.symbol === symbol)?.forward ?? true;
  return { symbol, before: forward ? distance > 0 : distance < 0, same: distance === 0 };
}

function nameAgainstIndex(write: Step, read: Step, context: LinearContext): Relation {
  const [name, index] = write.kind === 'name' ? [write, read] : [read, write];
  if (name.kind !== 'name' || index.kind !== 'index') return 'unknown';
  const numeric =
    isPrimitive(context.checker.getTypeAtLocation(index.expression), context.checker) &&
    (context.checker.getTypeAtLocation(index.expression).flags & ts.TypeFlags.NumberLike) !== 0;
  // Writing past the end changes the length.
  return numeric && name.name !== 'length' && !/^\d+$/.test(name.name) ? 'disjoint' : 'unknown';
}

function sameTerms(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

/** Whether two places can be the same at all, counters apart. */
function overlapAtAll(write: readonly Step[], read: readonly Step[], context: LinearContext): boolean {
  for (let k = 0; k < Math.min(write.length, read.length); k++) {
    const [w, r] = [write[k]!, read[k]!];
    if (w.kind === 'name' && r.kind === 'name' && w.name !== r.name) return false;
    if (nameAgainstIndex(w, r, context) === 'disjoint') return false;
  }
  return true;
}

/** Whether, inside one iteration, the read happens after the write: a write happens when its whole assignment or call is done. */
function comesAfter(read: ts.Node, write: ts.Node): boolean {
  let done: ts.Node = write;
  while (
    done.parent &&
    (ts.isParenthesizedExpression(done.parent) || isTarget(done) || ts.isDeleteExpression(done.parent))
  )
    done = done.parent;
  return read.getEnd() > done.getEnd();
}
