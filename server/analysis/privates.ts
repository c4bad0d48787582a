import { ts } from 'ts-morph';
import { isAssignment, isIncrement } from './assignments.js';
import { headOf, SHORT_CIRCUIT } from './control.js';
import {
  declarationOf,
  enclosingFunction,
  forEachUse,
  isDeclaredIn,
  isFunctionNode,
  isPrimitive,
  mentions,
  symbolOf,
  unwrap,
} from './symbols.js';

/**
 * Temporaries declared outside a loop that each iteration can have for itself (privatization): every iteration writes
 * them before it reads them, nobody reads the last value, and they hold primitives.
 *
 * @param body the part of the loop that runs once in every iteration
 * @see Tu and Padua, "Automatic array privatization", LCPC 1993, for scalars
 */
export function privateNames(loop: ts.Node, body: ts.Node, checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  if (isFunctionNode(loop)) return found;
  const asked = new Set<ts.Symbol>();
  forEachUse(body, (use) => {
    const symbol = isWritten(use) ? symbolOf(use, checker) : undefined;
    if (!symbol || asked.has(symbol) || isDeclaredIn(symbol, loop)) return;
    asked.add(symbol);
    if (isPrivate(symbol, loop, body, checker)) found.add(symbol);
  });
  return found;
}

function isPrivate(symbol: ts.Symbol, loop: ts.Node, body: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  if (
    !declaration ||
    symbol.declarations?.length !== 1 ||
    !ts.isVariableDeclaration(declaration) ||
    !ts.isIdentifier(declaration.name) ||
    !isPrimitive(checker.getTypeOfSymbolAtLocation(symbol, declaration), checker)
  )
    return false;
  const home = enclosingFunction(declaration);
  const isIt = (node: ts.Node): boolean =>
    ts.isIdentifier(node) && node.text === symbol.getName() && symbolOf(node, checker) === symbol;
  // What other functions may call, or other modules import, is nobody's own.
  if (enclosingFunction(loop) !== home || isExported(declaration) || isInClosure(home, symbol, checker)) return false;
  const outside = [...partsOf(loop)].filter((part) => part !== body);
  if (outside.some((part) => mentions(part, symbol, checker))) return false;
  const inIteration = new Flow(isIt, null);
  inIteration.visit(body, false);
  if (inIteration.readsOld) return false;
  const afterwards = new Flow(isIt, loop);
  afterwards.visit(ts.isSourceFile(home) ? home : home.body!, true);
  return !afterwards.readsOld;
}

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

const isExported = (declaration: ts.VariableDeclaration): boolean => {
  const statement = declaration.parent.parent;
  return (
    ts.isVariableStatement(statement) &&
    (statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
};

function isInClosure(home: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const visit = (node: ts.Node): boolean => {
    if ((isFunctionNode(node) && node !== home) || ts.isClassLike(node) || ts.isExportDeclaration(node))
      return mentions(node, symbol, checker);
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(home);
}

/**
 * Definite assignment: whether some read may see a value from before. Follows the structure of the code, and knows that
 * a loop may run no time, and that what is behind a jump is not reached.
 */
class Flow {
  readsOld = false;
  /** A jump was met where the value was old. */
  private jumpsOld = false;

  /** @param forgets a node after which the value counts as old */
  constructor(
    private readonly isIt: (node: ts.Node) => boolean,
    private readonly forgets: ts.Node | null,
  ) {}

  /** @returns whether the name has a new value after `node`, if it had one before or not */
  visit(node: ts.Node, before: boolean): boolean {
    if (node === this.forgets) return false;
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
    if (ts.isBinaryExpression(node) && SHORT_CIRCUIT.has(node.operatorToken.kind)) {
      const left = this.visit(node.left, before);
      this.visit(node.right, left);
      return left;
    }
    if (ts.isIterationStatement(node, false)) return this.loop(node, before);
    if (ts.isTryStatement(node) || ts.isSwitchStatement(node) || ts.isLabeledStatement(node)) {
      return this.anyPart(node, before);
    }
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

  private children(node: ts.Node, before: boolean): boolean {
    let state = before;
    ts.forEachChild(node, (child) => {
      state = this.visit(child, state);
    });
    return state;
  }

  /** Parts that may be left, or begun, anywhere: what one of them forgets, the others may read. */
  private anyPart(node: ts.Node, before: boolean): boolean {
    const jumpedBefore = this.jumpsOld;
    this.jumpsOld = false;
    const pass = (entry: boolean): boolean => {
      let all = entry;
      ts.forEachChild(node, (child) => {
        all = this.visit(child, entry) && all;
      });
      return all && !this.jumpsOld;
    };
    const after = pass(before) || pass(false);
    this.jumpsOld ||= jumpedBefore;
    return after;
  }

  private assignment(node: ts.BinaryExpression, before: boolean): boolean {
    const target = unwrap(node.left);
    if (!this.isIt(target)) return this.visit(node.right, this.visit(node.left, before));
    const plain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (!plain && !before) this.readsOld = true;
    const after = this.visit(node.right, before);
    return plain || after;
  }

  private loop(node: ts.IterationStatement, before: boolean): boolean {
    const jumpedBefore = this.jumpsOld;
    this.jumpsOld = false;
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
    this.jumpsOld ||= jumpedBefore;
    return entry;
  }
}
