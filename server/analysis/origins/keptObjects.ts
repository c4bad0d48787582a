import { ts } from 'ts-morph';
import { assignmentsTo, isAssignment } from '../source/assignments.js';
import { resolveCallee } from '../calls/callees.js';
import { parametersGetting } from '../calls/givenArguments.js';
import { looksAtArguments } from '../source/givenAsArguments.js';
import { returnedValues } from '../source/functions.js';
import { namesIn } from '../source/names.js';
import {
  classesOf,
  classNamed,
  declarationOf,
  declaredNames,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isInside,
  isPrimitive,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';

/**
 * Whether a function puts what it returns, or a part of that, where others find it: `list.push(made); return made;`. A method
 * that returns what it was given counts, too.
 */
export const keepsResult = rememberedWith((fn: FunctionNode, checker): boolean => {
  // What calls itself adds nothing by that.
  if (active.has(fn)) return false;
  active.add(fn);
  try {
    const kept = new Kept(fn, checker);
    return returnedValues(fn).some((value) => kept.isGiven(value));
  } finally {
    active.delete(fn);
  }
});

/** Functions being looked at. */
const active = new Set<FunctionNode>();

/** The functions and classes that make what an expression gives, and keep it. */
export function keepersOf(value: ts.Expression, checker: ts.TypeChecker): readonly ts.Node[] {
  const node = unwrap(value);
  if (ts.isNewExpression(node)) {
    const made = classNamed(node.expression, checker);
    return made && keepsInstances(made, checker) ? [made] : [];
  }
  if (!ts.isCallExpression(node)) return [];
  const callee = resolveCallee(node.expression, checker);
  return callee.kind === 'program' ? callee.functions.filter((fn) => keepsResult(fn, checker)) : [];
}

/** Whether who made some part of what an expression gives put that part where others find it: `[make(1), make(2)]`, `list.map(make)`. */
export const holdsKept = rememberedWith((value: ts.Expression, checker): boolean => {
  const visit = (node: ts.Node): boolean => {
    if (ts.isTypeNode(node)) return false;
    if (isFunctionNode(node)) return keepsResult(node, checker);
    if (ts.isExpression(node)) {
      if (isPrimitive(checker.getTypeAtLocation(node), checker)) return false;
      if (keepersOf(node, checker).length > 0) return true;
    }
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(value);
});

/** Whether a class puts every new instance where others find it: `constructor() { all.push(this); }`. */
export const keepsInstances = rememberedWith((made: ts.ClassLikeDeclaration, checker): boolean =>
  classesOf(made, checker).some(({ members }) =>
    members.some(
      (member) =>
        (ts.isConstructorDeclaration(member) && new Kept(member, checker).isThis()) ||
        (ts.isPropertyDeclaration(member) &&
          member.initializer !== undefined &&
          !isFunctionNode(unwrap(member.initializer)) &&
          new Kept(member.initializer, checker).isThis()),
    ),
  ),
);

const MAX_DEPTH = 4;

/** Where an object goes in the code of a function. */
class Kept {
  private readonly names = new Set<ts.Symbol>();

  constructor(
    private readonly home: ts.Node,
    private readonly checker: ts.TypeChecker,
    private readonly depth = 0,
  ) {}

  /** Whether the object that a name of the function holds is put where others find it. */
  isNamed(symbol: ts.Symbol): boolean {
    if (this.names.has(symbol)) return false;
    this.names.add(symbol);
    return namesIn(this.home, symbol.getName()).some(
      (use) => symbolOf(use, this.checker) === symbol && this.isKeptAt(use),
    );
  }

  /** Whether what the function gives on has been put where others find it. */
  isGiven(value: ts.Expression): boolean {
    const node = unwrap(value);
    if (isPrimitive(this.checker.getTypeAtLocation(node), this.checker)) return false;
    if (ts.isConditionalExpression(node)) return this.isGiven(node.whenTrue) || this.isGiven(node.whenFalse);
    if (isAssignment(node)) return this.isKeptIn(node.left) || this.isGiven(node.right);
    if (ts.isBinaryExpression(node)) return this.isGiven(node.left) || this.isGiven(node.right);
    if (ts.isNewExpression(node)) {
      const made = classNamed(node.expression, this.checker);
      return (made !== null && keepsInstances(made, this.checker)) || this.areGiven(node.arguments ?? []);
    }
    if (ts.isCallExpression(node)) return this.isGivenBy(node);
    // What a new object holds that has another name outside, its origins tell.
    if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return this.areGiven(partsOf(node));
    const symbol = ts.isIdentifier(node) ? symbolOf(node, this.checker) : undefined;
    if (!symbol || this.names.has(symbol)) return false;
    return !isDeclaredIn(symbol, this.home) || this.isNamed(symbol) || this.isMadeByKeeper(symbol);
  }

  /** The same of parts of what it gives on. */
  private areGiven(parts: readonly ts.Expression[]): boolean {
    return parts.some((part) => this.isOwn(part) && this.isGiven(part));
  }

  /** Whether a variable was given what another function keeps. */
  private isMadeByKeeper(symbol: ts.Symbol): boolean {
    const declaration = declarationOf(symbol);
    const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    const values = [...(initial ? [initial] : []), ...assignmentsTo(symbol, this.home, this.checker)];
    return values.some((value) => this.isGiven(value));
  }

  private isOwn(part: ts.Expression): boolean {
    const node = unwrap(part);
    const symbol = ts.isIdentifier(node) ? symbolOf(node, this.checker) : undefined;
    return symbol ? isDeclaredIn(symbol, this.home) : !ts.isPropertyAccessExpression(node);
  }

  /** The same of what a call gives: of another function of the program, or of a builtin that gives back what it was given. */
  private isGivenBy(call: ts.CallExpression): boolean {
    const callee = resolveCallee(call.expression, this.checker);
    if (callee.kind === 'program')
      return callee.functions.some((fn) => keepsResult(fn, this.checker)) || this.areGiven(call.arguments);
    if (callee.kind !== 'builtin') return false;
    const { returns } = callee.entry;
    const same = returns === 'first' ? call.arguments[0] : returns === 'receiver' ? callee.receiver : null;
    return Boolean(same && this.isGiven(same));
  }

  isThis(): boolean {
    const visit = (node: ts.Node): boolean => {
      if (node !== this.home && (ts.isClassLike(node) || (isFunctionNode(node) && !ts.isArrowFunction(node))))
        return false;
      if (node.kind === ts.SyntaxKind.ThisKeyword && this.isKeptAt(node as ts.Expression)) return true;
      return ts.forEachChild(node, visit) ?? false;
    };
    return visit(this.home);
  }

  /** @param part the object, a part of it, or something new that holds it */
  private isKeptAt(part: ts.Expression): boolean {
    const { parent } = part;
    const { checker } = this;
    if (isPrimitive(checker.getTypeAtLocation(part), checker)) return false;
    if (ts.isVariableDeclaration(parent) && parent.initializer === part)
      return this.areNamed(declaredNames(parent.name, checker));
    if (ts.isForOfStatement(parent) && parent.expression === part) {
      if (!ts.isVariableDeclarationList(parent.initializer)) return this.isKeptIn(parent.initializer);
      return parent.initializer.declarations.some(({ name }) => this.areNamed(declaredNames(name, checker)));
    }
    if (ts.isArrowFunction(parent) || ts.isReturnStatement(parent)) return this.isGivenByInner(part);
    // Who goes on with it cannot be seen.
    if (ts.isYieldExpression(parent) || ts.isThrowStatement(parent)) return true;
    if (ts.isTemplateSpan(parent)) return ts.isTaggedTemplateExpression(parent.parent.parent);
    if (isAssignment(parent) && parent.left === part) return this.isKeptAt(parent);
    if (isAssignment(parent) && parent.right === part) return this.isKeptIn(parent.left) || this.isKeptAt(parent);
    if (ts.isNewExpression(parent) && parent.expression !== part)
      return this.isKeptAt(parent) || this.isKeptByClass(parent, part);
    if (ts.isCallExpression(parent) && parent.expression !== part) return this.isKeptBy(parent, part);
    if (ts.isPropertyAccessExpression(parent) && parent.expression === part) {
      const call = parent.parent;
      return ts.isCallExpression(call) && call.expression === parent
        ? this.isKeptByMethod(call)
        : this.isKeptAt(parent);
    }
    const passesOn =
      ts.isParenthesizedExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      ts.isSpreadElement(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      (ts.isElementAccessExpression(parent) && parent.expression === part) ||
      (ts.isConditionalExpression(parent) && parent.condition !== part) ||
      (ts.isBinaryExpression(parent) && /^(\?\?|\|\||&&|,)$/.test(parent.operatorToken.getText()));
    if (passesOn) return this.isKeptAt(parent);
    const isPart =
      ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isSpreadAssignment(parent);
    return isPart && this.isKeptAt(parent.parent);
  }

  /** Whether what is stored at a place is found by others: in whatever has a name outside, or was given. */
  private isKeptIn(target: ts.Expression): boolean {
    const node = unwrap(target);
    const root = rootOf(node);
    const symbol = root && ts.isIdentifier(root) ? symbolOf(root, this.checker) : undefined;
    if (!symbol) return !(root?.kind === ts.SyntaxKind.ThisKeyword && this.holdsThis());
    const declaration = declarationOf(symbol);
    if (!declaration || ts.isParameter(declaration) || !isDeclaredIn(symbol, this.home)) return !this.names.has(symbol);
    return this.isNamed(symbol);
  }

  /** In a constructor, what `this` holds is the new object's own. */
  private holdsThis(): boolean {
    return this.names.size === 0;
  }

  private areNamed(symbols: readonly ts.Symbol[]): boolean {
    return symbols.some((symbol) => this.isNamed(symbol));
  }

  /** Whether others get what a function inside gives. */
  private isGivenByInner(part: ts.Expression): boolean {
    const fn = ts.findAncestor(part, isFunctionNode);
    if (!fn || fn === this.home || !isInside(fn, this.home)) return false;
    const { parent } = fn;
    if (!ts.isCallExpression(parent) || parent.expression === fn) return true;
    const callee = resolveCallee(parent.expression, this.checker);
    // `list.sort(by)` calls it, and `list.push(get)` keeps it.
    if (callee.kind !== 'builtin' || (callee.entry.changes && !/#sort$/.test(callee.key))) return true;
    return this.isKeptAt(parent);
  }

  private isKeptByClass(node: ts.NewExpression, part: ts.Expression): boolean {
    const made = classNamed(node.expression, this.checker);
    const makers = made
      ? classesOf(made, this.checker).flatMap((c) => c.members.filter(ts.isConstructorDeclaration))
      : [];
    return makers.some((maker) => this.isKeptByFunction(maker, node.arguments ?? [], part));
  }

  private isKeptByFunction(fn: FunctionNode, args: readonly ts.Expression[], part: ts.Expression): boolean {
    if (looksAtArguments(fn)) return true;
    if (this.depth > MAX_DEPTH) return false;
    const names = parametersGetting(fn, args, part).flatMap(({ name }) => declaredNames(name, this.checker));
    return new Kept(fn, this.checker, this.depth + 1).areNamed(names);
  }

  /** Whether a function that is handed to a builtin keeps what that gives to it. */
  private isKeptByCallback(call: ts.CallExpression): boolean {
    return call.arguments.some((given) => {
      const node = unwrap(given);
      const isCode = this.checker.getTypeAtLocation(node).getCallSignatures().length > 0;
      if (!isFunctionNode(node) && !isCode) return false;
      const callee = isFunctionNode(node) ? null : resolveCallee(node, this.checker);
      if (callee && callee.kind !== 'program') return callee.kind !== 'builtin' || callee.entry.changes !== undefined;
      const functions = isFunctionNode(node) ? [node] : (callee?.functions ?? []);
      return functions.some(
        (fn) =>
          this.depth <= MAX_DEPTH &&
          new Kept(fn, this.checker, this.depth + 1).areNamed(
            fn.parameters.flatMap(({ name }) => declaredNames(name, this.checker)),
          ),
      );
    });
  }

  private isKeptBy(call: ts.CallExpression, part: ts.Expression): boolean {
    const callee = resolveCallee(call.expression, this.checker);
    if (callee.kind === 'builtin') {
      if (this.isKeptByCallback(call)) return true;
      const isPut = callee.entry.changes === 'receiver' && callee.receiver !== null;
      if (isPut && this.isKeptIn(callee.receiver)) return true;
      const [first] = call.arguments;
      if (callee.entry.changes === 'first' && first && first !== part && this.isKeptIn(first)) return true;
      return callee.entry.returns !== 'primitive' && this.isKeptAt(call);
    }
    // What nobody knows may keep it.
    if (callee.kind !== 'program') return true;
    return callee.functions.some((fn) => this.isKeptByFunction(fn, call.arguments, part));
  }

  /** Whether a method of the object puts it, as `this`, where others find it. */
  private isKeptByMethod(call: ts.CallExpression): boolean {
    const callee = resolveCallee(call.expression, this.checker);
    if (callee.kind === 'builtin')
      return this.isKeptByCallback(call) || (callee.entry.returns !== 'primitive' && this.isKeptAt(call));
    if (callee.kind !== 'program' || this.depth > MAX_DEPTH) return false;
    return callee.functions.some((fn) => new Kept(fn, this.checker, this.depth + 1).isThis());
  }
}

/** What a literal holds. */
function partsOf(literal: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression): readonly ts.Expression[] {
  if (ts.isArrayLiteralExpression(literal)) return literal.elements.filter((e) => !ts.isSpreadElement(e));
  return literal.properties.flatMap((p) =>
    ts.isPropertyAssignment(p) ? [p.initializer] : ts.isShorthandPropertyAssignment(p) ? [p.name] : [],
  );
}

/** What a path begins with: a name or `this`. */
function rootOf(node: ts.Expression): ts.Expression | null {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner) || inner.kind === ts.SyntaxKind.ThisKeyword) return inner;
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) return rootOf(inner.expression);
  return ts.isCallExpression(inner) && ts.isPropertyAccessExpression(inner.expression)
    ? rootOf(inner.expression)
    : null;
}
