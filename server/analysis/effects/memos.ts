import { ts } from 'ts-morph';
import { isWritten } from '../source/assignments.js';
import { namesIn } from '../source/names.js';
import {
  declarationOf,
  enclosingFunction,
  type FunctionNode,
  isAsync,
  isConstant,
  isExportedVariable,
  isFunctionNode,
  isGenerator,
  isPrimitive,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';
import { takesZerosAlike } from './zeroSigns.js';

/**
 * Whether a constant of a module only remembers what one function has returned for the same arguments: that function alone knows
 * it, asks it for nothing but the value of those arguments, and returns what it has stored. Who fills it, and when, cannot be seen
 * then (memoization; Michie, "Memo functions and machine learning", Nature 218, 1968), so every worker may have its own.
 */
export const isMemo = rememberedWith((symbol: ts.Symbol, checker) => new Memo(symbol, checker).isPlain());

const PRESENT = new Set([ts.SyntaxKind.ExclamationEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken]);
const ABSENT = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.EqualsEqualsToken]);

class Memo {
  /** What it is at first. */
  private start: ts.Expression | null = null;
  private uses: readonly ts.Identifier[] = [];
  /** Variables that hold what was found. */
  private readonly found = new Set<ts.Symbol>();
  /** Those of them that were given the value that is stored then. */
  private readonly renewed = new Set<ts.Symbol>();
  /** What was stored last, as text. */
  private stored: string | null = null;
  /** Where that is the value of a variable. */
  private storedIn: ts.Identifier | null = null;

  constructor(
    private readonly symbol: ts.Symbol,
    private readonly checker: ts.TypeChecker,
  ) {}

  isPlain(): boolean {
    const declaration = declarationOf(this.symbol);
    if (!isConstant(declaration) || !ts.isSourceFile(enclosingFunction(declaration))) return false;
    this.start = declaration.initializer ? unwrap(declaration.initializer) : null;
    if (isExportedVariable(declaration) || !this.start || !isEmpty(this.start)) return false;
    this.uses = namesIn(declaration.getSourceFile(), this.symbol.getName()).filter(
      (name) => name.parent !== declaration && symbolOf(name, this.checker) === this.symbol,
    );
    const [use] = this.uses;
    const fn = use && enclosingFunction(use);
    if (!fn || !isFunctionNode(fn) || !fn.body || isAsync(fn) || !this.uses.every((u) => enclosingFunction(u) === fn))
      return false;
    if (isGenerator(fn) || !this.keysAre(fn)) return false;
    return ts.isBlock(fn.body) ? this.statements(fn.body.statements) : this.isReturned(fn.body);
  }

  /** Whether every use asks for, or stores, the value of one key, which tells all arguments apart. */
  private keysAre(fn: FunctionNode): boolean {
    const keys = this.uses.map((use) => keyAt(use));
    const [first] = keys;
    if (!first || keys.some((key) => !key || key.getText() !== first.getText())) return false;
    const told = this.namesTold(first, fn);
    const isLengthToo = ts.isArrayLiteralExpression(this.start!) && this.kindOf(first) !== 'number';
    return (
      told !== null &&
      !isLengthToo &&
      fn.parameters.every(({ name, dotDotDotToken, initializer }) => {
        const symbol = this.checker.getSymbolAtLocation(name);
        if (!ts.isIdentifier(name) || dotDotDotToken || initializer || !symbol) return false;
        const mentions = namesIn(fn.body!, name.text).filter((n) => symbolOf(n, this.checker) === symbol);
        if (mentions.some(isWritten) || (mentions.length > 0 && !told.has(symbol))) return false;
        return this.kindOfSymbol(symbol) !== 'number' || this.takesZerosAlike(symbol, fn);
      })
    );
  }

  /** Whether the key of 0, which is that of −0, has one value. */
  private takesZerosAlike(symbol: ts.Symbol, fn: FunctionNode): boolean {
    const isBefore = (node: ts.ReturnStatement): boolean => this.uses.every((use) => use.pos > node.end);
    return takesZerosAlike(symbol, fn, isBefore, this.checker);
  }

  /** The parameters whose values a key tells: itself, or `${a},${b}`, numbers but for one; null where two may have one key. */
  private namesTold(key: ts.Expression, fn: FunctionNode): ReadonlySet<ts.Symbol> | null {
    const node = unwrap(key);
    if (ts.isIdentifier(node)) {
      const symbol = symbolOf(node, this.checker);
      const declaration = symbol && declarationOf(symbol);
      if (!symbol || !declaration) return null;
      if (ts.isParameter(declaration))
        return declaration.parent === fn && this.kindOf(node) !== null ? new Set([symbol]) : null;
      return isConstant(declaration) && declaration.initializer && enclosingFunction(declaration) === fn
        ? this.namesTold(declaration.initializer, fn)
        : null;
    }
    if (!ts.isTemplateExpression(node)) return null;
    const told = new Set<ts.Symbol>();
    let texts = 0;
    const { templateSpans: spans } = node;
    for (const [i, { expression, literal }] of spans.entries()) {
      const part = unwrap(expression);
      const symbol = ts.isIdentifier(part) ? symbolOf(part, this.checker) : undefined;
      const declaration = symbol && declarationOf(symbol);
      if (!symbol || !declaration || !ts.isParameter(declaration) || declaration.parent !== fn) return null;
      if (this.kindOf(part) !== 'number') texts++;
      // What stands between two of them cannot be a part of a number.
      if (i < spans.length - 1 && !/[^\d.eE+\-NaInfity]/.test(literal.text)) return null;
      told.add(symbol);
    }
    return texts > 1 || [...told].some((s) => this.kindOfSymbol(s) === null) ? null : told;
  }

  private kindOf(node: ts.Node): 'number' | 'string' | null {
    const { flags } = this.checker.getTypeAtLocation(node);
    if (flags & ts.TypeFlags.NumberLike) return 'number';
    return flags & ts.TypeFlags.StringLike ? 'string' : null;
  }

  private kindOfSymbol(symbol: ts.Symbol): 'number' | 'string' | null {
    const declaration = declarationOf(symbol);
    return declaration ? this.kindOf(declaration) : null;
  }

  /** Follows the code in order; false where it does anything else with what it remembers. */
  private statements(list: readonly ts.Statement[]): boolean {
    return list.every((statement) => this.statement(statement));
  }

  private statement(node: ts.Statement): boolean {
    if (ts.isBlock(node)) return this.statements(node.statements);
    if (ts.isVariableStatement(node)) {
      const [declared, more] = node.declarationList.declarations;
      if (declared?.initializer && !more && ts.isIdentifier(declared.name) && this.isFound(declared.initializer)) {
        this.found.add(this.checker.getSymbolAtLocation(declared.name)!);
        return true;
      }
      return this.knowsNothing(node);
    }
    if (ts.isIfStatement(node)) return this.choice(node);
    if (ts.isExpressionStatement(node)) return this.isStoring(node.expression) || this.knowsNothing(node);
    if (ts.isReturnStatement(node)) return node.expression !== undefined && this.isReturned(node.expression);
    return this.knowsNothing(node);
  }

  /** `if (memo.has(key)) return memo.get(key)`, or `if (hit === undefined) { … }`; any other condition knows nothing. */
  private choice({ expression, thenStatement, elseStatement }: ts.IfStatement): boolean {
    const presence = this.presenceIn(unwrap(expression));
    if (presence === null) {
      // A plain case, such as the end of a recursion: what it returns has nothing to do with what is stored.
      return [expression, thenStatement, ...(elseStatement ? [elseStatement] : [])].every((n) => this.knowsNothing(n));
    }
    const [hit, miss] = presence ? [thenStatement, elseStatement] : [elseStatement, thenStatement];
    const [returned, more] = hit && ts.isBlock(hit) ? hit.statements : hit ? [hit] : [];
    const isHit =
      !hit ||
      (returned !== undefined &&
        !more &&
        ts.isReturnStatement(returned) &&
        returned.expression !== undefined &&
        this.isFound(returned.expression));
    return isHit && (!miss || this.statement(miss));
  }

  /** True where a condition says that there is a value, false where it says that there is none, null for another one. */
  private presenceIn(node: ts.Expression): boolean | null {
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      const inner = this.presenceIn(unwrap(node.operand));
      return inner === null ? null : !inner;
    }
    if (ts.isCallExpression(node) && this.methodOf(node) === 'has') return true;
    if (ts.isIdentifier(node) && this.isFound(node)) return true;
    if (!ts.isBinaryExpression(node)) return null;
    const { left, right, operatorToken } = node;
    if (operatorToken.kind === ts.SyntaxKind.InKeyword) return this.isMemoName(right) ? true : null;
    const isNothing = /^(undefined|null)$/.test(right.getText());
    if (!isNothing || !this.isFound(left)) return null;
    if (PRESENT.has(operatorToken.kind)) return true;
    return ABSENT.has(operatorToken.kind) ? false : null;
  }

  /** `memo.get(key)`, `memo[key]`, or a variable that holds that. */
  private isFound(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) {
      const symbol = symbolOf(node, this.checker);
      return symbol !== undefined && this.found.has(symbol);
    }
    if (ts.isCallExpression(node)) return this.methodOf(node) === 'get';
    return ts.isElementAccessExpression(node) && this.isMemoName(node.expression);
  }

  /** `memo.set(key, value)`, `memo[key] = value`, `hit = value`: of a value that was computed. */
  private isStoring(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    if (ts.isCallExpression(node) && this.methodOf(node) === 'set') return this.stores(node.arguments[1]);
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
    const target = unwrap(node.left);
    if (ts.isElementAccessExpression(target) && this.isMemoName(target.expression)) return this.stores(node.right);
    // What was found not to be there is computed, and stored as it is.
    const symbol = ts.isIdentifier(target) ? symbolOf(target, this.checker) : undefined;
    if (!symbol || !this.found.has(symbol) || this.stored !== null || this.renewed.has(symbol)) return false;
    this.renewed.add(symbol);
    return this.knowsNothing(node.right);
  }

  private stores(value: ts.Expression | undefined): boolean {
    if (!value || !isPrimitive(this.checker.getTypeAtLocation(value), this.checker)) return false;
    const node = unwrap(value);
    if (this.stored !== null) return false;
    this.stored = node.getText();
    if (ts.isIdentifier(node)) this.storedIn = node;
    return this.isFound(node) ? this.isRenewed(node) : this.knowsNothing(node);
  }

  /** Whether a variable holds what was found, or else what was computed instead. */
  private isRenewed(node: ts.Expression): boolean {
    const symbol = ts.isIdentifier(node) ? symbolOf(node, this.checker) : undefined;
    return symbol !== undefined && this.renewed.has(symbol);
  }

  private isReturned(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    // By now it is there, whoever stored it.
    if (this.isFound(node))
      return this.stored !== null && (!ts.isIdentifier(node) || (this.isRenewed(node) && this.stored === node.text));
    if (ts.isBinaryExpression(node)) {
      const isKept = node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionEqualsToken && this.isFound(node.left);
      return (isKept && this.stores(node.right)) || this.isStoring(node);
    }
    if (!this.knowsNothing(node)) return false;
    // What is returned is what was stored; before anything was, it has nothing to do with it.
    const isBefore = this.stored === null && this.uses.every((use) => use.pos > node.end);
    return isBefore || (ts.isIdentifier(node) && this.stored === node.text && this.isSettled(node));
  }

  /** Whether a variable has the value that was stored: one for all time, or one that nothing changes from then on. */
  private isSettled(name: ts.Identifier): boolean {
    const symbol = symbolOf(name, this.checker);
    const declaration = symbol && declarationOf(symbol);
    const stored = this.storedIn;
    if (!symbol || !declaration || !stored || symbolOf(stored, this.checker) !== symbol) return false;
    if (isConstant(declaration)) return true;
    const fn = enclosingFunction(declaration);
    const writes = namesIn(declaration.getSourceFile(), name.text).filter(
      (use) => isWritten(use) && symbolOf(use, this.checker) === symbol,
    );
    return (
      fn === enclosingFunction(name) && writes.every((use) => use.end <= stored.pos && enclosingFunction(use) === fn)
    );
  }

  /** Whether code has nothing to do with what is remembered, and nothing to return out of it. */
  private knowsNothing(node: ts.Node): boolean {
    const visit = (child: ts.Node): boolean => {
      if (ts.isIdentifier(child)) {
        const symbol = symbolOf(child, this.checker);
        return symbol === undefined || (symbol !== this.symbol && !this.found.has(symbol));
      }
      return ts.forEachChild(child, (inner) => !visit(inner) || undefined) === undefined;
    };
    const returns = (child: ts.Node): boolean =>
      !isFunctionNode(child) &&
      (ts.isReturnStatement(child) || (ts.forEachChild(child, (inner) => returns(inner) || undefined) ?? false));
    const isEarly = this.uses.every((use) => use.pos > node.end);
    return visit(node) && (isEarly || !returns(node));
  }

  private methodOf(node: ts.CallExpression): string | null {
    const callee = node.expression;
    return ts.isPropertyAccessExpression(callee) && this.isMemoName(callee.expression) ? callee.name.text : null;
  }

  private isMemoName(node: ts.Expression): boolean {
    const name = unwrap(node);
    return ts.isIdentifier(name) && this.uses.includes(name);
  }
}

/** The key of `memo.get(key)`, `memo.set(key, value)`, `memo[key]` or `key in memo`; null for any other use. */
function keyAt(use: ts.Identifier): ts.Expression | null {
  const whole = wrapped(use);
  const { parent } = whole;
  if (ts.isElementAccessExpression(parent) && parent.expression === whole) {
    const place = wrapped(parent);
    return ts.isDeleteExpression(place.parent) ? null : parent.argumentExpression;
  }
  if (ts.isBinaryExpression(parent) && parent.right === whole)
    return parent.operatorToken.kind === ts.SyntaxKind.InKeyword ? parent.left : null;
  const call = ts.isPropertyAccessExpression(parent) && parent.expression === whole ? parent.parent : null;
  return call &&
    ts.isCallExpression(call) &&
    call.expression === parent &&
    /^(get|has|set)$/.test(parent.getText().split('.').at(-1)!)
    ? (call.arguments[0] ?? null)
    : null;
}

/** `new Map()`, `{}`, `[]` or `Object.create(null)`. */
function isEmpty(node: ts.Expression): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Map' && (node.arguments?.length ?? 0) === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  return node.getText() === 'Object.create(null)';
}
