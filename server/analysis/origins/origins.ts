import { ts } from 'ts-morph';
import { isFold } from '../calls/callbackParameters.js';
import { exportNamed, isExports, isSelfContainedObject, resolveCallee } from '../calls/callees.js';
import { givenArguments } from '../calls/givenArguments.js';
import {
  ANY,
  blurred,
  distinctOrigins,
  type Origin,
  originAt,
  somewhereIn,
  type Step,
  stepOf,
} from '../source/access.js';
import { returnedValues } from '../source/functions.js';
import {
  declarationOf,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isInside,
  isItem,
  isPlainValue,
  parameterIndex,
  resolveAlias,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';
import { createBoundOrigins } from './boundOrigins.js';
import type { FunctionOrigins } from './functionOrigins.js';
import { createHeldOrigins } from './heldOrigins.js';
import { OriginSearch } from './originSearch.js';
import { partIsPrimitive } from './primitiveParts.js';
import { returnedOrigins } from './returnedOrigins.js';
import { createStores, type Stores } from './stores.js';
import { mayBeStatic } from '../source/statics.js';
import { viewedBuffer, viewedByCall } from './views.js';

/**
 * Where objects come from, inside one region: a small flow-insensitive points-to analysis
 * (Andersen, "Program Analysis and Specialization for the C Programming Language", 1994, ch. 4, cut down to one function).
 */
export interface Origins {
  /** Origins of the object an expression evaluates to; empty for primitives. */
  readonly of: (expression: ts.Expression) => readonly Origin[];
  /** Origins of everything inside the object an expression evaluates to. */
  readonly inside: (expression: ts.Expression) => readonly Origin[];
  /** The same of the object that a name holds. */
  ofName(symbol: ts.Symbol): readonly Origin[];
  insideName(symbol: ts.Symbol): readonly Origin[];
  /** The same of what the program's function that is called hands to the function among its arguments. */
  readonly handed: (call: ts.CallExpression, argument: ts.Expression) => FunctionOrigins;
  /** The same of what code of the region may throw. */
  readonly thrown: (code: ts.Node) => FunctionOrigins;
  /** Whether an expression's object, and everything in it, was made inside the region. */
  isFreshThroughout(expression: ts.Expression): boolean;
}

/** What the parts of the search in one region ask of one another. */
export interface OriginParts extends Pick<Origins, 'of' | 'inside'> {
  readonly region: ts.Node;
  readonly checker: ts.TypeChecker;
  readonly search: OriginSearch;
  readonly stores: Stores;
  readonly originsIn: (region: ts.Node) => Origins;
  readonly ofName: (node: ts.Identifier) => readonly Origin[];
  readonly ofCall: (node: ts.CallExpression) => readonly Origin[];
  /** Origins of a part of an object, including what was put into an object made here. */
  readonly parts: (object: ts.Expression, step: Step) => readonly Origin[];
  /** Origins of what a pattern takes out of a part of an object. */
  readonly partsAlong: (object: ts.Expression, steps: readonly Step[]) => readonly Origin[];
  /** Origins inside a function with its parameters replaced by the arguments. */
  readonly substituted: (
    fn: FunctionNode,
    inner: readonly Origin[],
    receiver: ts.Expression | null,
    args: readonly ts.Expression[],
  ) => readonly Origin[];
}

const INHERITED: ReadonlySet<string> = new Set(['constructor', '__proto__']);

export function createOrigins(region: ts.Node, checker: ts.TypeChecker): Origins {
  const search = new OriginSearch();
  const stores = createStores(region, checker);
  const originsIn = (inner: ts.Node): Origins => createOrigins(inner, checker);

  const of = (expression: ts.Expression): readonly Origin[] =>
    isPlainValue(expression, checker) && !isExports(expression, checker)
      ? []
      : search.ask('of', expression, [], () => ofObject(unwrap(expression)));

  const ofObject = (node: ts.Expression): readonly Origin[] => {
    if (isExports(node, checker)) {
      const module = checker.getSymbolAtLocation(node.getSourceFile());
      return [module ? originAt(module, []) : 'unknown'];
    }
    if (ts.isIdentifier(node)) return ofName(node);
    if (node.kind === ts.SyntaxKind.ThisKeyword) {
      const symbol = checker.getSymbolAtLocation(node);
      return symbol && !isThisOfCallback(node, region) ? [originAt(symbol, [])] : ['unknown'];
    }
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      return [...parts(node.expression, stepOf(node)), ...gotBy(node), ...exported(node)];
    if (ts.isConditionalExpression(node)) return [...of(node.whenTrue), ...of(node.whenFalse)];
    if (ts.isBinaryExpression(node)) {
      const kind = node.operatorToken.kind;
      // What `=` gives has the name on its left as well.
      if (kind === ts.SyntaxKind.CommaToken) return of(node.right);
      return [...of(node.left), ...of(node.right)];
    }
    if (ts.isAwaitExpression(node)) return [...of(node.expression), ...inside(node.expression)];
    if (ts.isCallExpression(node)) return ofCall(node);
    if (ts.isNewExpression(node)) {
      const buffer = viewedBuffer(node, checker);
      if (buffer) return of(buffer);
      const [target] = node.arguments ?? [];
      if (target && node.expression.getText() === 'Proxy') return ['fresh', ...of(target)];
      return givesAnother(node, checker) ? ['fresh', 'unknown'] : ['fresh'];
    }
    if (
      isFunctionNode(node) ||
      ts.isObjectLiteralExpression(node) ||
      ts.isArrayLiteralExpression(node) ||
      ts.isRegularExpressionLiteral(node)
    )
      return ['fresh'];
    return ['unknown'];
  };

  /** What a module exports has that name as well. */
  const exported = (node: ts.Expression): readonly Origin[] => {
    const symbol = exportNamed(node, checker);
    return symbol ? [originAt(symbol, [])] : [];
  };

  /** What a getter of the program gives. */
  const gotBy = (node: ts.PropertyAccessExpression | ts.ElementAccessExpression): readonly Origin[] => {
    const property = ts.isPropertyAccessExpression(node) ? checker.getSymbolAtLocation(node.name) : undefined;
    const getters = (property?.declarations ?? []).filter(ts.isGetAccessor).filter((getter) => getter.body);
    return getters.flatMap((getter) =>
      substituted(getter, returnedOrigins(getter, checker, originsIn).self, node.expression, []),
    );
  };

  const ofName = (node: ts.Identifier): readonly Origin[] => {
    const symbol = symbolOf(node, checker);
    return symbol ? ofSymbol(symbol) : ['unknown'];
  };

  const ofSymbol = (symbol: ts.Symbol): readonly Origin[] => {
    const own = originAt(symbol, []);
    if (!isDeclaredIn(symbol, region)) return [own];
    return search.ask('bound', symbol, [own], () => definitions(symbol).filter((o) => o !== 'fresh'));
  };

  /** Origins of a part of an object, including what was put into an object made here. */
  const parts = (object: ts.Expression, step: Step): readonly Origin[] => {
    if (partIsPrimitive(checker.getTypeAtLocation(object), step, checker)) return [];
    // What all objects of a kind share is in none of them.
    if (step.kind === 'name' && INHERITED.has(step.name)) return ['unknown'];
    // A typed array's buffer is its memory.
    const isBuffer = step.kind === 'name' && step.name === 'buffer';
    const found = of(object).flatMap((origin): readonly Origin[] => {
      if (origin === 'unknown') return [origin];
      if (origin === 'fresh') return heldBy(object).map(somewhereIn);
      const part = isBuffer ? origin : originAt(origin.symbol, [...origin.path, step]);
      return isDeclaredIn(origin.symbol, region) ? [part, ...heldByName(origin.symbol).map(somewhereIn)] : [part];
    });
    return distinctOrigins(found);
  };

  /** Origins of what a pattern takes out of a part of an object. */
  const partsAlong = (object: ts.Expression, steps: readonly Step[]): readonly Origin[] =>
    parts(object, steps[0] ?? ANY).map((origin) =>
      typeof origin === 'string' || origin.path.at(-1)?.kind === 'any'
        ? origin
        : originAt(origin.symbol, [...origin.path, ...steps.slice(1)]),
    );

  const ofCall = (node: ts.CallExpression): readonly Origin[] => {
    if (node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const module = node.arguments[0] && checker.getSymbolAtLocation(node.arguments[0]);
      return [module ? originAt(module, []) : 'unknown'];
    }
    const callee = resolveCallee(node.expression, checker);
    if (callee.kind === 'builtin') {
      const { returns } = callee.entry;
      if (returns === 'holds' && isFold(node)) return folded(node);
      const viewed = viewedByCall(callee.key, node, checker);
      if (viewed) return ['fresh', ...of(viewed)];
      if (returns === 'fresh' || returns === 'holds' || returns === 'primitive') return ['fresh'];
      const subject = returns === 'first' ? node.arguments[0] : callee.receiver;
      if (!subject) return ['unknown'];
      return returns === 'element' ? parts(subject, ANY) : of(subject);
    }
    if (callee.kind === 'program')
      return callee.functions.flatMap((fn) =>
        substituted(fn, returnedOrigins(fn, checker, originsIn).self, callee.receiver, node.arguments),
      );
    if (callee.kind === 'unknown' && callee.receiver && isSelfContainedObject(callee.receiver, checker))
      return ['fresh'];
    return callee.kind === 'package' ? ['fresh'] : ['unknown'];
  };

  /** What `reduce` hands out: what its callback returns, or, of a single item or none, what it begins with. */
  const folded = (node: ts.CallExpression): readonly Origin[] => {
    const [callback, initial] = node.arguments;
    const list = (node.expression as ts.PropertyAccessExpression).expression;
    const first = initial ? of(initial) : parts(list, ANY);
    if (!callback || !isFunctionNode(unwrap(callback))) return [...first, ...parts(list, ANY), 'unknown'];
    return ['fresh', ...first, ...returnedValues(unwrap(callback) as FunctionNode).flatMap(of)];
  };

  /** Origins inside a function with its parameters replaced by the arguments. */
  const substituted = (
    fn: FunctionNode,
    inner: readonly Origin[],
    receiver: ts.Expression | null,
    args: readonly ts.Expression[],
  ): readonly Origin[] => {
    return inner.flatMap((origin): readonly Origin[] => {
      if (origin === 'fresh' || origin === 'unknown') return [origin];
      const { symbol, path } = origin;
      const position = parameterIndex(symbol, fn);
      const along = (value: ts.Expression, steps: readonly Step[]): readonly Origin[] =>
        steps.length === 0 ? of(value) : partsAlong(value, steps.length === 1 ? steps : blurred(steps, checker));
      if (position < 0) {
        const isThis = ts.isClassLike(fn.parent) && (symbol.declarations ?? []).includes(fn.parent);
        if (isThis && receiver) return [...along(receiver, path), ...(mayBeStatic(origin, checker) ? [origin] : [])];
        const isHeld = path.length > 0 && isDeclaredIn(symbol, region);
        return isHeld ? [origin, ...heldByName(symbol).map(somewhereIn)] : [origin];
      }
      const parameter = fn.parameters[position]!;
      const isWhole = ts.isIdentifier(parameter.name);
      const given = givenArguments(fn, position, args);
      // What it is then is an origin of its own.
      if (given.length === 0) return parameter.initializer ? [] : ['unknown'];
      return given.flatMap(({ value, as }): readonly Origin[] => {
        if (as === 'item' || !isWhole) return parts(value, path.length === 1 && as !== 'item' ? path[0]! : ANY);
        if (as === 'whole') return along(value, path);
        return path.length === 0
          ? ['fresh']
          : [...of(value), ...(path.length > 1 || path[0]!.kind === 'any' ? parts(value, ANY) : [])];
      });
    });
  };

  const inside = (expression: ts.Expression): readonly Origin[] =>
    distinctOrigins([...parts(expression, ANY), ...heldBy(expression)]);

  const shared: OriginParts = {
    region,
    checker,
    search,
    stores,
    originsIn,
    of,
    inside,
    ofName,
    ofCall,
    parts,
    partsAlong,
    substituted,
  };
  const { definitions, handed, thrown } = createBoundOrigins(shared);
  const { heldBy, heldByName } = createHeldOrigins(shared, thrown);

  const answers: Origins = {
    of,
    inside,
    handed,
    thrown,
    ofName: (symbol) => ofSymbol(symbol),
    insideName: (symbol) =>
      distinctOrigins(
        ofSymbol(symbol).flatMap((o) =>
          typeof o !== 'string' && isDeclaredIn(o.symbol, region) ? heldByName(o.symbol) : [],
        ),
      ),
    isFreshThroughout(expression) {
      const outside = (o: Origin): boolean => o === 'unknown' || (o !== 'fresh' && !isDeclaredIn(o.symbol, region));
      const parameterOfRegion = (o: Origin): boolean => typeof o !== 'string' && isItem(o.symbol, region);
      const all = [...of(expression), ...inside(expression)];
      return !all.some((o) => outside(o) || parameterOfRegion(o));
    },
  };
  return answers;
}

/** Whether a constructor of the program may hand out another object than the one that is made. */
function givesAnother(node: ts.NewExpression, checker: ts.TypeChecker): boolean {
  const made = ts.isIdentifier(node.expression) ? symbolOf(node.expression, checker) : undefined;
  const declaration = made && declarationOf(resolveAlias(made, checker));
  if (!declaration || declaration.getSourceFile().isDeclarationFile) return false;
  const makers = ts.isClassLike(declaration) ? declaration.members.filter(ts.isConstructorDeclaration) : [declaration];
  return makers.some((maker) => isFunctionNode(maker) && returnedValues(maker).length > 0);
}

/** Whether whoever calls a function that is an argument says what `this` is: `list.forEach(function () { this.n += 1; }, counter)`. */
function isThisOfCallback(node: ts.Node, region: ts.Node): boolean {
  const fn = ts.findAncestor(
    node,
    (around) => ts.isClassLike(around) || (isFunctionNode(around) && !ts.isArrowFunction(around)),
  );
  if (!fn || !ts.isFunctionExpression(fn) || (fn !== region && isInside(region, fn))) return false;
  const given = wrapped(fn);
  return ts.isCallExpression(given.parent) && given.parent.expression !== given;
}
