import { ts } from 'ts-morph';
import { isAssignment, isIncrement } from '../source/assignments.js';
import { isReached, resolveCallee } from '../calls/callees.js';
import { headOf, isOnCondition, leaves } from '../calls/control.js';
import { namesIn } from '../source/names.js';
import {
  declarationOf,
  enclosingFunction,
  forEachUse,
  isConstant,
  isDeclaredIn,
  isExportedVariable,
  isFunctionNode,
  isGlobal,
  isPrimitive,
  mentions,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
import { isUnshared } from '../origins/sharing.js';

/**
 * Temporaries declared outside a loop that each iteration can have for itself (privatization): every iteration writes
 * them before it reads them, nobody reads the last value, and they hold primitives or objects made for them alone, or are
 * constant lists and collections of primitives that every iteration empties or fills as a whole.
 *
 * @param body the part of the loop that runs once in every iteration
 * @see Tu and Padua, "Automatic array privatization", LCPC 1993
 */
export function privateNames(loop: ts.Node, body: ts.Node, checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  if (isFunctionNode(loop)) return found;
  const asked = new Set<ts.Symbol>();
  forEachUse(body, (use) => {
    const symbol = isWritten(use) || isEmptied(use) ? symbolOf(use, checker) : undefined;
    if (!symbol || asked.has(symbol) || isDeclaredIn(symbol, loop)) return;
    asked.add(symbol);
    if (isPrivate(symbol, loop, body, checker)) found.add(symbol);
  });
  return found;
}

function isPrivate(symbol: ts.Symbol, loop: ts.Node, body: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = plainDeclaration(symbol);
  if (!declaration) return false;
  const isScalar = isPrimitive(checker.getTypeOfSymbolAtLocation(symbol, declaration), checker);
  const kind = isScalar || !isConstant(declaration) ? 'assigned' : kindOf(declaration, checker);
  if (!kind) return false;
  // Iterations that await take turns on one thread, with one list.
  if (!isScalar && (awaits(body) || !isUnshared(symbol, loop, checker))) return false;
  return isTemporary(symbol, kind, loop, body, checker);
}

/** Variables that are declared outside a loop, and given another value in every iteration before it is asked for: never an old one. */
export function temporariesOf(loop: ts.Node, body: ts.Node, checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  const assigned = new Set<ts.Symbol>();
  forEachUse(body, (use) => {
    const symbol = isWritten(use) ? symbolOf(use, checker) : undefined;
    if (symbol && !isDeclaredIn(symbol, loop)) assigned.add(symbol);
  });
  return new Set([...assigned].filter((symbol) => isTemporary(symbol, 'assigned', loop, body, checker)));
}

/**
 * Variables of the same function whose last value is asked for behind a loop (last values, or lastprivate): every iteration
 * that comes to its end gives them another value before it asks for it, and nobody sees what they hold within one.
 *
 * @see Tu and Padua, "Automatic array privatization", LCPC 1993
 */
export function lastValuesOf(loop: ts.Node, body: ts.Block, checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  const others = new Set([...privateNames(loop, body, checker), ...temporariesOf(loop, body, checker)]);
  const assigned = new Set<ts.Symbol>();
  forEachUse(body, (use) => {
    const symbol = isWritten(use) ? symbolOf(use, checker) : undefined;
    if (symbol && !isDeclaredIn(symbol, loop) && !others.has(symbol)) assigned.add(symbol);
  });
  return new Set([...assigned].filter((symbol) => isGivenToTheEnd(symbol, loop, body, checker)));
}

function isGivenToTheEnd(symbol: ts.Symbol, loop: ts.Node, body: ts.Block, checker: ts.TypeChecker): boolean {
  const declaration = plainDeclaration(symbol);
  if (!declaration || isExportedVariable(declaration)) return false;
  const home = enclosingFunction(declaration);
  if (enclosingFunction(loop) !== home || isInClosure(home, symbol, checker)) return false;
  // What catches an error would find the value of the iteration that failed.
  const caught = ts.findAncestor(loop, (node) => node === home || ts.isTryStatement(node));
  if (caught && ts.isTryStatement(caught) && !(declaration.pos >= caught.pos && declaration.end <= caught.end))
    return false;
  if ([...partsOf(loop)].some((part) => part !== body && mentions(part, symbol, checker))) return false;
  const first = body.statements.findIndex((s) => mentions(s, symbol, checker));
  // An iteration may be left before it is about the variable, and not afterwards.
  if (body.statements.slice(first).some((s) => leaves(s, loop))) return false;
  const isIt = (node: ts.Node): boolean =>
    ts.isIdentifier(node) && node.text === symbol.getName() && symbolOf(node, checker) === symbol;
  const flow = new Flow(isIt, null, () => false);
  return flow.visit(body, false) && !flow.readsOld;
}

/** `let name`, once, and not in a pattern. */
function plainDeclaration(symbol: ts.Symbol): (ts.VariableDeclaration & { readonly name: ts.Identifier }) | null {
  const declaration = declarationOf(symbol);
  const isPlain =
    declaration !== undefined &&
    symbol.declarations?.length === 1 &&
    ts.isVariableDeclaration(declaration) &&
    ts.isIdentifier(declaration.name);
  return isPlain ? (declaration as ts.VariableDeclaration & { readonly name: ts.Identifier }) : null;
}

/** Whether no iteration sees what another one put into a variable, and nobody what the last one did. */
function isTemporary(symbol: ts.Symbol, kind: Kind, loop: ts.Node, body: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = plainDeclaration(symbol);
  if (!declaration) return false;
  const home = enclosingFunction(declaration);
  const isIt = (node: ts.Node): boolean =>
    ts.isIdentifier(node) && node.text === symbol.getName() && symbolOf(node, checker) === symbol;
  // What other functions may call, or other modules import, is nobody's own.
  if (isExportedVariable(declaration)) return false;
  // A variable of the module that only this body knows starts anew in every iteration of every call.
  const isElsewhere = enclosingFunction(loop) !== home;
  if (isElsewhere ? !isKnownOnlyTo(body, symbol, declaration, checker) : isInClosure(home, symbol, checker))
    return false;
  const outside = [...partsOf(loop)].filter((part) => part !== body);
  if (outside.some((part) => mentions(part, symbol, checker))) return false;
  const isReset = (node: ts.Node): boolean => empties(node, kind, isIt);
  const inIteration = new Flow(isIt, null, isReset);
  inIteration.visit(body, false);
  if (inIteration.readsOld) return false;
  if (isElsewhere) return true;
  const afterwards = new Flow(isIt, loop, isReset);
  afterwards.visit(ts.isSourceFile(home) ? home : home.body!, true);
  return !afterwards.readsOld;
}

/** What is emptied by `fill`, by `length = 0` and by `clear`; or is only given another value. */
type Kind = 'typed array' | 'array' | 'collection' | 'assigned';

/** The kind of list or collection of primitives that a declaration makes; null for anything else. */
function kindOf({ name, initializer }: ts.VariableDeclaration, checker: ts.TypeChecker): Kind | null {
  if (!initializer) return null;
  const type = checker.getTypeAtLocation(name);
  const ofPrimitives = (): boolean =>
    checker.getTypeArguments(type as ts.TypeReference).every((part) => isPrimitive(part, checker));
  if (checker.isArrayType(type)) return ofPrimitives() ? 'array' : null;
  const made = unwrap(initializer);
  if (!ts.isNewExpression(made) || !ts.isIdentifier(made.expression)) return null;
  const symbol = type.getSymbol();
  if (!symbol || !isGlobal(symbol) || symbol.getName() !== made.expression.text) return null;
  if (/^(Map|Set)$/.test(symbol.getName())) return ofPrimitives() ? 'collection' : null;
  const [size, more] = made.arguments ?? [];
  const isSized =
    size !== undefined && !more && (checker.getTypeAtLocation(size).flags & ts.TypeFlags.NumberLike) !== 0;
  return isSized && /^(Int|Uint|Float)\d+(Clamped)?Array$/.test(symbol.getName()) ? 'typed array' : null;
}

/** Whether a node takes all that a list held before: `list.fill(x)`, `list.length = 0`, `map.clear()`. */
function empties(node: ts.Node, kind: Kind, isIt: (node: ts.Node) => boolean): boolean {
  if (kind === 'assigned') return false;
  if (kind === 'array')
    return (
      isAssignment(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left) &&
      node.left.name.text === 'length' &&
      isIt(node.left.expression) &&
      ts.isNumericLiteral(node.right) &&
      node.right.text === '0'
    );
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || node.questionDotToken)
    return false;
  const [method, count] = kind === 'collection' ? ['clear', 0] : ['fill', 1];
  const { expression, arguments: given } = node;
  if (expression.name.text !== method || !isIt(expression.expression) || given.length !== count) return false;
  return given.every((value) => !ts.isSpreadElement(value) && !holds(value, isIt));
}

const holds = (node: ts.Node, isIt: (node: ts.Node) => boolean): boolean =>
  isIt(node) || (ts.forEachChild(node, (child) => holds(child, isIt) || undefined) ?? false);

/** Whether a name is used where something is emptied, whatever it is. */
function isEmptied({ parent }: ts.Identifier): boolean {
  if (!ts.isPropertyAccessExpression(parent)) return false;
  const whole = parent.parent;
  if (isAssignment(whole)) return whole.left === parent && parent.name.text === 'length';
  return ts.isCallExpression(whole) && whole.expression === parent && /^(fill|clear)$/.test(parent.name.text);
}

const awaits = (node: ts.Node): boolean =>
  ts.isAwaitExpression(node) ||
  ts.isYieldExpression(node) ||
  (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
  (ts.forEachChild(node, (child) => awaits(child) || undefined) ?? false);

function* partsOf(loop: ts.Node): Iterable<ts.Node> {
  const parts: ts.Node[] = [];
  ts.forEachChild(loop, (child) => void parts.push(child));
  yield* parts;
}

const isWritten = (use: ts.Identifier): boolean => {
  let node: ts.Node = use;
  while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
  return isAssignment(node.parent) ? node.parent.left === node : isIncrement(node.parent);
};

/** Whether a variable of a module is mentioned in one body alone, and in no function there. */
function isKnownOnlyTo(
  body: ts.Node,
  symbol: ts.Symbol,
  { name, initializer }: ts.VariableDeclaration,
  checker: ts.TypeChecker,
): boolean {
  const uses = namesIn(body.getSourceFile(), symbol.getName()).filter((use) => use !== name);
  const isInside = (use: ts.Node): boolean => use.pos >= body.pos && use.end <= body.end;
  return (
    (!initializer || isPrimitive(checker.getTypeAtLocation(initializer), checker)) &&
    uses.every((use) => symbolOf(use, checker) !== symbol || isInside(use)) &&
    !isInClosure(body, symbol, checker) &&
    !mayCall(body, enclosingFunction(body), checker)
  );
}

/** Whether running some code may run a function: it calls it, or something that cannot be followed. */
function mayCall(code: ts.Node, fn: ts.Node, checker: ts.TypeChecker): boolean {
  const isFunction = (given: ts.Expression): boolean =>
    !isFunctionNode(unwrap(given)) && checker.getTypeAtLocation(given).getCallSignatures().length > 0;
  return isReached(code, checker, (node) => {
    if (node === fn || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node) || ts.isYieldExpression(node))
      return true;
    if (!ts.isCallExpression(node)) return false;
    const { kind } = resolveCallee(node.expression, checker);
    return (kind !== 'program' && kind !== 'builtin') || node.arguments.some(isFunction);
  });
}

function isInClosure(home: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const visit = (node: ts.Node): boolean => {
    if ((isFunctionNode(node) && node !== home) || ts.isClassLike(node) || ts.isExportDeclaration(node))
      return mentions(node, symbol, checker);
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(home);
}

/** What walking over a part of the code has come to. */
interface Passed {
  /** Whether the name has a new value after it. */
  readonly after: boolean;
  readonly jumpsOld: boolean;
}

/**
 * Definite assignment: whether some read may see a value from before. Follows the structure of the code, and knows that
 * a loop may run no time, and that what is behind a jump is not reached.
 */
class Flow {
  readsOld = false;
  /** A jump was met where the value was old. */
  private jumpsOld = false;
  /** What parts of which others are walked over more than once have come to: one inside the other, that would double with each. */
  private readonly known = { new: new Map<ts.Node, Passed>(), old: new Map<ts.Node, Passed>() };

  /**
   * @param forgets a node after which the value counts as old
   * @param renews whether a node gives it a new value as a whole
   */
  constructor(
    private readonly isIt: (node: ts.Node) => boolean,
    private readonly forgets: ts.Node | null,
    private readonly renews: (node: ts.Node) => boolean,
  ) {}

  /** @returns whether the name has a new value after `node`, if it had one before or not */
  visit(node: ts.Node, before: boolean): boolean {
    if (node === this.forgets) return false;
    if (this.renews(node)) return true;
    if (this.isIt(node)) {
      if (!before) this.readsOld = true;
      return before;
    }
    if (ts.isTypeNode(node) || isFunctionNode(node)) return before;
    if (ts.isVariableDeclaration(node)) {
      const after = node.initializer ? this.visit(node.initializer, before) : before;
      if (this.isIt(node.name)) return after || node.initializer !== undefined;
      return ts.isIdentifier(node.name) ? after : this.visit(node.name, after);
    }
    if (isAssignment(node)) return this.assignment(node, before);
    if (ts.isIfStatement(node)) {
      const asked = this.visit(node.expression, before);
      const then = this.visit(node.thenStatement, asked);
      return (node.elseStatement ? this.visit(node.elseStatement, asked) : asked) && then;
    }
    if (ts.isConditionalExpression(node)) {
      const asked = this.visit(node.condition, before);
      return [this.visit(node.whenTrue, asked), this.visit(node.whenFalse, asked)].every(Boolean);
    }
    if (ts.isIterationStatement(node, false)) return this.once(node, before, () => this.loop(node, before));
    if (ts.isTryStatement(node) || ts.isSwitchStatement(node) || ts.isLabeledStatement(node)) {
      return this.once(node, before, () => this.anyPart(node, before));
    }
    if (ts.isCaseBlock(node)) return this.cases(node, before);
    if (ts.isBreakOrContinueStatement(node)) {
      if (!before) this.jumpsOld = true;
      return true;
    }
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) {
      this.children(node, before);
      return true;
    }
    return this.children(node, before);
  }

  private once(node: ts.Node, before: boolean, pass: () => boolean): boolean {
    const known = before ? this.known.new : this.known.old;
    let passed = known.get(node);
    if (!passed) {
      const jumpedBefore = this.jumpsOld;
      this.jumpsOld = false;
      known.set(node, (passed = { after: pass(), jumpsOld: this.jumpsOld }));
      this.jumpsOld = jumpedBefore;
    }
    this.jumpsOld ||= passed.jumpsOld;
    return passed.after;
  }

  /** What is given on a condition may not be given. */
  private part(node: ts.Node, before: boolean): boolean {
    const after = this.visit(node, before);
    return isOnCondition(node) ? before : after;
  }

  private children(node: ts.Node, before: boolean): boolean {
    let state = before;
    ts.forEachChild(node, (child) => {
      state = this.part(child, state);
    });
    return state;
  }

  /** A case is begun from the head, or after the case before it, where that is not left. */
  private cases({ clauses }: ts.CaseBlock, before: boolean): boolean {
    return clauses.reduce((state, clause) => this.visit(clause, before && state), before);
  }

  /** Parts that may be left, or begun, anywhere: what one of them forgets, the others may read. */
  private anyPart(node: ts.Node, before: boolean): boolean {
    const pass = (entry: boolean): boolean => {
      let all = entry;
      ts.forEachChild(node, (child) => {
        all = this.visit(child, entry) && all;
      });
      return all && !this.jumpsOld;
    };
    return pass(before) || pass(false);
  }

  private assignment(node: ts.BinaryExpression, before: boolean): boolean {
    const target = unwrap(node.left);
    // What a pattern takes apart is evaluated before it gives its names their values.
    if (ts.isObjectLiteralExpression(target) || ts.isArrayLiteralExpression(target))
      return this.visit(target, this.part(node.right, before));
    if (!this.isIt(target)) return this.children(node, before);
    const plain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (!plain && !before) this.readsOld = true;
    const after = this.visit(node.right, before);
    return plain || after;
  }

  private loop(node: ts.IterationStatement, before: boolean): boolean {
    const initializer = ts.isForStatement(node) ? node.initializer : undefined;
    const heads = headOf(node).filter((part) => part !== initializer);
    let entry = initializer ? this.visit(initializer, before) : before;
    // The second round begins with what the first one may leave.
    for (let round = 0; round < 2; round++) {
      const asked = ts.isDoStatement(node) ? entry : heads.reduce((state, part) => this.visit(part, state), entry);
      const end = this.visit(node.statement, asked);
      if (!ts.isForStatement(node) && !ts.isWhileStatement(node)) this.children(node, entry);
      entry = entry && end && !this.jumpsOld;
    }
    return entry;
  }
}
