import { ts } from 'ts-morph';
import { ownBinding } from '../forms/callback.js';
import type { FoundLoop, Lead } from '../forms/foundLoop.js';
import type { Access } from './access.js';
import type { OutsideCode } from './builtins.js';
import { leaves, mayThrow } from './control.js';
import { costOf } from './cost.js';
import { counterOf, type Judge } from './judge.js';
import type { ModuleState } from './moduleState.js';
import { mayHold } from './containment.js';
import type { EffectReader } from './effects.js';
import { type Assumed, type Blocker, WRITTEN_HERE } from './reasons.js';
import type { Split, SplitResult } from './split.js';
import { positionOf } from './splitState.js';
import {
  declarationOf,
  enclosingFunction,
  forEachUse,
  isConstant,
  isDeclaredIn,
  isFunctionNode,
  isInside,
  isPrimitive,
  mentions,
  symbolOf,
} from './symbols.js';

/** What is needed to judge a loop again. */
export interface LeadContext {
  readonly reader: EffectReader;
  readonly checker: ts.TypeChecker;
  readonly state: ModuleState;
  /** Of the loop as it is. */
  readonly judge: Judge;
  /** Judges and splits a loop with a part that leads. */
  readonly attempt: (led: FoundLoop) => { readonly judge: Judge; readonly result: SplitResult };
}

/** A loop whose order-dependent beginnings run ahead. */
export interface Led {
  readonly loop: FoundLoop;
  readonly judge: Judge;
  readonly split: Split;
  readonly assumed: readonly Assumed[];
}

/**
 * Looks for a part of the body that can run ahead of everything else, in order: it draws random numbers, moves an offset,
 * keeps a state. What it gives to each iteration is an item; the rest is an ordinary loop over those items.
 *
 * @param causes what stands against the loop as it is
 * @returns null where there is no such part, or where it is most of the work
 * @see Raman, Ottoni, Raman, Bridges and August, "Parallel-stage decoupled software pipelining", CGO 2008
 */
export function withLead(loop: FoundLoop, causes: readonly Blocker[], context: LeadContext): Led | null {
  const { body, node, callback } = loop;
  // The body of a function is a block, and no statement.
  if (!(ts.isBlock(body) || ts.isStatement(body)) || loop.before.length > 0 || !canLead(loop)) return null;
  // The generator stands before the loop, or in the call.
  if (loop.result === 'none' && !ts.isBlock(node.parent) && !ts.isSourceFile(node.parent)) return null;
  if (callback && (loop.source.kind !== 'iterable' || loop.source.reversed || loop.source.view !== 'items'))
    return null;
  const chosen = new Set<ts.Statement>(loop.advance ? [loop.advance] : []);
  const search = new LeadSearch(loop, body, context);
  for (const cause of causes) search.addCause(cause, chosen);
  if (loop.source.kind !== 'head' && chosen.size === 0) return null;
  for (let round = 0; round < 6; round++) {
    const found = search.leadOf(chosen);
    if (!found) return null;
    const trouble = { at: node, detail: '' };
    const source = loop.advance ? ({ kind: 'head', trouble } as const) : loop.source;
    const led: FoundLoop = { ...loop, source, index: null, advance: null, lead: found.lead };
    const { judge, result } = context.attempt(led);
    if ('split' in result) {
      if (search.passesOver(result.split)) return null;
      const cost = [...chosen].reduce((sum, s) => sum + costOf(s, context.checker), 0);
      return cost < result.split.cost ? { loop: led, judge, split: result.split, assumed: found.assumed } : null;
    }
    const before = chosen.size;
    for (const cause of result.causes) search.addCause(cause, chosen);
    if (chosen.size === before) return null;
  }
  return null;
}

/** What can be done ahead on the calling thread. */
const MAY_LEAD: ReadonlySet<OutsideCode> = new Set<OutsideCode>([
  'random',
  'class-instance',
  'identity',
  'environment',
  'module-url',
]);

/** Results that ask for the items themselves need the original ones. */
function canLead({ result }: FoundLoop): boolean {
  return /^(none|list|flat-list|fold|some|every)$/.test(result);
}

class LeadSearch {
  private readonly statements: readonly ts.Statement[];
  /** What was chosen last. */
  private led: ReadonlySet<ts.Statement> = new Set();

  constructor(
    private readonly loop: FoundLoop,
    private readonly body: ts.Statement,
    private readonly context: LeadContext,
  ) {
    this.statements = ts.isBlock(body) ? body.statements : [body];
  }

  /** Chooses the statements that a reason names: those that write what is read, and those that draw a number. */
  addCause(cause: Blocker, chosen: Set<ts.Statement>): void {
    const add = (node: ts.Node): void => {
      const statement = this.statementOf(node);
      if (statement) chosen.add(statement);
    };
    if (cause.code === 'random') add(cause.node);
    if (cause.code !== 'loop-carried-dependence' && cause.code !== 'module-state') return;
    const written = cause.related.find((r) => r.message === WRITTEN_HERE)?.node;
    for (const statement of this.statements)
      for (const access of this.accessesOf(statement))
        if (access.write && (access.within ?? access.node) === written) this.addWriters(access.symbol, chosen);
  }

  /**
   * Whether the loop passes over work on a condition that only the commit part knows: a search that prunes does far less
   * than all of it, and is often itself what a loop around it runs.
   */
  passesOver({ pieces, exits }: Split): boolean {
    const last = Math.max(...pieces.map(positionOf));
    const isExit = (node: ts.Node): boolean =>
      (ts.isBreakOrContinueStatement(node) || ts.isReturnStatement(node)) && node.end <= last && !exits.has(node);
    return this.statements.some(
      (s) => leaves(s, this.loop.node) && s.end <= last && has(s, isExit) && !this.led.has(s),
    );
  }

  private addWriters(symbol: ts.Symbol, chosen: Set<ts.Statement>): boolean {
    const before = chosen.size;
    for (const s of this.statements) if (this.accessesOf(s).some((a) => a.write && a.symbol === symbol)) chosen.add(s);
    return chosen.size > before;
  }

  private statementOf(node: ts.Node): ts.Statement | undefined {
    return this.statements.find((s) => isInside(node, s));
  }

  private accessesOf(node: ts.Node): readonly Access[] {
    return this.context.reader.effectsOf(node).accesses;
  }

  /** Nodes of the head that are evaluated again for every iteration. */
  private headParts(): ts.Node[] {
    const { source, advance } = this.loop;
    return source.kind === 'head' || advance ? partsOfHead(this.loop) : [];
  }

  /** The part that leads, with everything that it needs; null where it cannot lead. */
  leadOf(chosen: Set<ts.Statement>): { lead: Lead; assumed: Assumed[] } | null {
    while (this.close(chosen) || this.catchUp(chosen));
    this.led = chosen;
    if (chosen.size === this.statements.length) return null;
    const isChosen = (s: ts.Statement): boolean => chosen.has(s);
    const rest = this.statements.filter((s) => !isChosen(s));
    const first = this.statements.indexOf(rest[0]!);
    const before = this.statements.slice(0, first);
    const after = this.statements.slice(first).filter(isChosen);
    const given = this.givenTo(rest, chosen);
    if (!given || !this.canBeCopied() || ![...chosen].every((s) => this.canRunAhead(s, before))) return null;
    const assumed: Assumed[] = [];
    if (!this.areApart(chosen, rest, given, assumed) || !this.endsAlike(chosen, rest, after, assumed)) return null;
    return { lead: { before, after, index: this.loop.index, given: [...given] }, assumed };
  }

  /** Adds what a chosen statement needs of the others; true where something was added. */
  private close(chosen: Set<ts.Statement>): boolean {
    const nodes = [...chosen, ...this.headParts()];
    const rest = this.statements.filter((s) => !chosen.has(s));
    for (const node of nodes)
      for (const { symbol, write } of this.accessesOf(node)) {
        if (write || (!isDeclaredIn(symbol, this.body) && !this.writes(rest, symbol))) continue;
        if (!isDeclaredIn(symbol, node) && this.addWriters(symbol, chosen)) return true;
      }
    // What may end the iteration before a chosen statement is reached belongs to it.
    const last = this.statements.findLastIndex((s) => chosen.has(s));
    const exit = rest.find((s) => this.statements.indexOf(s) < last && leaves(s, this.loop.node));
    // What looks at an object that leads can be handed over; the object cannot.
    const changed = new Set(
      [...chosen].flatMap((s) => this.accessesOf(s).flatMap((a) => (a.write && a.content ? [a.symbol] : []))),
    );
    const looksAt = (a: Access): boolean => a.content && !a.within && changed.has(a.symbol);
    const more = exit ?? rest.find((s) => this.accessesOf(s).some(looksAt));
    if (more) chosen.add(more);
    return more !== undefined;
  }

  private writes(statements: readonly ts.Statement[], symbol: ts.Symbol): boolean {
    return statements.some((s) => this.accessesOf(s).some((a) => a.write && a.symbol === symbol));
  }

  /** Whether the head can stand in a generator, and nobody can tell when it is begun. */
  private canBeCopied(): boolean {
    const { node, callback, source } = this.loop;
    const begun: ts.Node[] = [];
    if (callback) begun.push((source as { readonly expression: ts.Expression }).expression);
    else if (ts.isForStatement(node)) begun.push(...(node.initializer ? [node.initializer] : []));
    else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) begun.push(node.expression);
    // A default value in the pattern of the item would be made ahead, too.
    const item = ts.isForOfStatement(node) ? node.initializer : callback?.parameters[0];
    if (item && has(item, isDefault)) return false;
    const plain = (part: ts.Node): boolean =>
      !ownBinding(part) &&
      !has(part, isPause) &&
      !this.hasNarrowed(part) &&
      this.context.reader.effectsOf(part).outside.length === 0;
    return (
      [...begun, ...partsOfHead(this.loop)].every(plain) &&
      begun.every((part) =>
        this.accessesOf(part).every(
          (a) => !a.write || isDeclaredIn(a.symbol, node) || (!a.content && source.kind === 'head'),
        ),
      )
    );
  }

  /** Whether a statement can stand in a generator that runs ahead: nobody sees what it does until the rest asks. */
  private canRunAhead(statement: ts.Statement, before: readonly ts.Statement[]): boolean {
    const { outside } = this.context.reader.effectsOf(statement);
    if (!outside.every(({ code }) => MAY_LEAD.has(code))) return false;
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ownBinding(statement)) return false;
    if (this.hasNarrowed(statement) || has(statement, isPause)) return false;
    if (has(statement, (n) => ts.isReturnStatement(n) || ts.isLabeledStatement(n))) return false;
    return !leaves(statement, this.loop.node) || (!this.loop.callback && before.includes(statement));
  }

  /** Whether a variable has a narrower type here than it would have in a function of its own. */
  private hasNarrowed(node: ts.Node): boolean {
    const { checker } = this.context;
    if (!/\.[cm]?tsx?$/.test(node.getSourceFile().fileName)) return false;
    const isNarrower = (use: ts.Node, symbol: ts.Symbol): boolean => {
      const declared = checker.getTypeOfSymbol(symbol);
      return declared.isUnion() && checker.getTypeAtLocation(use) !== declared && !isBooleanOrLiteral(declared);
    };
    const isPart = (part: ts.Node): boolean => {
      const symbol = ts.isPropertyAccessExpression(part) ? checker.getSymbolAtLocation(part.name) : undefined;
      return symbol !== undefined && isNarrower(part, symbol);
    };
    let found = has(node, isPart);
    forEachUse(node, (use) => {
      const symbol = symbolOf(use, checker);
      const declaration = symbol && declarationOf(symbol);
      if (!symbol || !declaration || isDeclaredIn(symbol, this.loop.node) || isConstant(declaration)) return;
      // In a function of its own, a variable without a type has none.
      const hasNone = ts.isVariableDeclaration(declaration) && !declaration.type && !declaration.initializer;
      const isVariable = ts.isVariableDeclaration(declaration) || ts.isParameter(declaration);
      found ||= hasNone || (isVariable && isNarrower(use, symbol));
    });
    return found;
  }

  /** What the rest uses of what leads, of the head and of the item; null where a value cannot be handed over. */
  private givenTo(rest: readonly ts.Statement[], chosen: ReadonlySet<ts.Statement>): Set<ts.Symbol> | null {
    const { checker, reader } = this.context;
    const given = new Set<ts.Symbol>();
    let fits = true;
    const counter = counterOf(this.loop, checker);
    const written = new Set(
      [...chosen, ...this.headParts()].flatMap((s) => this.accessesOf(s).flatMap((a) => (a.write ? [a.symbol] : []))),
    );
    for (const statement of rest)
      forEachUse(statement, (use) => {
        const symbol = symbolOf(use, checker);
        if (!symbol || given.has(symbol)) return;
        const own = isDeclaredIn(symbol, this.body);
        const ofHead = !own && (isDeclaredIn(symbol, this.loop.callback ?? this.loop.node) || symbol === counter);
        if (!ofHead && !written.has(symbol)) return;
        if (this.isAccumulator(symbol)) return;
        if (own && !this.isDeclaredByLead(symbol, chosen)) return;
        given.add(symbol);
        const type = checker.getTypeOfSymbolAtLocation(symbol, use);
        if (isPrimitive(type, checker)) return;
        // A variable from outside has moved on by then: only its value can be handed over. A list of nodes would be
        // copied with all that follows, for each of them.
        if ((!own && !ofHead) || (ofHead && this.loop.source.kind === 'head' && mayHold(type, type, checker)))
          fits = false;
      });
    const isCopy = (a: Access): boolean =>
      !given.has(a.symbol) || (!a.write && (!a.within || isDeclaredIn(a.symbol, this.loop.node)));
    if (!rest.every((s) => reader.effectsOf(s).accesses.every(isCopy))) return null;
    const kept = [...given].some(
      (symbol) =>
        !isDeclaredIn(symbol, this.loop.node) &&
        rest.some((s) => has(s, (n) => isFunctionNode(n) && mentions(n, symbol, checker))),
    );
    return fits && !kept ? given : null;
  }

  private isAccumulator(symbol: ts.Symbol): boolean {
    return this.loop.fold !== null && isDeclaredIn(symbol, this.loop.fold.accumulator);
  }

  private isDeclaredByLead(symbol: ts.Symbol, chosen: ReadonlySet<ts.Statement>): boolean {
    return [...chosen].some(
      (s) => isDeclaredIn(symbol, s) && !has(s, (n) => isFunctionNode(n) && isDeclaredIn(symbol, n)),
    );
  }

  /**
   * A value is handed over once: what changes it before the last of the rest that reads it has to come before all of the
   * rest, and so what stands before that leads, too. True where something was added.
   */
  private catchUp(chosen: Set<ts.Statement>): boolean {
    const rest = this.statements.filter((s) => !chosen.has(s));
    const first = rest[0]?.pos ?? Infinity;
    const lastRead = (symbol: ts.Symbol): number =>
      rest.findLast((s) => mentions(s, symbol, this.context.checker))?.pos ?? -1;
    const late = [...chosen].findLast(
      (s) =>
        s.pos > first &&
        this.accessesOf(s).some((a) => a.write && (a.content || s.pos < lastRead(a.symbol)) && lastRead(a.symbol) >= 0),
    );
    if (!late) return false;
    for (const s of rest) if (s.pos < late.pos) chosen.add(s);
    return true;
  }

  /** Whether what leads and the rest leave each other alone, but for what is handed over. */
  private areApart(
    chosen: ReadonlySet<ts.Statement>,
    rest: readonly ts.Statement[],
    given: ReadonlySet<ts.Symbol>,
    assumed: Assumed[],
  ): boolean {
    const { reader } = this.context;
    const leading = [...chosen, ...this.headParts()];
    const draws = leading.some((s) => reader.effectsOf(s).outside.some((o) => o.code === 'random'));
    const others = rest.flatMap((s) => reader.effectsOf(s).outside);
    if (others.some((o) => o.code === 'unknown-call' || o.code === 'awaits' || (draws && o.code === 'random')))
      return false;
    const accesses = rest.flatMap((s) => this.accessesOf(s));
    return leading
      .flatMap((s) => this.accessesOf(s))
      .every((own) =>
        accesses.every((other) => {
          if (!own.write && !other.write) return true;
          if (own.symbol === other.symbol) {
            // One item may be in the list twice.
            if (given.has(own.symbol)) return !(own.write && own.content) || isDeclaredIn(own.symbol, this.body);
            if (isDeclaredIn(own.symbol, this.body)) return false;
            return !own.content && !own.write && other.content;
          }
          if (!own.content || !other.content) return true;
          const [write, read] = other.write ? [other, own] : [own, other];
          const conflict = this.context.judge.conflict(write, read);
          if (conflict.kind === 'assume')
            assumed.push({ code: conflict.code, node: own.node, detail: conflict.detail });
          return conflict.kind !== 'flow';
        }),
      );
  }

  /** Whether it can be seen, when the loop ends early or in an error, that the lead was further on. */
  private endsAlike(
    chosen: ReadonlySet<ts.Statement>,
    rest: readonly ts.Statement[],
    after: readonly ts.Statement[],
    assumed: Assumed[],
  ): boolean {
    const { checker, state, reader } = this.context;
    const { node, result } = this.loop;
    const breaks =
      /^(some|every)$/.test(result) || rest.some((s) => leavesLoop(s, node, ts.isBreakOrContinueStatement));
    const returns = rest.some((s) => leavesLoop(s, node, ts.isReturnStatement));
    // Its error would come when the rest of the iteration is done.
    if (after.some((s) => mayThrow(s, checker) && rest.some((r) => r.pos > s.pos && !ts.isReturnStatement(r))))
      return false;
    const leading = [...chosen, ...this.headParts()];
    const moved = new Set(
      leading.flatMap((s) => this.accessesOf(s).flatMap((a) => (a.write && !isDeclaredIn(a.symbol, node) ? [a] : []))),
    );
    const home = enclosingFunction(node);
    const inTry = isInTry(node, home);
    const late: { readonly at: ts.Node; readonly name: string }[] = [];
    for (const access of moved) {
      const life = lifeOf(access, node, home, checker);
      if ((life !== 'over' && breaks) || (life === 'outlives-errors' && returns)) return false;
      // An error that nobody catches ends the program.
      const matters = ts.isSourceFile(home) ? inTry : life === 'outlives-errors' || (life === 'goes-on' && inTry);
      if (matters) late.push({ at: access.node, name: access.symbol.getName() });
    }
    const drawn = leading.flatMap((s) => reader.effectsOf(s).outside).find((o) => o.code === 'random');
    if (drawn && state.patchOfRandom(node.getSourceFile())) {
      if (breaks || returns) return false;
      if (!ts.isSourceFile(home) || inTry) late.push({ at: drawn.node, name: drawn.detail });
    }
    if (late.length > 0 && rest.some((s) => has(s, ts.isThrowStatement))) return false;
    for (const { at, name } of late) assumed.push({ code: 'no-failures', node: at, detail: name });
    return true;
  }
}

/** How long a variable matters: until the loop ends, until an error ends the function, or longer. */
function lifeOf(
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

/** What the head of a counted loop evaluates, the first values apart. */
function partsOfHead({ node }: FoundLoop): ts.Node[] {
  if (ts.isForStatement(node)) return [node.condition, node.incrementor].filter((part) => part !== undefined);
  return ts.isWhileStatement(node) || ts.isDoStatement(node) ? [node.expression] : [];
}

const isDefault = (node: ts.Node): boolean => ts.isBindingElement(node) && node.initializer !== undefined;

const isPause = (node: ts.Node): boolean => ts.isAwaitExpression(node) || ts.isYieldExpression(node);

/** Whether a variable holds an object that was made for it. */
const isMadeHere = (declaration: ts.Declaration): boolean =>
  ts.isVariableDeclaration(declaration) &&
  declaration.initializer !== undefined &&
  (ts.isArrayLiteralExpression(declaration.initializer) ||
    ts.isObjectLiteralExpression(declaration.initializer) ||
    ts.isNewExpression(declaration.initializer));

function isInTry(node: ts.Node, home: ts.Node): boolean {
  for (let outer = node.parent; outer && outer !== home; outer = outer.parent)
    if (ts.isTryStatement(outer)) return true;
  return false;
}

/** Whether a statement can end the whole loop, in one of the ways. */
function leavesLoop(statement: ts.Node, loop: ts.Node, is: (part: ts.Node) => boolean): boolean {
  if (!ts.isIterationStatement(loop, false) || !leaves(statement, loop)) return false;
  return has(statement, (n) => is(n) && !(ts.isContinueStatement(n) && !n.label));
}

/** Whether a node or a part of it, functions included, is of some kind. */
function has(node: ts.Node, is: (part: ts.Node) => boolean): boolean {
  if (is(node)) return true;
  return ts.forEachChild(node, (child) => has(child, is) || undefined) ?? false;
}

const isBooleanOrLiteral = (type: ts.Type): boolean =>
  type.isUnion() &&
  type.types.every(
    (t) => t.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral),
  );
