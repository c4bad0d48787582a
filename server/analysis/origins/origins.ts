import { ts } from 'ts-morph';
import {
  ANY,
  distinctOrigins,
  isSomewhere,
  type Origin,
  originAt,
  SOMEWHERE,
  type Step,
  stepOf,
} from '../source/access.js';
import { constructorOf } from '../calls/builtins.js';
import { isAccumulator, isFold, sourcesOfParameter } from '../calls/callbackParameters.js';
import { isItemParameter } from './collections.js';
import { valuesOfFields, valuesOfStatics } from './fieldValues.js';
import { type FunctionOrigins, functionOrigins } from './functionOrigins.js';
import { givenArguments } from '../calls/givenArguments.js';
import { handedOrigins } from './handedOrigins.js';
import { exportNamed, isExports, isSelfContainedObject, resolveCallee } from '../calls/callees.js';
import { returnedValues } from '../source/functions.js';
import { createMentions } from '../source/mentions.js';
import { OriginSearch } from './originSearch.js';
import { partIsPrimitive } from './primitiveParts.js';
import { returnedOrigins } from './returnedOrigins.js';
import { createStores } from './stores.js';
import { thrownIn, thrownOrigins } from './thrownOrigins.js';
import {
  classesOf,
  declarationOf,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isItem,
  isPlainValue,
  isPrimitive,
  parameterIndex,
  patternRoot,
  resolveAlias,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
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
  /** The same of what the program's function that is called hands to the function among its arguments. */
  handed(call: ts.CallExpression, argument: ts.Expression): FunctionOrigins;
  /** The same of what code of the region may throw. */
  thrown(code: ts.Node): FunctionOrigins;
  /** Whether an expression's object, and everything in it, was made inside the region. */
  isFreshThroughout(expression: ts.Expression): boolean;
}

const COPIES_LIST = /^Array#(slice|filter|concat|flat|splice|toSorted|toReversed|toSpliced|with)$/;

export function createOrigins(region: ts.Node, checker: ts.TypeChecker): Origins {
  const search = new OriginSearch();
  const mentions = createMentions(region, checker);
  const stores = createStores(region, checker);
  const originsIn = (fn: FunctionNode): Origins => createOrigins(fn, checker);

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
      return symbol ? [originAt(symbol, [])] : ['unknown'];
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
    if (ts.isAwaitExpression(node)) return [...of(node.expression), ...answers.inside(node.expression)];
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

  /** What a variable of the region may be bound to. */
  const definitions = (symbol: ts.Symbol): readonly Origin[] => {
    const declaration = declarationOf(symbol);
    const found: Origin[] = [];
    if (declaration && (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)))
      found.push(...ofDeclaration(declaration));
    if (declaration && ts.isParameter(declaration)) found.push(...ofParameter(declaration));
    for (const value of stores.assignedTo(symbol)) found.push(...of(value));
    for (const value of stores.takenFor(symbol)) found.push(...parts(value, ANY).map(somewhereIn));
    return found;
  };

  const ofDeclaration = (declaration: ts.VariableDeclaration | ts.BindingElement): readonly Origin[] => {
    if (ts.isVariableDeclaration(declaration)) {
      if (declaration.initializer) return of(declaration.initializer);
      if (ts.isCatchClause(declaration.parent)) return thrown(declaration.parent.parent.tryBlock).self;
      const loop = declaration.parent.parent;
      return ts.isForOfStatement(loop) ? parts(loop.expression, { kind: 'item', loop }) : [];
    }
    const root = patternRoot(declaration);
    const fallback = declaration.initializer ? of(declaration.initializer) : [];
    if (ts.isParameter(root)) return [...ofParameter(root, stepsInPattern(declaration)), ...fallback];
    if (!ts.isVariableDeclaration(root)) return ['unknown'];
    const steps = stepsInPattern(declaration);
    if (ts.isCatchClause(root.parent)) {
      const { self, held } = thrown(root.parent.parent.tryBlock);
      return [...self, ...held, ...fallback].map(somewhereIn);
    }
    if (root.initializer) return [...partsAlong(root.initializer, steps), ...fallback];
    const loop = root.parent.parent;
    if (!ts.isForOfStatement(loop)) return ['unknown'];
    return [...partsAlong(loop.expression, [{ kind: 'item', loop }, ...steps]), ...fallback];
  };

  /** A callback's parameter is a part of what the function it is given to works on, or that itself. */
  const ofParameter = (parameter: ts.ParameterDeclaration, below: readonly Step[] = []): readonly Origin[] => {
    const fn = parameter.parent;
    const call = fn.parent;
    const { initializer } = parameter;
    const fallback = !initializer ? [] : below.length > 0 ? partsAlong(initializer, below) : of(initializer);
    if (fn === region && !ts.isCallExpression(call)) return fallback;
    if (!ts.isCallExpression(call) || !call.arguments.includes(fn as unknown as ts.Expression))
      return ts.isParenthesizedExpression(call) ? fallback : [...fallback, 'unknown'];
    const { parts: objects, whole } = sourcesOfParameter(parameter, call, checker);
    const walked = isItemParameter(parameter, call) ? call.expression.expression : null;
    const found = objects
      .filter((o) => !globalName(o))
      .flatMap((o) => partsAlong(o, o === walked ? [{ kind: 'item', loop: fn }, ...below] : [ANY]));
    for (const object of whole) if (!globalName(object)) found.push(...of(object));
    if (isAccumulator(parameter, call))
      for (const value of returnedValues(fn as FunctionNode)) found.push(...of(value));
    const given = handed(call, fn as unknown as ts.Expression);
    const inGiven = below.length > 0 ? [...given.self, ...given.held] : given.held;
    return [...fallback, ...found, ...given.self, ...given.held, ...inGiven.map(somewhereIn)];
  };

  /** What the program's function that is called hands to one of its arguments. */
  const handed = (call: ts.CallExpression, argument: ts.Expression): FunctionOrigins => {
    const callee = resolveCallee(call.expression, checker);
    const position = call.arguments.indexOf(argument);
    const found = { self: [] as Origin[], held: [] as Origin[] };
    if (callee.kind !== 'program') return found;
    if (call.arguments.slice(0, position).some(ts.isSpreadElement)) return { self: ['unknown'], held: [] };
    for (const fn of callee.functions) {
      const parameter = fn.parameters[position] ?? fn.parameters.find((p) => p.dotDotDotToken);
      if (!parameter) continue;
      const { self, held } = handedOrigins(parameter, checker, originsIn);
      found.self.push(...substituted(fn, self, callee.receiver, call.arguments));
      found.held.push(...substituted(fn, held, callee.receiver, call.arguments));
    }
    return found;
  };

  /** What code may throw, and what that holds. */
  const thrown = (code: ts.Node): FunctionOrigins => {
    const thrownAt = (fn: FunctionNode, call: ts.CallExpression | ts.NewExpression | null): FunctionOrigins => {
      const { self, held } = thrownOrigins(fn, checker, originsIn);
      const receiver =
        call && ts.isPropertyAccessExpression(call.expression) && ts.isCallExpression(call)
          ? call.expression.expression
          : null;
      const [given, inGiven] = [self, held].map((all) => substituted(fn, all, receiver, call?.arguments ?? []));
      return { self: given!, held: inGiven! };
    };
    return thrownIn(code, { of, inside: (value) => answers.inside(value), checker, thrownAt });
  };

  const globalName = (source: ts.Expression): boolean =>
    ts.isIdentifier(source) &&
    !symbolOf(source, checker)?.declarations?.some((d) => !d.getSourceFile().isDeclarationFile);

  /** Origins of a part of an object, including what was put into an object made here. */
  const parts = (object: ts.Expression, step: Step): readonly Origin[] => {
    if (partIsPrimitive(checker.getTypeAtLocation(object), step, checker)) return [];
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

  /** An object that another one holds at an unknown depth: how many steps lead to it, and how many below it, cannot be told. */
  const somewhereIn = (origin: Origin): Origin =>
    typeof origin === 'string' || isSomewhere(origin.path.at(-1))
      ? origin
      : originAt(origin.symbol, [...origin.path, SOMEWHERE]);

  /** Origins of what a pattern takes out of a part of an object. */
  const partsAlong = (object: ts.Expression, steps: readonly Step[]): readonly Origin[] =>
    parts(object, steps[0] ?? ANY).map((origin) =>
      typeof origin === 'string' || origin.path.at(-1)?.kind === 'any'
        ? origin
        : originAt(origin.symbol, [...origin.path, ...steps.slice(1)]),
    );

  /** Objects put into the object that a variable of the region holds. */
  const heldByName = (symbol: ts.Symbol): readonly Origin[] =>
    search.ask('held', symbol, [], () => {
      const declaration = declarationOf(symbol);
      const initial = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
      const isIt = (name: ts.Identifier): boolean => isSecondName(name, symbol);
      return [
        ...(initial ? heldBy(initial) : []),
        ...(declaration && !ts.isSourceFile(declaration) && ts.isCatchClause(declaration.parent)
          ? thrown(declaration.parent.parent.tryBlock).held
          : []),
        ...(declaration && ts.isClassLike(declaration) ? valuesOfStatics(declaration).flatMap(putIn) : []),
        ...stores.assignedTo(symbol).flatMap(heldBy),
        ...stores.storedIn(symbol, mentions.leadingTo(symbol), isIt).flatMap(putIn),
      ];
    });

  /** What something has in it that this object is put into. */
  const putIn = (value: ts.Expression): readonly Origin[] => [
    ...of(value).filter((o) => o !== 'fresh'),
    ...heldBy(value),
  ];

  /** Whether another local leads to what `symbol` holds, or to a part of it. */
  const isSecondName = (name: ts.Identifier, symbol: ts.Symbol): boolean => {
    const other = symbolOf(name, checker);
    if (!other || other === symbol || !isDeclaredIn(other, region)) return false;
    return ofName(name).some((o) => typeof o !== 'string' && o.symbol === symbol);
  };

  /** Objects inside a new object: elements of a literal, arguments of a copying call. */
  const heldBy = (expression: ts.Expression): readonly Origin[] =>
    isPrimitive(checker.getTypeAtLocation(unwrap(expression)), checker)
      ? []
      : search.ask('heldBy', expression, [], () => heldByObject(unwrap(expression)));

  const heldByObject = (node: ts.Expression): readonly Origin[] => {
    if (ts.isArrayLiteralExpression(node))
      return node.elements.flatMap((e) => (ts.isSpreadElement(e) ? parts(e.expression, ANY) : putIn(e)));
    if (ts.isObjectLiteralExpression(node)) {
      return node.properties.flatMap((p) => {
        if (ts.isPropertyAssignment(p)) return putIn(p.initializer);
        if (ts.isShorthandPropertyAssignment(p)) return putIn(p.name);
        if (ts.isSpreadAssignment(p)) return parts(p.expression, ANY);
        return ['unknown' as const];
      });
    }
    if (ts.isConditionalExpression(node)) return [...heldBy(node.whenTrue), ...heldBy(node.whenFalse)];
    if (ts.isNewExpression(node)) {
      const copies = ts.isIdentifier(node.expression) && constructorOf(node.expression.text) !== undefined;
      // A typed array on a buffer is a view: writing it writes the buffer.
      const given = (node.arguments ?? []).flatMap((a) =>
        copies ? [...of(a).filter((o) => o !== 'fresh'), ...parts(a, ANY)] : putIn(a),
      );
      return copies ? given : [...given, ...inFields(node)];
    }
    if (ts.isCallExpression(node)) {
      const callee = resolveCallee(node.expression, checker);
      if (callee.kind === 'builtin' && callee.entry.returns === 'fresh') return [];
      if (callee.kind === 'builtin') {
        const callbacks = node.arguments.filter((a) => isFunctionNode(unwrap(a)));
        const made = callbacks.flatMap((a) => returnedValues(unwrap(a) as FunctionNode).flatMap(putIn));
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
                ...parts(s, ANY),
                // A copy has the items of the list, and not the list.
                ...(s === callee.receiver && COPIES_LIST.test(callee.key) ? [] : of(s).filter((o) => o !== 'fresh')),
              ])),
        ];
      }
      if (callee.kind !== 'program') return ofCall(node).filter((o) => o !== 'fresh');
      return callee.functions
        .flatMap((fn) => substituted(fn, returnedOrigins(fn, checker, originsIn).held, callee.receiver, node.arguments))
        .filter((o) => o !== 'fresh');
    }
    return [];
  };

  /** What the fields of a new instance hold from the start, arguments apart. */
  const inFields = (node: ts.NewExpression): readonly Origin[] => {
    const declaration = checker.getTypeAtLocation(node).getSymbol()?.valueDeclaration;
    if (!declaration || !ts.isClassLike(declaration) || declaration.getSourceFile().isDeclarationFile) return [];
    return functionOrigins(declaration, checker, () => {
      const held = classesOf(declaration, checker).flatMap((one) => {
        const inside = createOrigins(one, checker);
        // What the class itself has, in a static field, its instances share.
        const isOwn = ({ symbol }: { symbol: ts.Symbol }): boolean =>
          isDeclaredIn(symbol, one) && !symbol.declarations?.includes(one);
        return valuesOfFields(one)
          .flatMap((value) => [...inside.of(value), ...inside.inside(value)])
          .filter((o) => typeof o !== 'string' && !isOwn(o));
      });
      const walked = declaration.members.filter(isIterator).flatMap((m) => returnedOrigins(m, checker, originsIn).held);
      return { self: [], held: distinctOrigins([...held, ...walked]) };
    }).held;
  };

  const ofCall = (node: ts.CallExpression): readonly Origin[] => {
    const callee = resolveCallee(node.expression, checker);
    if (callee.kind === 'builtin') {
      const { returns } = callee.entry;
      if (returns === 'holds' && isFold(node)) return folded(node);
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
        steps.length === 0 ? of(value) : parts(value, steps.length === 1 ? steps[0]! : ANY);
      if (position < 0) {
        const isThis = ts.isClassLike(fn.parent) && (symbol.declarations ?? []).includes(fn.parent);
        if (isThis && receiver) return along(receiver, path);
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

  const answers: Origins = {
    of: (expression) => of(expression),
    inside: (expression) => distinctOrigins([...parts(expression, ANY), ...heldBy(expression)]),
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
      const all = [...answers.of(expression), ...answers.inside(expression)];
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

/** `*[Symbol.iterator]() { … }` */
const isIterator = (member: ts.ClassElement): member is ts.MethodDeclaration =>
  ts.isMethodDeclaration(member) &&
  ts.isComputedPropertyName(member.name) &&
  /^Symbol\.(asyncI|i)terator$/.test(member.name.expression.getText());
