import { ts } from 'ts-morph';
import type { FoundLoop } from '../forms/foundLoop.js';
import type { Judge } from './blockers.js';
import { resolveCallee } from './callees.js';
import { costOf, WORTH_MOVING } from './cost.js';
import type { EffectReader } from './effects.js';
import type { Assumed, Blocker } from './reasons.js';
import { isDeclaredIn, isFunctionNode, isPrimitive, symbolOf, unwrap } from './symbols.js';
import { whyNotCopied } from './transfer.js';

/** One value that the compute part hands to the commit part. */
export interface Piece {
  /** Expressions of the original body that the value stands for; for a crossing local, its uses. */
  readonly expression: ts.Expression | null;
  /** A local of the body that crosses whole. */
  readonly local: ts.Symbol | null;
  /** The statement of the body before, or in, which the value is needed. */
  readonly at: ts.Statement | ts.Expression;
  readonly type: ts.Type;
  /** Not at the top level of the body: the value may be there many times, or not at all. */
  readonly nested: boolean;
}

/**
 * Where each statement of the body goes: the result of loop distribution on statements and the expressions inside them.
 *
 * @see Kennedy and McKinley, "Loop distribution with arbitrary control flow", Supercomputing 1990
 */
export interface Split {
  /** `map`: the whole callback computes. `values`: everything computed comes before the first effect. `emits`: values and effects alternate. */
  readonly mode: 'map' | 'values' | 'emits';
  readonly pieces: readonly Piece[];
  /** Statements of the body that only compute. */
  readonly pure: ReadonlySet<ts.Node>;
  /** Pure statements that the compute part needs. */
  readonly computed: ReadonlySet<ts.Node>;
  /** Pure statements that leave the commit part. */
  readonly removed: ReadonlySet<ts.Node>;
  /** Exits of the iteration that both parts take: `if (…) continue` on a condition that computes. */
  readonly exits: ReadonlySet<ts.Node>;
  readonly cost: number;
  readonly assumed: readonly Assumed[];
}

export type SplitResult = { readonly split: Split } | { readonly blockers: readonly Blocker[] };

/** Splits the body of a loop into what computes and what commits. */
export function split(loop: FoundLoop, judge: Judge, reader: EffectReader, checker: ts.TypeChecker): SplitResult {
  const forced = new Set<ts.Symbol>();
  // A local that turns out not to be able to cross is committed, and the split is made again.
  for (let round = 0; round < 20; round++) {
    const attempt = new Splitter(loop, judge, reader, checker, forced).run();
    if (!('demoted' in attempt)) return attempt;
    forced.add(attempt.demoted);
  }
  return { blockers: [] };
}

class Splitter {
  private readonly committed: Set<ts.Symbol>;
  private readonly pieces: Piece[] = [];
  private readonly pure = new Set<ts.Node>();
  /** Statements with effects, exits or parts of both kinds, in order. */
  private readonly mixed: ts.Node[] = [];
  private readonly seenBlockers: { blocker: Blocker; cost: number }[] = [];
  private readonly seenAssumed: Assumed[] = [];
  private readonly statements: readonly ts.Statement[];

  constructor(
    private readonly loop: FoundLoop,
    private readonly judge: Judge,
    private readonly reader: EffectReader,
    private readonly checker: ts.TypeChecker,
    forced: ReadonlySet<ts.Symbol>,
  ) {
    this.committed = new Set(forced);
    const { body } = loop;
    this.statements = ts.isBlock(body) ? body.statements : ts.isStatement(body) ? [body] : [];
  }

  run(): SplitResult | { demoted: ts.Symbol } {
    const { loop } = this;
    this.propagate();
    if (loop.collects && this.committed.size === 0) {
      const whole = this.wholeCallback();
      if (whole) return whole;
    }
    if (this.statements.length > 0) this.collectBlock(this.statements, false);
    else this.collectExpression(loop.body as ts.Expression, loop.body, false);
    const heavy = this.heavyLocals();
    const crossing = this.crossLocals(heavy);
    if ('demoted' in crossing) return crossing;
    for (const symbol of this.changedByPieces())
      if (this.firstCommitUse(symbol, new Set([...heavy, symbol]))) return { demoted: symbol };
    this.pieces.push(...crossing.pieces);
    // A local that crosses is read before the statement, so before the values inside it.
    this.pieces.sort((a, b) => position(a) - position(b) || Number(b.local !== null) - Number(a.local !== null));
    if (this.pieces.length === 0) return { blockers: this.reasons() };
    const needed = this.neededByCompute();
    const removed = this.removedFromCommit(heavy, needed);
    const cost =
      this.pieces.reduce((sum, p) => sum + (p.expression ? costOf(p.expression, this.checker) : 0), 0) +
      [...needed].reduce((sum, n) => sum + costOf(n, this.checker), 0);
    if (cost < WORTH_MOVING) return { blockers: this.reasons() };
    const assumed = distinctAssumed([
      ...this.seenAssumed,
      ...[...needed].flatMap((n) => this.judge.hindrance(n, this.committed).assumed),
    ]);
    return {
      split: {
        mode: this.mode(needed),
        pieces: this.pieces,
        pure: this.pure,
        computed: needed,
        removed,
        exits: this.exits(),
        cost,
        assumed,
      },
    };
  }

  /** The callback of `map` where nothing is left to commit. */
  private wholeCallback(): SplitResult | null {
    const { body } = this.loop;
    const hindrance = this.judge.hindrance(body, this.committed);
    if (hindrance.stays || hindrance.blockers.length > 0) return null;
    const values = ts.isBlock(body) ? returnsIn(body) : [body as ts.Expression];
    if (!values.every((value) => this.canCross(value, true))) return null;
    const cost = costOf(body, this.checker);
    return {
      split: {
        mode: 'map',
        pieces: [],
        pure: new Set(),
        computed: new Set([body]),
        removed: new Set(),
        exits: new Set(),
        cost,
        assumed: distinctAssumed(hindrance.assumed),
      },
    };
  }

  // Which locals only the commit part knows.

  /** Spreads "commits" over the body's locals until nothing changes: a local written by a statement that stays, stays. */
  private propagate(): void {
    for (let size = -1; size !== this.committed.size;) {
      size = this.committed.size;
      if (this.statements.length > 0) for (const s of this.statements) this.mark(s, false);
      else this.commitWrites(this.loop.body, this.stays(this.loop.body));
    }
  }

  private stays(node: ts.Node): boolean {
    const h = this.judge.hindrance(node, this.committed);
    return h.stays || h.blockers.length > 0;
  }

  /** The locals a staying node writes are committed, but for objects that only its values change. */
  private commitWrites(node: ts.Node, stays: boolean, controlled = false): void {
    if (!stays) return;
    const taken: ts.Expression[] = [];
    if (!controlled) this.forEachOperand(node, (e) => this.takeValues(e, (value) => taken.push(value)));
    const changed = new Set(taken.flatMap((value) => this.reader.effectsOf(value).accesses.filter((a) => a.write)));
    for (const access of this.reader.effectsOf(node).accesses) {
      if (!access.write || this.judge.isOuter(access.symbol)) continue;
      const byValue = access.content && [...changed].some((c) => c.symbol === access.symbol && c.node === access.node);
      if (!byValue) this.committed.add(access.symbol);
    }
  }

  /** The expressions that a statement evaluates, each once. */
  private forEachOperand(node: ts.Node, visit: (operand: ts.Expression) => void): void {
    if (ts.isExpression(node)) return visit(node);
    if (ts.isVariableDeclaration(node)) return node.initializer && visit(node.initializer);
    ts.forEachChild(node, (child) => {
      if (ts.isExpression(child)) visit(child);
      else if (ts.isVariableDeclarationList(child))
        for (const d of child.declarations) if (d.initializer) visit(d.initializer);
    });
  }

  private mark(node: ts.Statement, controlled: boolean): void {
    if (ts.isBlock(node)) return node.statements.forEach((s) => this.mark(s, controlled));
    if (ts.isIfStatement(node)) {
      const commits = controlled || this.stays(node.expression);
      this.commitWrites(node.expression, commits);
      this.mark(node.thenStatement, commits);
      if (node.elseStatement) this.mark(node.elseStatement, commits);
      return;
    }
    if (ts.isIterationStatement(node, false)) {
      const commits = controlled || !this.canRepeatHead(node) || this.hasCommittedExit(node);
      for (const part of headOf(node)) this.commitWrites(part, commits || this.stays(part), true);
      this.mark(node.statement, commits);
      return;
    }
    if (ts.isVariableStatement(node)) {
      for (const d of node.declarationList.declarations) this.commitWrites(d, controlled || this.stays(d), controlled);
      return;
    }
    this.commitWrites(node, controlled || this.stays(node), controlled || !isSimple(node));
  }

  /** Whether both parts can run the head of a nested loop: it computes, and cheaply. */
  private canRepeatHead(node: ts.IterationStatement): boolean {
    return headOf(node).every((part) => !this.stays(part));
  }

  /** Whether a nested loop can be left on a condition that only the commit part knows. */
  private hasCommittedExit(loop: ts.IterationStatement): boolean {
    let found = false;
    const visit = (node: ts.Node, controlled: boolean): void => {
      if (isFunctionNode(node)) return;
      if (controlled && (ts.isBreakOrContinueStatement(node) || ts.isReturnStatement(node))) found = true;
      if (ts.isIfStatement(node)) {
        const c = controlled || this.stays(node.expression);
        visit(node.thenStatement, c);
        if (node.elseStatement) visit(node.elseStatement, c);
      } else ts.forEachChild(node, (child) => visit(child, controlled));
    };
    visit(loop.statement, false);
    return found;
  }

  // Which expressions become values.

  private collectBlock(statements: readonly ts.Statement[], nested: boolean): void {
    for (const s of statements) this.collect(s, nested);
  }

  private collect(node: ts.Statement, nested: boolean): void {
    const hindrance = this.judge.hindrance(node, this.committed);
    if (
      !hindrance.stays &&
      hindrance.blockers.length === 0 &&
      !leaves(node, this.loop.node) &&
      !this.writesCommitted(node)
    ) {
      this.pure.add(node);
      return;
    }
    this.mixed.push(node);
    if (ts.isBlock(node)) return this.collectBlock(node.statements, nested);
    if (ts.isIfStatement(node)) {
      if (this.stays(node.expression)) return this.collectExpression(node.expression, node, nested);
      this.collectExpression(node.expression, node, nested);
      this.collect(node.thenStatement, true);
      if (node.elseStatement) this.collect(node.elseStatement, true);
      return;
    }
    if (ts.isIterationStatement(node, false)) {
      if (
        !this.canRepeatHead(node) ||
        this.hasCommittedExit(node) ||
        headOf(node).some((p) => costOf(p, this.checker) >= WORTH_MOVING * 3)
      ) {
        this.note(node);
        return;
      }
      return this.collect(node.statement, true);
    }
    if (
      ts.isTryStatement(node) ||
      ts.isSwitchStatement(node) ||
      ts.isLabeledStatement(node) ||
      ts.isFunctionDeclaration(node)
    )
      return this.note(node);
    this.forEachOperand(node, (operand) => this.collectExpression(operand, node, nested));
  }

  private writesCommitted(node: ts.Node): boolean {
    return this.reader.effectsOf(node).accesses.some((a) => a.write && this.committed.has(a.symbol));
  }

  private collectExpression(node: ts.Expression, at: ts.Statement | ts.Expression, nested: boolean): void {
    this.takeValues(
      node,
      (expression, assumed) => {
        this.seenAssumed.push(...assumed);
        this.pieces.push({ expression, local: null, at, type: this.checker.getTypeAtLocation(expression), nested });
      },
      (blockers, cost) => this.remember(blockers, cost),
    );
  }

  /** Finds the largest expressions that can compute and are worth it. */
  private takeValues(
    node: ts.Expression,
    take: (value: ts.Expression, assumed: readonly Assumed[]) => void,
    miss?: (blockers: readonly Blocker[], cost: number) => void,
  ): void {
    const hindrance = this.judge.hindrance(node, this.committed);
    const cost = costOf(node, this.checker);
    const free = !hindrance.stays && hindrance.blockers.length === 0 && !this.writesLocals(node);
    if (cost < WORTH_MOVING) {
      if (!free) miss?.(hindrance.blockers, cost);
      return;
    }
    if (free && this.canCross(node, false)) return take(node, hindrance.assumed);
    miss?.(hindrance.blockers, cost);
    if (isFunctionNode(node)) return;
    // What is evaluated on a condition of the commit part may never be evaluated.
    if (ts.isConditionalExpression(node)) return this.takeValues(node.condition, take, miss);
    if (ts.isBinaryExpression(node) && SHORT_CIRCUIT.has(node.operatorToken.kind))
      return this.takeValues(node.left, take, miss);
    if (hasOptionalChain(node)) return;
    ts.forEachChild(node, (child) => {
      if (ts.isExpression(child)) this.takeValues(child, take, miss);
      else if (ts.isSpreadElement(child) || ts.isTemplateSpan(child)) this.takeValues(child.expression, take, miss);
      else if (ts.isPropertyAssignment(child)) this.takeValues(child.initializer, take, miss);
    });
  }

  /** Whether an expression assigns to locals around it. Changing an object that only computes is fine: a generator's state, say. */
  private writesLocals(node: ts.Node): boolean {
    return this.reader.effectsOf(node).accesses.some((a) => a.write && !a.content && !isDeclaredIn(a.symbol, node));
  }

  /** Locals whose objects the values change. */
  private changedByPieces(): ts.Symbol[] {
    const changed = this.pieces.flatMap((p) =>
      p.expression
        ? this.reader
            .effectsOf(p.expression)
            .accesses.filter((a) => a.write && !isDeclaredIn(a.symbol, p.expression!))
            .map((a) => a.symbol)
        : [],
    );
    return [...new Set(changed)];
  }

  /** Whether a value can go from the worker to the loop: copyable, and nobody can tell the copy. */
  private canCross(node: ts.Expression, remember: boolean): boolean {
    const type = this.checker.getTypeAtLocation(node);
    if (isPrimitive(type, this.checker)) return true;
    const why = whyNotCopied(type, this.checker);
    if (why) {
      this.seenBlockers.push({
        blocker: {
          code: 'not-cloneable',
          node,
          detail: `The result \`${node.getText().slice(0, 40)}\` (${why})`,
          related: [],
        },
        cost: costOf(node, this.checker),
      });
      return false;
    }
    if (this.reader.origins.isFreshThroughout(node)) return true;
    if (remember || costOf(node, this.checker) >= WORTH_MOVING)
      this.seenBlockers.push({
        blocker: { code: 'returns-shared-object', node, detail: node.getText(), related: [] },
        cost: 1,
      });
    return false;
  }

  // Locals that are computed and committed from.

  /** Locals that some pure statement computes at a cost, and everything written together with them. */
  private heavyLocals(): Set<ts.Symbol> {
    const heavy = new Set<ts.Symbol>();
    const writes = (node: ts.Node): ts.Symbol[] =>
      this.reader
        .effectsOf(node)
        .accesses.filter((a) => a.write && !this.judge.isOuter(a.symbol) && !this.committed.has(a.symbol))
        .map((a) => a.symbol);
    const declaredAround = (symbol: ts.Symbol, node: ts.Node): boolean =>
      !isDeclaredIn(symbol, node) || ts.isVariableStatement(node);
    for (const node of this.pure) {
      if (costOf(node, this.checker) >= WORTH_MOVING)
        for (const s of writes(node)) if (declaredAround(s, node)) heavy.add(s);
    }
    for (let size = -1; size !== heavy.size;) {
      size = heavy.size;
      for (const node of this.pure) {
        const written = writes(node);
        if (written.some((s) => heavy.has(s))) for (const s of written) if (declaredAround(s, node)) heavy.add(s);
      }
    }
    return heavy;
  }

  private crossLocals(heavy: ReadonlySet<ts.Symbol>): { pieces: Piece[] } | { demoted: ts.Symbol } {
    const pieces: Piece[] = [];
    for (const symbol of heavy) {
      const first = this.firstCommitUse(symbol, heavy);
      if (!first) continue;
      const declaration = symbol.valueDeclaration!;
      const block = blockOf(declaration);
      const at = ancestorIn(first, block);
      const type = this.checker.getTypeOfSymbolAtLocation(symbol, first);
      const fresh =
        isPrimitive(type, this.checker) ||
        (whyNotCopied(type, this.checker) === null && this.reader.origins.isFreshThroughout(first));
      if (
        !at ||
        !ts.isStatement(at) ||
        !fresh ||
        this.isWrittenFrom(symbol, at) ||
        !(ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) ||
        !ts.isIdentifier(declaration.name)
      ) {
        if (!fresh)
          this.seenBlockers.push({
            blocker: { code: 'returns-shared-object', node: first, detail: first.text, related: [] },
            cost: 1,
          });
        if (this.committed.has(symbol)) continue;
        return { demoted: symbol };
      }
      pieces.push({ expression: null, local: symbol, at, type, nested: !this.statements.includes(at) });
    }
    return { pieces };
  }

  /** The first use of a computed local in what stays: statements with effects, and cheap pure ones that they need. */
  private firstCommitUse(symbol: ts.Symbol, heavy: ReadonlySet<ts.Symbol>): ts.Identifier | null {
    let found: ts.Identifier | null = null;
    const kept = (node: ts.Node): boolean => {
      if (this.pieces.some((p) => p.expression === node)) return false;
      if (!this.pure.has(node)) return true;
      return (
        !this.reader.effectsOf(node).accesses.some((a) => a.write && heavy.has(a.symbol)) &&
        this.isNeededByCommit(node, heavy)
      );
    };
    const visit = (node: ts.Node): void => {
      if (found || !kept(node)) return;
      if (
        ts.isIdentifier(node) &&
        node.text === symbol.getName() &&
        symbolOf(node, this.checker) === symbol &&
        node.parent !== symbol.valueDeclaration
      )
        found = node;
      ts.forEachChild(node, visit);
    };
    visit(this.loop.body);
    return found;
  }

  /** Whether a pure statement that costs little writes something that the commit part reads. */
  private isNeededByCommit(node: ts.Node, heavy: ReadonlySet<ts.Symbol>, seen = new Set<ts.Node>()): boolean {
    if (seen.has(node)) return false;
    seen.add(node);
    const written = new Set(
      this.reader
        .effectsOf(node)
        .accesses.filter((a) => a.write)
        .map((a) => a.symbol),
    );
    if (written.size === 0) return true;
    const reads = (other: ts.Node): boolean => {
      if (this.pieces.some((p) => p.expression === other)) return false;
      if (this.pure.has(other)) {
        if (other === node || ![...this.usesIn(other)].some((s) => written.has(s))) return false;
        return (
          !this.reader.effectsOf(other).accesses.some((a) => a.write && heavy.has(a.symbol)) &&
          this.isNeededByCommit(other, heavy, seen)
        );
      }
      if (ts.isIdentifier(other)) {
        const symbol = symbolOf(other, this.checker);
        return symbol !== undefined && written.has(symbol) && other.parent !== symbol.valueDeclaration;
      }
      return ts.forEachChild(other, (child) => reads(child) || undefined) ?? false;
    };
    return reads(this.loop.body);
  }

  private usesIn(node: ts.Node): Set<ts.Symbol> {
    return new Set(
      this.reader
        .effectsOf(node)
        .accesses.filter((a) => !a.write)
        .map((a) => a.symbol),
    );
  }

  /** Whether pure statements still change a local when, or after, the commit part first uses it. */
  private isWrittenFrom(symbol: ts.Symbol, at: ts.Node): boolean {
    return [...this.pure].some(
      (node) =>
        node.end > at.pos &&
        node.pos >= at.pos &&
        isInsideBlock(node, blockOf(symbol.valueDeclaration!)) &&
        this.reader.effectsOf(node).accesses.some((a) => a.write && a.symbol === symbol),
    );
  }

  // What each part keeps.

  /** Backward slice: the pure statements that the pieces depend on, by data and by control (Weiser, "Program slicing", 1981). */
  private neededByCompute(): Set<ts.Node> {
    const needed = new Set<ts.Node>();
    const wanted = new Set<ts.Symbol>();
    const want = (node: ts.Node): void => this.usesIn(node).forEach((s) => wanted.add(s));
    for (const piece of this.pieces) {
      if (piece.expression) want(piece.expression);
      if (piece.local) wanted.add(piece.local);
      for (let node: ts.Node = piece.at; node !== this.loop.body.parent; node = node.parent) {
        if (ts.isIfStatement(node)) want(node.expression);
        if (ts.isIterationStatement(node, false)) headOf(node).forEach(want);
      }
    }
    const last = Math.max(...this.pieces.map(position));
    // Exits are repeated, so what decides them is, too.
    for (const exit of this.exits())
      for (let node = exit; node !== this.loop.body.parent; node = node.parent)
        if (ts.isIfStatement(node)) want(node.expression);
    for (let changed = true; changed;) {
      changed = false;
      for (const node of this.pure) {
        if (needed.has(node)) continue;
        const writes = this.reader.effectsOf(node).accesses.some((a) => a.write && wanted.has(a.symbol));
        if (!writes && !(node.pos < last && mayThrow(node, this.checker))) continue;
        needed.add(node);
        want(node);
        for (let outer = node.parent; outer !== this.loop.body.parent; outer = outer.parent) {
          if (ts.isIfStatement(outer)) want(outer.expression);
          if (ts.isIterationStatement(outer, false)) headOf(outer).forEach(want);
        }
        changed = true;
      }
    }
    return needed;
  }

  /** `break`, `continue` and `return` on conditions that compute, as long as something is computed after them. */
  private exits(): Set<ts.Node> {
    const exits = new Set<ts.Node>();
    const last = Math.max(...this.pieces.map(position));
    for (const node of this.mixed) {
      if (!ts.isBreakOrContinueStatement(node) && !ts.isReturnStatement(node)) continue;
      if (node.pos < last && this.isReachedByComputing(node)) exits.add(node);
    }
    return exits;
  }

  private isReachedByComputing(exit: ts.Node): boolean {
    for (let node = exit.parent; node !== this.loop.body.parent; node = node.parent) {
      if (
        ts.isIfStatement(node)
          ? this.stays(node.expression)
          : !ts.isBlock(node) && !ts.isIterationStatement(node, false)
      )
        return false;
    }
    return true;
  }

  private removedFromCommit(heavy: ReadonlySet<ts.Symbol>, needed: ReadonlySet<ts.Node>): Set<ts.Node> {
    const removed = new Set<ts.Node>();
    for (const node of this.pure) {
      const writes = this.reader
        .effectsOf(node)
        .accesses.filter(
          (a) => a.write && !isDeclaredIn(a.symbol, ts.isVariableStatement(node) ? this.empty(node) : node),
        )
        .map((a) => a.symbol);
      if (writes.some((s) => heavy.has(s))) removed.add(node);
      else if (needed.has(node) && writes.length > 0 && !this.isNeededByCommit(node, heavy)) removed.add(node);
      else if (needed.has(node) && writes.length === 0) removed.add(node);
    }
    return removed;
  }

  /** A node that contains no declaration, for asking about every write of a declaration statement. */
  private empty(node: ts.VariableStatement): ts.Node {
    return node.declarationList.declarations[0]!.name;
  }

  /** Values may all be read at the head of the iteration only where nothing that can be seen, and no exit, comes before they are computed. */
  private mode(needed: ReadonlySet<ts.Node>): 'values' | 'emits' {
    if (this.pieces.some((p) => p.nested)) return 'emits';
    const barrier =
      this.mixed.find((node) => this.isBarrier(node)) ?? (this.statements.length === 0 ? this.loop.body : undefined);
    if (barrier) {
      if ([...needed].some((n) => n.end > barrier.pos)) return 'emits';
      if (!this.pieces.every((p) => this.comesBefore(p, barrier))) return 'emits';
    }
    const computed = Math.max(...[...needed].map((n) => n.end), ...this.pieces.map((p) => p.expression?.end ?? 0));
    return this.pieces.length > 1 && [...this.exits()].some((exit) => exit.end <= computed) ? 'emits' : 'values';
  }

  /** A statement with an effect, or one that can leave the iteration in a way that the compute part does not repeat. */
  private isBarrier(node: ts.Node): boolean {
    if (hasEffect(node, this.judge, this.committed, this.reader)) return true;
    if (!leaves(node, this.loop.node)) return false;
    if (ts.isIfStatement(node)) return this.stays(node.expression);
    return (
      ts.isTryStatement(node) ||
      ts.isSwitchStatement(node) ||
      ts.isLabeledStatement(node) ||
      ts.isIterationStatement(node, false)
    );
  }

  private comesBefore(piece: Piece, barrier: ts.Node): boolean {
    const node = piece.expression ?? piece.at;
    // A local is ready when the statements that compute it are done, and those come before the barrier.
    if (node.end <= barrier.pos || piece.local) return true;
    if (!piece.expression || node.pos < barrier.pos || node.end > barrier.end) return false;
    const first = ts.isIfStatement(barrier)
      ? barrier.expression
      : isSimple(barrier) || ts.isExpression(barrier)
        ? barrier
        : null;
    if (!first || node.pos < first.pos || node.end > first.end) return false;
    const { accesses, outside } = this.reader.effectsOf(barrier);
    const effects = [...accesses.filter((a) => a.write && this.judge.isOuter(a.symbol)), ...outside].map((e) =>
      doneAt(e.node),
    );
    return !effects.some((end) => end <= node.getStart());
  }

  // Why not.

  private note(node: ts.Node): void {
    this.remember(this.judge.hindrance(node, this.committed).blockers, costOf(node, this.checker));
  }

  private remember(blockers: readonly Blocker[], cost: number): void {
    for (const blocker of blockers) this.seenBlockers.push({ blocker, cost });
  }

  /** Reasons of the costliest code that cannot compute, the nearest to it first; one for each code and line. */
  private reasons(): Blocker[] {
    const whole = this.judge.hindrance(this.loop.body, this.committed).blockers;
    const all = [...this.seenBlockers.sort((a, b) => b.cost - a.cost).map((s) => s.blocker), ...whole];
    const kept = all.filter(
      (b, i) => all.findIndex((c) => c.code === b.code && (c.node === b.node || c.detail === b.detail)) === i,
    );
    const telling = kept.filter((b) => b.code !== 'prints' || kept.length === 1);
    if (telling.length > 0 && this.couldBeWorthIt()) return telling.slice(0, 4);
    const dependences = telling.filter(
      (b) => b.code === 'loop-carried-dependence' || b.code === 'random' || b.code === 'shared-memory',
    );
    if (dependences.length > 0) return dependences.slice(0, 4);
    return [
      {
        code: 'nothing-to-compute',
        node: this.loop.anchor,
        detail: 'the work of one iteration is too small',
        related: [],
      },
    ];
  }

  private couldBeWorthIt(): boolean {
    return costOf(this.loop.body, this.checker) >= WORTH_MOVING;
  }
}

const SHORT_CIRCUIT = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

const position = (piece: Piece): number => (piece.expression ?? piece.at).pos;

/** Expressions in the head of a nested loop, declarations included. */
function headOf(node: ts.IterationStatement): ts.Node[] {
  if (ts.isForStatement(node))
    return [node.initializer, node.condition, node.incrementor].filter((p) => p !== undefined);
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return [node.expression];
  return [(node as ts.WhileStatement | ts.DoStatement).expression];
}

/** Whether running `node` can leave the iteration of `loop` other than by an error. */
export function leaves(node: ts.Node, loop: ts.Node): boolean {
  let found = false;
  const visit = (child: ts.Node, loops: number, switches: number): void => {
    if (isFunctionNode(child) || ts.isClassLike(child)) return;
    if (ts.isReturnStatement(child)) found = true;
    if (ts.isBreakOrContinueStatement(child)) {
      if (child.label) found = true;
      else if (ts.isBreakStatement(child) ? loops + switches === 0 : loops === 0) found = true;
    }
    const inLoop = ts.isIterationStatement(child, false) && child !== loop ? 1 : 0;
    const inSwitch = ts.isSwitchStatement(child) ? 1 : 0;
    ts.forEachChild(child, (c) => visit(c, loops + inLoop, switches + inSwitch));
  };
  visit(node, 0, 0);
  return found;
}

function returnsIn(body: ts.Block): ts.Expression[] {
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) values.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return values;
}

function hasEffect(node: ts.Node, judge: Judge, committed: ReadonlySet<ts.Symbol>, reader: EffectReader): boolean {
  if (judge.hindrance(node, committed).stays) {
    const { accesses, outside } = reader.effectsOf(node);
    return outside.length > 0 || accesses.some((a) => a.write);
  }
  return reader.effectsOf(node).outside.some((o) => o.code !== 'class-instance');
}

/** One expression, evaluated once: its parts come before its effect. */
const isSimple = (node: ts.Node): boolean =>
  ts.isExpressionStatement(node) || ts.isVariableStatement(node) || ts.isReturnStatement(node);

function hasOptionalChain(node: ts.Expression): boolean {
  const inner = unwrap(node);
  return (
    (ts.isCallExpression(inner) || ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) &&
    (inner.flags & ts.NodeFlags.OptionalChain) !== 0
  );
}

/** Where a write or call has happened: at the end of its whole assignment. */
function doneAt(node: ts.Node): number {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) return parent.end;
  return ts.isPrefixUnaryExpression(parent) ||
    ts.isPostfixUnaryExpression(parent) ||
    ts.isParenthesizedExpression(parent)
    ? doneAt(parent)
    : node.end;
}

/** Whether a statement may end the iteration with an error of its own: it throws, or calls something that is not a plain builtin. */
function mayThrow(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isThrowStatement(node) || ts.isNewExpression(node)) return true;
  if (ts.isCallExpression(node)) {
    const callee = resolveCallee(node.expression, checker);
    if (callee.kind !== 'builtin' || callee.entry.outside || callee.entry.cost > 5) return true;
  }
  return ts.forEachChild(node, (child) => mayThrow(child, checker) || undefined) ?? false;
}

function blockOf(declaration: ts.Node): ts.Node {
  let node = declaration.parent;
  while (!ts.isBlock(node) && !ts.isIterationStatement(node, false) && !ts.isSourceFile(node)) node = node.parent;
  return node;
}

function ancestorIn(node: ts.Node, block: ts.Node): ts.Node | null {
  let current = node;
  while (current.parent && current.parent !== block) current = current.parent;
  return current.parent ? current : null;
}

const isInsideBlock = (node: ts.Node, block: ts.Node): boolean => node.pos >= block.pos && node.end <= block.end;

function distinctAssumed(all: readonly Assumed[]): Assumed[] {
  return all.filter((a, i) => all.findIndex((b) => b.code === a.code && b.detail === a.detail) === i);
}
