import { ts } from 'ts-morph';
import { ANY, distinctOrigins, type Origin, type Step, stepOf } from './access.js';
import { constructorOf } from './builtins.js';
import { isAccumulator, sourcesOfParameter } from './callbackParameters.js';
import { isItemParameter } from './collections.js';
import { isSelfContainedObject, resolveCallee, returnedValues } from './callees.js';
import { createMentions } from './mentions.js';
import { OriginSearch } from './originSearch.js';
import { partIsPrimitive } from './primitiveParts.js';
import { returnedOrigins } from './returnedOrigins.js';
import { createStores } from './stores.js';
import {
  declarationOf,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isItem,
  isPrimitive,
  parameterIndex,
  patternRoot,
  symbolOf,
  unwrap,
} from './symbols.js';
import { viewedBuffer } from './views.js';

/** The way from the value that a pattern takes apart to one of its names. */
export function stepsInPattern(element: ts.BindingElement): Step[] {
  const pattern = element.parent;
  const outer = ts.isBindingElement(pattern.parent) ? stepsInPattern(pattern.parent) : [];
  if (element.dotDotDotToken) return [...outer, ANY];
  if (ts.isArrayBindingPattern(pattern))
    return [...outer, { kind: 'name', name: String(pattern.elements.indexOf(element)) }];
  const name = element.propertyName ?? element.name;
  const isPlain = ts.isIdentifier(name) || ts.isStringLiteralLike(name);
  return [...outer, isPlain ? { kind: 'name', name: name.text } : ANY];
}

/**
 * Where objects come from, inside one region: a small flow-insensitive points-to analysis
 * (Andersen, "Program Analysis and Specialization for the C Programming Language", 1994, ch. 4, cut down to one function).
 */
export interface Origins {
  /** Origins of the object an expression evaluates to; empty for primitives. */
  of(expression: ts.Expression): readonly Origin[];
  /** Origins of everything inside the object an expression evaluates to. */
  inside(expression: ts.Expression): readonly Origin[];
  /** The same of the object that a name holds. */
  ofName(symbol: ts.Symbol): readonly Origin[];
  insideName(symbol: ts.Symbol): readonly Origin[];
  /** Whether an expression's object, and everything in it, was made inside the region. */
  isFreshThroughout(expression: ts.Expression): boolean;
}

const DEPTH = 12;
const COPIES_LIST = /^Array#(slice|filter|concat|flat|splice|toSorted|toReversed|toSpliced|with)$/;

export function createOrigins(region: ts.Node, checker: ts.TypeChecker): Origins {
  const search = new OriginSearch();
  const mentions = createMentions(region, checker);
  const stores = createStores(region, checker);
  const originsIn = (fn: FunctionNode): Origins => createOrigins(fn, checker);

  const of = (expression: ts.Expression, depth = 0): readonly Origin[] => {
    if (isPrimitive(checker.getTypeAtLocation(expression), checker)) return [];
    if (depth > DEPTH) return ['unknown'];
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) return ofName(node, depth);
    if (node.kind === ts.SyntaxKind.ThisKeyword) {
      const symbol = checker.getSymbolAtLocation(node);
      return symbol ? [{ symbol, path: [] }] : ['unknown'];
    }
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
      return parts(node.expression, stepOf(node), depth);
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
    return symbol ? ofSymbol(symbol, depth) : ['unknown'];
  };

  const ofSymbol = (symbol: ts.Symbol, depth: number): readonly Origin[] => {
    const own: Origin = { symbol, path: [] };
    if (!isDeclaredIn(symbol, region)) return [own];
    return search.run('bound', symbol, depth, [own], () =>
      distinctOrigins([own, ...definitions(symbol, depth + 1).filter((o) => o !== 'fresh')]),
    );
  };

  /** What a variable of the region may be bound to. */
  const definitions = (symbol: ts.Symbol, depth: number): readonly Origin[] => {
    const declaration = declarationOf(symbol);
    let found: readonly Origin[] = [];
    if (declaration && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)))
      found = ofDeclaration(declaration, depth);
    if (declaration && ts.isParameter(declaration)) found = ofParameter(declaration, depth);
    for (const value of stores.assignedTo(symbol)) found = distinctOrigins([...found, ...of(value, depth)]);
    return found;
  };

  const ofDeclaration = (declaration: ts.VariableDeclaration | ts.BindingElement, depth: number): readonly Origin[] => {
    if (ts.isVariableDeclaration(declaration)) {
      if (declaration.initializer) return of(declaration.initializer, depth);
      const loop = declaration.parent.parent;
      return ts.isForOfStatement(loop) ? parts(loop.expression, { kind: 'item', loop }, depth) : [];
    }
    const root = patternRoot(declaration);
    const fallback = declaration.initializer ? of(declaration.initializer, depth) : [];
    if (ts.isParameter(root)) return [...ofParameter(root, depth, stepsInPattern(declaration)), ...fallback];
    if (!ts.isVariableDeclaration(root)) return ['unknown'];
    const steps = stepsInPattern(declaration);
    if (root.initializer) return [...partsAlong(root.initializer, steps, depth), ...fallback];
    const loop = root.parent.parent;
    if (!ts.isForOfStatement(loop)) return ['unknown'];
    return [...partsAlong(loop.expression, [{ kind: 'item', loop }, ...steps], depth), ...fallback];
  };

  /** A callback's parameter is a part of what the function it is given to works on, or that itself. */
  const ofParameter = (
    parameter: ts.ParameterDeclaration,
    depth: number,
    below: readonly Step[] = [],
  ): readonly Origin[] => {
    const fn = parameter.parent;
    const call = fn.parent;
    if (fn === region && !ts.isCallExpression(call)) return [];
    if (!ts.isCallExpression(call) || !call.arguments.includes(fn as unknown as ts.Expression))
      return ts.isParenthesizedExpression(call) ? [] : ['unknown'];
    const { parts: objects, whole } = sourcesOfParameter(parameter, call, checker);
    const walked = isItemParameter(parameter, call) ? call.expression.expression : null;
    const found = objects
      .filter((o) => !globalName(o))
      .flatMap((o) => partsAlong(o, o === walked ? [{ kind: 'item', loop: fn }, ...below] : [ANY], depth));
    for (const object of whole) if (!globalName(object)) found.push(...of(object, depth + 1));
    if (isAccumulator(parameter, call))
      for (const value of returnedValues(fn as FunctionNode)) found.push(...of(value, depth + 1));
    return found;
  };

  const globalName = (source: ts.Expression): boolean =>
    ts.isIdentifier(source) &&
    !symbolOf(source, checker)?.declarations?.some((d) => !d.getSourceFile().isDeclarationFile);

  /** Origins of a part of an object, including what was put into an object made here. */
  const parts = (object: ts.Expression, step: Step, depth: number): readonly Origin[] => {
    if (partIsPrimitive(checker.getTypeAtLocation(object), step, checker)) return [];
    let found: readonly Origin[] = [];
    for (const origin of of(object, depth + 1)) {
      if (origin === 'unknown' || origin === 'fresh')
        found = [...found, ...(origin === 'fresh' ? heldBy(object, depth).map(somewhereIn) : [origin])];
      else {
        // A typed array's buffer is its memory.
        const isBuffer = step.kind === 'name' && step.name === 'buffer';
        const held = isDeclaredIn(origin.symbol, region) ? heldByName(origin.symbol, depth).map(somewhereIn) : [];
        found = [...found, isBuffer ? origin : { symbol: origin.symbol, path: [...origin.path, step] }, ...held];
      }
    }
    return distinctOrigins(found);
  };

  /** An object that another one holds at an unknown depth: how many steps lead to it, and how many below it, cannot be told. */
  const somewhereIn = (origin: Origin): Origin =>
    typeof origin === 'string' || origin.path.at(-1)?.kind === 'any'
      ? origin
      : { symbol: origin.symbol, path: [...origin.path, ANY] };

  /** Origins of what a pattern takes out of a part of an object. */
  const partsAlong = (object: ts.Expression, steps: readonly Step[], depth: number): readonly Origin[] =>
    parts(object, steps[0] ?? ANY, depth).map((origin) =>
      typeof origin === 'string' || origin.path.at(-1)?.kind === 'any'
        ? origin
        : { symbol: origin.symbol, path: [...origin.path, ...steps.slice(1)] },
    );

  /** Objects put into the object that a variable of the region holds. */
  const heldByName = (symbol: ts.Symbol, depth: number): readonly Origin[] =>
    search.run('held', symbol, depth, [], () => {
      let found: readonly Origin[] = [];
      const keep = (value: ts.Expression): void => {
        const more = [...of(value, depth + 1).filter((o) => o !== 'fresh'), ...heldBy(value, depth + 1)];
        found = distinctOrigins([...found, ...more]);
      };
      const declaration = declarationOf(symbol);
      if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer)
        found = heldBy(declaration.initializer, depth + 1);
      for (const value of stores.assignedTo(symbol)) found = distinctOrigins([...found, ...heldBy(value, depth + 1)]);
      stores.storedIn(symbol, mentions.leadingTo(symbol), (name) => isSecondName(name, symbol, depth)).forEach(keep);
      return found;
    });

  /** Whether another local leads to what `symbol` holds, or to a part of it. */
  const isSecondName = (name: ts.Identifier, symbol: ts.Symbol, depth: number): boolean => {
    const other = symbolOf(name, checker);
    if (!other || other === symbol || !isDeclaredIn(other, region)) return false;
    // A search inside another one takes the cheap answer: exact ones would grow without end.
    if (search.nesting > 1) return true;
    return ofName(name, depth + 1).some((o) => typeof o !== 'string' && o.symbol === symbol);
  };

  /** Objects inside a new object: elements of a literal, arguments of a copying call. */
  const heldBy = (expression: ts.Expression, depth: number): readonly Origin[] =>
    distinctOrigins(allHeldBy(expression, depth));

  const allHeldBy = (expression: ts.Expression, depth: number): readonly Origin[] => {
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
            : sources.flatMap((s) => [
                ...parts(s, ANY, depth + 1),
                // A copy has the items of the list, and not the list.
                ...(s === callee.receiver && COPIES_LIST.test(callee.key)
                  ? []
                  : of(s, depth + 1).filter((o) => o !== 'fresh')),
              ])),
        ];
      }
      if (callee.kind !== 'program') return ofCall(node, depth + 1).filter((o) => o !== 'fresh');
      return callee.functions
        .flatMap((fn) =>
          substituted(fn, returnedOrigins(fn, checker, originsIn).held, callee.receiver, node.arguments, depth),
        )
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
        substituted(fn, returnedOrigins(fn, checker, originsIn).self, callee.receiver, node.arguments, depth),
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
      const position = parameterIndex(origin.symbol, fn);
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

  const known = { of: new Map<ts.Node, readonly Origin[]>(), inside: new Map<ts.Node, readonly Origin[]>() };
  const remembered = (kind: 'of' | 'inside', node: ts.Expression, find: () => readonly Origin[]): readonly Origin[] => {
    let origins = known[kind].get(node);
    if (!origins) known[kind].set(node, (origins = distinctOrigins(find())));
    return origins;
  };
  const answers: Origins = {
    of: (expression) => remembered('of', expression, () => of(expression)),
    inside: (expression) =>
      remembered('inside', expression, () => [...parts(expression, ANY, 0), ...heldBy(expression, 0)]),
    ofName: (symbol) => ofSymbol(symbol, 0),
    insideName: (symbol) =>
      distinctOrigins(
        ofSymbol(symbol, 0).flatMap((o) =>
          typeof o !== 'string' && isDeclaredIn(o.symbol, region) ? heldByName(o.symbol, 0) : [],
        ),
      ),
    isFreshThroughout(expression) {
      const outside = (o: Origin): boolean => o === 'unknown' || (o !== 'fresh' && !isDeclaredIn(o.symbol, region));
      const parameterOfRegion = (o: Origin): boolean => typeof o !== 'string' && isItem(o.symbol, region);
      const all = [...answers.of(expression), ...answers.inside(expression)];
      return !all.some((o) => outside(o) || parameterOfRegion(o));
    },
  };
  return answers;
}
