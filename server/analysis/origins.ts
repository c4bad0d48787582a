import { ts } from 'ts-morph';
import { ANY, type Origin, type Step } from './access.js';
import { constructorOf } from './builtins.js';
import { isSelfContainedObject, resolveCallee, returnedValues } from './callees.js';
import {
  declarationOf,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isPrimitive,
  symbolOf,
  unwrap,
} from './symbols.js';

/**
 * Where objects come from, inside one region: a small flow-insensitive points-to analysis
 * (Andersen, "Program Analysis and Specialization for the C Programming Language", 1994, ch. 4, cut down to one function).
 */
export interface Origins {
  /** Origins of the object an expression evaluates to; empty for primitives. */
  of(expression: ts.Expression): readonly Origin[];
  /** Origins of everything inside the object an expression evaluates to. */
  inside(expression: ts.Expression): readonly Origin[];
  /** Whether an expression's object, and everything in it, was made inside the region. */
  isFreshThroughout(expression: ts.Expression): boolean;
}

const DEPTH = 12;

export function createOrigins(region: ts.Node, checker: ts.TypeChecker): Origins {
  const busy = new Set<ts.Symbol>();
  const held = new Map<ts.Symbol, readonly Origin[]>();
  const collecting = new Set<ts.Symbol>();

  const of = (expression: ts.Expression, depth = 0): readonly Origin[] => {
    if (isPrimitive(checker.getTypeAtLocation(expression), checker)) return [];
    if (depth > DEPTH) return ['unknown'];
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) return ofName(node, depth);
    if (node.kind === ts.SyntaxKind.ThisKeyword) {
      const symbol = checker.getSymbolAtLocation(node);
      return symbol ? [{ symbol, path: [] }] : ['unknown'];
    }
    if (ts.isPropertyAccessExpression(node))
      return parts(node.expression, { kind: 'name', name: node.name.text }, depth);
    if (ts.isElementAccessExpression(node)) {
      const subscript = unwrap(node.argumentExpression);
      return parts(
        node.expression,
        ts.isStringLiteralLike(subscript)
          ? { kind: 'name', name: subscript.text }
          : { kind: 'index', expression: subscript },
        depth,
      );
    }
    if (ts.isConditionalExpression(node)) return [...of(node.whenTrue, depth + 1), ...of(node.whenFalse, depth + 1)];
    if (ts.isBinaryExpression(node)) {
      const kind = node.operatorToken.kind;
      if (kind === ts.SyntaxKind.CommaToken || kind === ts.SyntaxKind.EqualsToken) return of(node.right, depth + 1);
      return [...of(node.left, depth + 1), ...of(node.right, depth + 1)];
    }
    if (ts.isAwaitExpression(node)) return of(node.expression, depth + 1);
    if (ts.isCallExpression(node)) return ofCall(node, depth);
    if (ts.isNewExpression(node)) {
      const buffer = viewedBuffer(node, checker);
      return buffer ? of(buffer, depth + 1) : ['fresh'];
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

  const ofName = (node: ts.Identifier, depth: number): readonly Origin[] => {
    const symbol = symbolOf(node, checker);
    if (!symbol) return ['unknown'];
    const own: Origin = { symbol, path: [] };
    if (!isDeclaredIn(symbol, region) || busy.has(symbol)) return [own];
    busy.add(symbol);
    try {
      return [own, ...definitions(symbol, depth + 1).filter((o) => o !== 'fresh')];
    } finally {
      busy.delete(symbol);
    }
  };

  /** What a variable of the region may be bound to. */
  const definitions = (symbol: ts.Symbol, depth: number): readonly Origin[] => {
    const declaration = declarationOf(symbol);
    const found: Origin[] = [];
    if (declaration && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)))
      found.push(...ofDeclaration(declaration, depth));
    if (declaration && ts.isParameter(declaration)) found.push(...ofParameter(declaration, depth));
    forEachAssignment(region, symbol, checker, (value) => found.push(...of(value, depth)));
    return found;
  };

  const ofDeclaration = (declaration: ts.VariableDeclaration | ts.BindingElement, depth: number): readonly Origin[] => {
    if (ts.isVariableDeclaration(declaration)) {
      if (declaration.initializer) return of(declaration.initializer, depth);
      const loop = declaration.parent.parent;
      return ts.isForOfStatement(loop) ? parts(loop.expression, ANY, depth) : [];
    }
    let root: ts.Node = declaration;
    while (ts.isBindingElement(root) || ts.isObjectBindingPattern(root) || ts.isArrayBindingPattern(root))
      root = root.parent;
    const fallback = declaration.initializer ? of(declaration.initializer, depth) : [];
    if (ts.isParameter(root)) return [...ofParameter(root, depth), ...fallback];
    if (!ts.isVariableDeclaration(root)) return ['unknown'];
    const source =
      root.initializer ?? (ts.isForOfStatement(root.parent.parent) ? root.parent.parent.expression : undefined);
    return source ? [...parts(source, ANY, depth), ...fallback] : ['unknown'];
  };

  /** A callback's parameter is a part of what the function it is given to works on. */
  const ofParameter = (parameter: ts.ParameterDeclaration, depth: number): readonly Origin[] => {
    const fn = parameter.parent;
    const call = fn.parent;
    if (fn === region && !ts.isCallExpression(call)) return [];
    if (!ts.isCallExpression(call) || !call.arguments.includes(fn as unknown as ts.Expression))
      return ts.isParenthesizedExpression(call) ? [] : ['unknown'];
    const sources: ts.Expression[] = call.arguments.filter((a) => a !== (fn as unknown as ts.Expression));
    if (ts.isPropertyAccessExpression(call.expression)) sources.push(call.expression.expression);
    return sources.flatMap((source) => (globalName(source) ? [] : parts(source, ANY, depth)));
  };

  const globalName = (source: ts.Expression): boolean =>
    ts.isIdentifier(source) &&
    !symbolOf(source, checker)?.declarations?.some((d) => !d.getSourceFile().isDeclarationFile);

  /** Origins of a part of an object, including what was put into an object made here. */
  const parts = (object: ts.Expression, step: Step, depth: number): readonly Origin[] => {
    if (partIsPrimitive(checker.getTypeAtLocation(object), step, checker)) return [];
    const found: Origin[] = [];
    for (const origin of of(object, depth + 1)) {
      if (origin === 'unknown' || origin === 'fresh')
        found.push(...(origin === 'fresh' ? heldBy(object, depth) : [origin]));
      else {
        // A typed array's buffer is its memory.
        const isBuffer = step.kind === 'name' && step.name === 'buffer';
        found.push(isBuffer ? origin : { symbol: origin.symbol, path: [...origin.path, step] });
        if (isDeclaredIn(origin.symbol, region)) found.push(...heldByName(origin.symbol, depth));
      }
    }
    return found;
  };

  /** Objects put into the object that a variable of the region holds. */
  const heldByName = (symbol: ts.Symbol, depth: number): readonly Origin[] => {
    const known = held.get(symbol);
    if (known || collecting.has(symbol)) return known ?? [];
    collecting.add(symbol);
    const found: Origin[] = [];
    const keep = (value: ts.Expression): void => {
      found.push(...of(value, depth + 1).filter((o) => o !== 'fresh'), ...heldBy(value, depth + 1));
    };
    const declaration = declarationOf(symbol);
    if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
      found.push(...heldBy(declaration.initializer, depth + 1));
    forEachAssignment(region, symbol, checker, (value) => found.push(...heldBy(value, depth + 1)));
    forEachStore(region, symbol, checker, keep, (name) => isSecondName(name, symbol, depth));
    collecting.delete(symbol);
    // What was found on the way of another search may be incomplete.
    if (collecting.size === 0 && busy.size === 0) held.set(symbol, found);
    return found;
  };

  /** Whether another local leads to what `symbol` holds, or to a part of it. */
  const isSecondName = (name: ts.Identifier, symbol: ts.Symbol, depth: number): boolean => {
    const other = symbolOf(name, checker);
    if (!other || other === symbol || !isDeclaredIn(other, region)) return false;
    return ofName(name, depth + 1).some((o) => typeof o !== 'string' && o.symbol === symbol);
  };

  /** Objects inside a new object: elements of a literal, arguments of a copying call. */
  const heldBy = (expression: ts.Expression, depth: number): readonly Origin[] => {
    if (depth > DEPTH) return ['unknown'];
    const node = unwrap(expression);
    const inside = (value: ts.Expression): readonly Origin[] => [
      ...of(value, depth + 1).filter((o) => o !== 'fresh'),
      ...heldBy(value, depth + 1),
    ];
    if (isPrimitive(checker.getTypeAtLocation(node), checker)) return [];
    if (ts.isArrayLiteralExpression(node))
      return node.elements.flatMap((e) => (ts.isSpreadElement(e) ? parts(e.expression, ANY, depth + 1) : inside(e)));
    if (ts.isObjectLiteralExpression(node)) {
      return node.properties.flatMap((p) => {
        if (ts.isPropertyAssignment(p)) return inside(p.initializer);
        if (ts.isShorthandPropertyAssignment(p)) return inside(p.name);
        if (ts.isSpreadAssignment(p)) return parts(p.expression, ANY, depth + 1);
        return ['unknown' as const];
      });
    }
    if (ts.isConditionalExpression(node))
      return [...heldBy(node.whenTrue, depth + 1), ...heldBy(node.whenFalse, depth + 1)];
    if (ts.isNewExpression(node)) {
      const copies = ts.isIdentifier(node.expression) && constructorOf(node.expression.text) !== undefined;
      // A typed array on a buffer is a view: writing it writes the buffer.
      return (node.arguments ?? []).flatMap((a) =>
        copies ? [...of(a, depth + 1).filter((o) => o !== 'fresh'), ...parts(a, ANY, depth + 1)] : inside(a),
      );
    }
    if (ts.isCallExpression(node)) {
      const callee = resolveCallee(node.expression, checker);
      if (callee.kind === 'builtin' && callee.entry.returns === 'fresh') return [];
      if (callee.kind === 'builtin') {
        const callbacks = node.arguments.filter((a) => isFunctionNode(unwrap(a)));
        const made = callbacks.flatMap((a) => returnedValues(unwrap(a) as FunctionNode).flatMap(inside));
        const mapped = callbacks.length > 0 && /[#.](map|from)$/.test(callee.key);
        const sources = [
          ...(callee.receiver ? [callee.receiver] : []),
          ...node.arguments.filter((a) => !callbacks.includes(a)),
        ];
        return [
          ...made,
          ...(mapped
            ? []
            : sources.flatMap((s) => [...parts(s, ANY, depth + 1), ...of(s, depth + 1).filter((o) => o !== 'fresh')])),
        ];
      }
      if (callee.kind !== 'program') return ofCall(node, depth + 1).filter((o) => o !== 'fresh');
      return callee.functions
        .flatMap((fn) => substituted(fn, returnsOf(fn, checker).held, callee.receiver, node.arguments, depth))
        .filter((o) => o !== 'fresh');
    }
    return [];
  };

  const ofCall = (node: ts.CallExpression, depth: number): readonly Origin[] => {
    const callee = resolveCallee(node.expression, checker);
    if (callee.kind === 'builtin') {
      const { returns } = callee.entry;
      if (returns === 'fresh' || returns === 'holds' || returns === 'primitive') return ['fresh'];
      const subject = returns === 'first' ? node.arguments[0] : callee.receiver;
      if (!subject) return ['unknown'];
      return returns === 'element' ? parts(subject, ANY, depth) : of(subject, depth + 1);
    }
    if (callee.kind === 'program')
      return callee.functions.flatMap((fn) =>
        substituted(fn, returnsOf(fn, checker).self, callee.receiver, node.arguments, depth),
      );
    if (callee.kind === 'unknown' && callee.receiver && isSelfContainedObject(callee.receiver, checker))
      return ['fresh'];
    return callee.kind === 'package' ? ['fresh'] : ['unknown'];
  };

  /** Origins inside a function with its parameters replaced by the arguments. */
  const substituted = (
    fn: FunctionNode,
    inner: readonly Origin[],
    receiver: ts.Expression | null,
    args: readonly ts.Expression[],
    depth: number,
  ): readonly Origin[] => {
    if (depth > DEPTH) return ['unknown'];
    return inner.flatMap((origin): readonly Origin[] => {
      if (origin === 'fresh' || origin === 'unknown') return [origin];
      const position = fn.parameters.findIndex((p) =>
        (origin.symbol.declarations ?? []).some(
          (d) => d.getSourceFile() === p.getSourceFile() && d.pos >= p.pos && d.end <= p.end,
        ),
      );
      const argument =
        position >= 0
          ? args[position]
          : ts.isClassLike(fn.parent) && (origin.symbol.declarations ?? []).includes(fn.parent)
            ? receiver
            : undefined;
      if (argument)
        return origin.path.length === 0 && ts.isIdentifier(fn.parameters[position]?.name ?? argument)
          ? of(argument, depth + 1)
          : parts(argument, origin.path.length === 1 ? origin.path[0]! : ANY, depth + 1);
      return position >= 0 ? ['unknown'] : [origin];
    });
  };

  return {
    of: (expression) => of(expression),
    inside: (expression) => [...parts(expression, ANY, 0), ...heldBy(expression, 0)],
    isFreshThroughout(expression) {
      const outside = (o: Origin): boolean => o === 'unknown' || (o !== 'fresh' && !isDeclaredIn(o.symbol, region));
      const parameterOfRegion = (o: Origin): boolean => typeof o !== 'string' && isItem(o.symbol, region);
      const all = [...of(expression), ...parts(expression, ANY, 0), ...heldBy(expression, 0)];
      return !all.some((o) => outside(o) || parameterOfRegion(o));
    },
  };
}

/** Where what a function returns comes from, and what it holds, relative to its parameters and outer names. */
interface Returned {
  readonly self: readonly Origin[];
  readonly held: readonly Origin[];
}

function returnsOf(fn: FunctionNode, checker: ts.TypeChecker): Returned {
  if (activeReturns.has(fn)) return { self: ['fresh'], held: [] };
  activeReturns.add(fn);
  try {
    const origins = createOrigins(fn, checker);
    const isOwn = (o: Origin): boolean =>
      typeof o !== 'string' &&
      isDeclaredIn(o.symbol, fn) &&
      !fn.parameters.some((p) => (o.symbol.declarations ?? []).some((d) => d.pos >= p.pos && d.end <= p.end));
    const values = returnedValues(fn);
    const self = values.flatMap((value) => origins.of(value).filter((o) => !isOwn(o)));
    const held = values.flatMap((value) => origins.inside(value).filter((o) => !isOwn(o)));
    return { self: self.length > 0 ? self : ['fresh'], held };
  } finally {
    activeReturns.delete(fn);
  }
}
const activeReturns = new Set<FunctionNode>();

/** Whether a symbol is what the region's loop gives each iteration: its variable or its callback's parameter. */
export function isItem(symbol: ts.Symbol, region: ts.Node): boolean {
  return (symbol.declarations ?? []).some((d) => {
    let node: ts.Node = d;
    while (ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node))
      node = node.parent;
    if (ts.isParameter(node)) return node.parent === region;
    return ts.isVariableDeclaration(node) && node.parent.parent === region;
  });
}

/** Whether what a step leads to holds primitives only. */
function partIsPrimitive(type: ts.Type, step: Step, checker: ts.TypeChecker): boolean {
  if (type.flags & ts.TypeFlags.Any) return false;
  if (type.isUnion())
    return type.types.every((part) => isPrimitive(part, checker) || partIsPrimitive(part, step, checker));
  if (step.kind === 'name') {
    const property = type.getProperty(step.name);
    const declaration = property?.valueDeclaration;
    return declaration !== undefined && isPrimitive(checker.getTypeOfSymbolAtLocation(property!, declaration), checker);
  }
  if (
    checker.isArrayType(type) ||
    checker.isTupleType(type) ||
    ['Map', 'Set'].includes(type.getSymbol()?.getName() ?? '')
  )
    return checker.getTypeArguments(type as ts.TypeReference).every((t) => isPrimitive(t, checker));
  return /^\w+\d+(Clamped)?Array$/.test(type.getSymbol()?.getName() ?? '');
}

/** The buffer that `new Float64Array(buffer)` or `new DataView(buffer)` is a view of. */
function viewedBuffer(node: ts.NewExpression, checker: ts.TypeChecker): ts.Expression | null {
  const [first] = node.arguments ?? [];
  if (!first || !/^(\w+\d+(Clamped)?Array|DataView)$/.test(node.expression.getText())) return null;
  const type = checker.getTypeAtLocation(first);
  const names = (type.isUnion() ? type.types : [type]).map((t) => t.getSymbol()?.getName() ?? '');
  return names.some((name) => /^(Shared)?ArrayBuffer/.test(name)) ? first : null;
}

/** Every value assigned to a name inside the region. */
function forEachAssignment(
  region: ts.Node,
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
  visit: (value: ts.Expression) => void,
): void {
  const walk = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    ) {
      const target = unwrap(node.left);
      if (ts.isIdentifier(target) && target.text === symbol.getName() && symbolOf(target, checker) === symbol)
        visit(node.right);
      else if (
        (ts.isArrayLiteralExpression(target) || ts.isObjectLiteralExpression(target)) &&
        new RegExp(`\\b${symbol.getName().replace(/\$/g, '\\$')}\\b`).test(target.getText())
      )
        visit(node.right);
    }
    ts.forEachChild(node, walk);
  };
  walk(region);
}

/** Every value stored in the object that a name holds: `v.push(x)`, `v[k] = x`, `v.set(k, x)`. */
function forEachStore(
  region: ts.Node,
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
  visit: (value: ts.Expression) => void,
  isSecondName: (name: ts.Identifier) => boolean,
): void {
  const rootIs = (node: ts.Expression): boolean => {
    let root = unwrap(node);
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isCallExpression(root))
      root = unwrap(root.expression);
    if (!ts.isIdentifier(root)) return false;
    return (root.text === symbol.getName() && symbolOf(root, checker) === symbol) || isSecondName(root);
  };
  const walk = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    ) {
      const target = unwrap(node.left);
      if ((ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) && rootIs(target))
        visit(node.right);
    }
    if (ts.isCallExpression(node)) {
      // A method of it, or a function it is given to, may keep the other arguments in it.
      const given = node.arguments.some((a) => rootIs(a));
      if (given || (ts.isPropertyAccessExpression(node.expression) && rootIs(node.expression))) {
        for (const argument of node.arguments)
          if (!isFunctionNode(unwrap(argument)) && !rootIs(argument)) visit(argument);
      }
    }
    ts.forEachChild(node, walk);
  };
  walk(region);
}
