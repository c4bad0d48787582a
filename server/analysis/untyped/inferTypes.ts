import { ts } from 'ts-morph';
import { functionOf, returnedValues, usesArguments } from '../source/functions.js';
import { createCallSites, type Given } from './callSites.js';
import { createAttempts } from './attempts.js';
import { arrayOf, createContentTypes } from './contentTypes.js';
import { calledFunction, isDictionary } from './isDictionary.js';
import { createJsonKinds } from './jsonValues.js';
import { entriesListed } from './mapEntries.js';
import { storedIn } from './fieldWrites.js';
import { isReplace, typeOfMatchPart } from './matchParts.js';
import { isGivenValue } from '../source/memberWrites.js';
import { isPoolWalk, libraryName } from '../source/libraryName.js';
import { namesIn } from '../source/names.js';
import { isOpen } from './openTypes.js';
import { workOf } from './storedByTask.js';
import { isHolder } from './storedByValue.js';
import { createUnify } from './unify.js';
import { assignedTo, isCounted } from './variableValues.js';
import {
  declaredNames,
  type FunctionNode,
  isAsync,
  isConstant,
  isExportedVariable,
  isFunctionNode,
  isGenerator,
  isInside,
  mentions,
  resolveAlias,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

/** What the parameters of a callback of an array's method are given. */
type CallbackPart = 'item' | 'index' | 'array' | 'accumulator' | 'captures';

const PARTS = ['item', 'index', 'array'] as const;
const CALLBACKS: Readonly<Record<string, readonly CallbackPart[]>> = {
  ...Object.fromEntries(
    ['map', 'forEach', 'filter', 'flatMap', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex'].map(
      (method) => [method, PARTS],
    ),
  ),
  reduce: ['accumulator', ...PARTS],
  reduceRight: ['accumulator', ...PARTS],
  sort: ['item', 'item'],
  toSorted: ['item', 'item'],
  from: ['item', 'index'],
  task: ['item', 'captures'],
};

const OR_ELSE: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

/** Types that the checker does not know, found out from how a whole program uses what is untyped. */
export interface Untyped {
  /** The type of an expression or declaration that the checker knows nothing of, or null. */
  typeAt(node: ts.Node): ts.Type | null;
  typeOf(symbol: ts.Symbol): ts.Type | null;
  /** The type of a variable whose list is one of anything, or of lists of anything; null where no more is known. */
  typeOfList(list: ts.Symbol, type: ts.Type): ts.Type | null;
  symbolAt(node: ts.Node): ts.Symbol | undefined;
}

/** @param files the program's own sources */
export function inferTypes(files: readonly ts.SourceFile[], checker: ts.TypeChecker): Untyped {
  const byNode = new Map<ts.Node, ts.Type | null>();
  const bySymbol = new Map<ts.Symbol, ts.Type | null>();
  const attempts = createAttempts();
  const { remember, holdsWith } = attempts;

  /** The type by the checker, or else by this; null for `any`. */
  const infer = (node: ts.Node): ts.Type | null => {
    const type = checker.getTypeAtLocation(node);
    return type.flags & ts.TypeFlags.Any ? typeAt(node) : type;
  };
  const inferSymbol = (symbol: ts.Symbol): ts.Type | null => {
    const type = checker.getTypeOfSymbol(symbol);
    return type.flags & ts.TypeFlags.Any ? typeOf(symbol) : type;
  };

  const typeAt = (node: ts.Node): ts.Type | null => remember(byNode, node, () => typeOfNode(node));
  const typeOf = (symbol: ts.Symbol): ts.Type | null => remember(bySymbol, symbol, () => typeOfDeclared(symbol));

  const symbolAt = (node: ts.Node): ts.Symbol | undefined => {
    const symbol = checker.getSymbolAtLocation(node);
    if (symbol || !ts.isIdentifier(node)) return symbol;
    const { parent } = node;
    if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) return symbol;
    const owner = infer(parent.expression);
    return owner ? checker.getPropertyOfType(checker.getApparentType(owner), node.text) : undefined;
  };

  const unify = createUnify(checker, inferSymbol);
  const sites = createCallSites(files, checker, symbolAt);
  const contents = createContentTypes({ program: { files, checker, sites, symbolAt, infer }, attempts, unify });
  const { itemOf, typeOfEntries, typeOfHeld, inferFilled, known, isArray, heldIn } = contents;

  const jsonKindOf = createJsonKinds(files, checker);

  function typeOfNode(node: ts.Node): ts.Type | null {
    const kind = ts.isExpression(node) ? jsonKindOf(node) : null;
    if (kind === 'list') return arrayOf(checker.getAnyType(), checker);
    if (kind) return kind === 'text' ? checker.getStringType() : checker.getNumberType();
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node);
      return symbol ? inferSymbol(symbol) : null;
    }
    if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return infer(node.expression);
    if (ts.isPropertyAccessExpression(node)) {
      const symbol = symbolAt(node.name);
      return symbol ? inferSymbol(symbol) : null;
    }
    if (ts.isElementAccessExpression(node)) {
      const owner = unwrap(node.expression);
      if (isHolder(owner) && isDictionary(heldIn(owner), checker, sites)) return typeOfEntries(owner, 'value');
      const index = infer(node.argumentExpression);
      return index && index.flags & ts.TypeFlags.NumberLike ? itemOf(node.expression) : null;
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) return typeOfSum(node);
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) return infer(node.right);
    if (ts.isBinaryExpression(node) && OR_ELSE.has(node.operatorToken.kind)) return typeOfEither(node.left, node.right);
    if (ts.isConditionalExpression(node)) return unify([infer(node.whenTrue), infer(node.whenFalse)]);
    if (ts.isCallExpression(node)) return typeOfCall(node);
    if (ts.isAwaitExpression(node)) return typeOfAwaited(unwrap(node.expression));
    if (ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node)) {
      const symbol = checker.getSymbolAtLocation(node.name);
      return symbol ? inferSymbol(symbol) : null;
    }
    return null;
  }

  /** A list that is empty still may be one of whatever the other is a list of. */
  function typeOfEither(value: ts.Expression, otherwise: ts.Expression): ts.Type | null {
    const types = [inferFilled(value), inferFilled(otherwise)];
    const [first] = types;
    const other = unwrap(otherwise);
    const isEmpty = ts.isArrayLiteralExpression(other) && other.elements.length === 0;
    return isEmpty && first && checker.isArrayType(first) ? first : unify(types);
  }

  /** With a string, `+` makes a string of anything. */
  function typeOfSum({ left, right }: ts.BinaryExpression): ts.Type | null {
    const types = [infer(left), infer(right)];
    if (types.some((type) => type && type.flags & ts.TypeFlags.StringLike)) return checker.getStringType();
    return types.every((type) => type && type.flags & ts.TypeFlags.NumberLike) ? checker.getNumberType() : null;
  }

  function typeOfCall(call: ts.CallExpression): ts.Type | null {
    const callee = unwrap(call.expression);
    const symbol = ts.isIdentifier(callee)
      ? checker.getSymbolAtLocation(callee)
      : ts.isPropertyAccessExpression(callee)
        ? symbolAt(callee.name)
        : undefined;
    const results = typeFromPool(call, 'mapSync');
    if (results) return results;
    if (!symbol) return null;
    const target = resolveAlias(symbol, checker);
    const fn = functionOf(target, checker);
    if (fn) return typeReturned(fn);
    if (ts.isPropertyAccessExpression(callee) && isArrayOf(infer(callee.expression), target)) {
      // These give the list itself.
      if (/^(sort|reverse)$/.test(callee.name.text)) return infer(callee.expression);
      const made = typeMadeBy(callee.name.text, call.arguments);
      if (made) return made;
    }
    if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'get')
      return typeOfEntries(callee.expression, 'value');
    // Of the overloads, the last without type parameters: `filter`, not its type guard.
    const signature = checker
      .getTypeOfSymbol(target)
      .getCallSignatures()
      .findLast((s) => !s.typeParameters);
    const type = signature?.getReturnType();
    return type && !isOpen(type, checker) ? type : null;
  }

  /** What a function of the program, or a pool, promises. */
  function typeOfAwaited(value: ts.Expression): ts.Type | null {
    if (!ts.isCallExpression(value)) return null;
    const fn = calledFunction(value, checker);
    if (fn) return isAsync(fn) && !isGenerator(fn) ? unify(returnedValues(fn).map(infer)) : infer(value);
    const results = typeFromPool(value, 'map');
    if (results) return results;
    // What a method promises: `await file.read()`.
    const type = infer(value);
    return type ? known(checker.getAwaitedType(type)) : null;
  }

  /** The results of a task: `pool.map(hash, items)`. */
  function typeFromPool(call: ts.CallExpression, method: string): ts.Type | null {
    if (!isPoolWalk(call, checker) || libraryName(call.expression, checker) !== method) return null;
    const work = workOf(call.arguments[0], checker);
    const result = work && typeReturned(work);
    return result && arrayOf(result, checker);
  }

  /** Whether a type is a list whose method a symbol is: typed arrays have methods of other types. */
  const isArrayOf = (type: ts.Type | null, { parent }: ts.Symbol & { parent?: ts.Symbol }): boolean =>
    type !== null && checker.isArrayType(type) && /^(Readonly)?Array$/.test(parent?.getName() ?? '');

  /** What methods of lists make of the results of their callback. */
  function typeMadeBy(method: string, [callback, start]: readonly ts.Expression[]): ts.Type | null {
    const result = callback && typeOfResults(callback);
    if (!result) return null;
    if (method === 'map') return arrayOf(result, checker);
    if (method === 'flatMap' && !result.isUnion() && !checker.isTupleType(result))
      return checker.isArrayType(result) ? result : arrayOf(result, checker);
    return /^reduce(Right)?$/.test(method) && start ? unify([infer(start), result]) : null;
  }

  /** The type of what a function given as a value returns. */
  function typeOfResults(callback: ts.Expression): ts.Type | null {
    const value = unwrap(callback);
    const symbol = ts.isIdentifier(value) ? checker.getSymbolAtLocation(value) : undefined;
    const fn = isFunctionNode(value) ? value : symbol && functionOf(symbol, checker);
    if (fn) return typeReturned(fn);
    const [signature, more] = checker.getTypeAtLocation(value).getCallSignatures();
    return signature && !more && !signature.typeParameters ? known(signature.getReturnType()) : null;
  }

  function typeReturned(fn: FunctionNode): ts.Type | null {
    return !isGenerator(fn) && !isAsync(fn) ? unify(returnedValues(fn).map(infer)) : null;
  }

  function typeOfDeclared(symbol: ts.Symbol): ts.Type | null {
    const declarations = symbol.declarations ?? [];
    if (!(symbol.flags & ts.SymbolFlags.Property)) return unify(declarations.map((one) => typeDeclared(one)));
    const stored = storedIn(symbol.getName(), files, (write) => symbolAt(write) ?? null, symbol);
    if (!stored) return null;
    const given = [
      ...declarations.map((one) => (): ts.Type | null => typeDeclared(one)),
      ...stored.values.map((one) => (): ts.Type | null => infer(one)),
    ];
    // What is made of the field itself is asked for under the assumption of the others.
    const known = given.map((find) => [find, find()] as const);
    const again = known.flatMap(([find, type]) => (type ? [] : [find]));
    const types = known.flatMap(([, type]) => type ?? []);
    const type = unify(stored.numbers ? [...types, checker.getNumberType()] : types);
    const agrees = (): boolean =>
      again.every((find) => unify([type, find()]) !== null) && stored.added.every((one) => staysWith(type, infer(one)));
    return type && (again.length + stored.added.length === 0 || holdsWith(symbol, type, agrees, bySymbol))
      ? type
      : null;
  }

  /** Whether what has a type still has it when a value is added to it: a number with a number, a text with anything. */
  const staysWith = (type: ts.Type | null, added: ts.Type | null): boolean =>
    type !== null &&
    ((type.flags & ts.TypeFlags.StringLike) !== 0 ||
      ((type.flags & ts.TypeFlags.NumberLike) !== 0 &&
        added !== null &&
        (added.flags & ts.TypeFlags.NumberLike) !== 0));

  function typeDeclared(node: ts.Declaration): ts.Type | null {
    if (ts.isParameter(node)) return typeOfParameter(node);
    if (ts.isVariableDeclaration(node)) {
      const { name, initializer } = node;
      if (!initializer) return itemsOfLoop(node);
      if (!ts.isIdentifier(name)) return null;
      const type = isConstant(node) ? infer(initializer) : typeOfVariable(node, name, initializer);
      const symbol = checker.getSymbolAtLocation(name);
      return type ?? (symbol ? typeOfHeld(symbol) : null);
    }
    if (ts.isBindingElement(node)) return typeOfPart(node);
    if (ts.isPropertyAssignment(node)) return infer(node.initializer);
    if (ts.isShorthandPropertyAssignment(node)) {
      const value = checker.getShorthandAssignmentValueSymbol(node);
      return value ? inferSymbol(value) : null;
    }
    if (ts.isPropertyDeclaration(node)) {
      if (node.type) return null;
      // `field;` is given a value by others.
      return node.initializer ? infer(node.initializer) : checker.getUndefinedType();
    }
    // `this.field = value` in a class
    const assignment = ts.isBinaryExpression(node) ? node : node.parent;
    return ts.isBinaryExpression(assignment) && assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken
      ? infer(assignment.right)
      : null;
  }

  /** The other half of a `+=`. */
  const isAdded = ({ parent }: ts.Expression): boolean =>
    ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;

  /** The type of all that a variable is given; what it makes of itself is asked for under the assumption of the rest. */
  function typeOfVariable(node: ts.VariableDeclaration, name: ts.Identifier, initial: ts.Expression): ts.Type | null {
    const symbol = checker.getSymbolAtLocation(name);
    if (!symbol || node.type || isExportedVariable(node)) return null;
    const given = assignedTo(symbol, node, checker);
    const stored = given && unify([initial, ...given.filter((one) => !isAdded(one))].map(infer));
    // A text stays one, whatever is added to it.
    const values = stored && stored.flags & ts.TypeFlags.StringLike ? given.filter((one) => !isAdded(one)) : given;
    const again = values?.filter((one) => mentions(one, symbol, checker));
    const types = values && [initial, ...values.filter((one) => !again!.includes(one))].map(infer);
    const type = types && unify(isCounted(symbol, node, checker) ? [...types, checker.getNumberType()] : types);
    const agrees = (): boolean => again!.every((one) => unify([type, infer(one)]) !== null);
    return type && (again!.length === 0 || holdsWith(symbol, type, agrees, bySymbol)) ? type : null;
  }

  function typeOfPart(element: ts.BindingElement): ts.Type | null {
    const pattern = element.parent;
    if (element.dotDotDotToken || element.initializer || isGivenLater(element)) return null;
    const whole = pattern.parent;
    if (ts.isArrayBindingPattern(pattern) && !ts.isBindingElement(whole)) {
      const part = typeOfEntryPart(whole, pattern.elements.indexOf(element));
      if (part) return part;
    }
    const type = ts.isBindingElement(whole) ? typeOfPart(whole) : typeOfWhole(whole);
    if (!type) return null;
    if (ts.isArrayBindingPattern(pattern)) {
      const place = pattern.elements.indexOf(element);
      const item = checker.isTupleType(type)
        ? checker.getTypeArguments(type as ts.TypeReference)[place]
        : checker.getIndexTypeOfType(type, ts.IndexKind.Number);
      return known(item);
    }
    const key = element.propertyName ?? element.name;
    const property = ts.isIdentifier(key) ? checker.getPropertyOfType(type, key.text) : undefined;
    return property ? inferSymbol(property) : null;
  }

  /** Whether a name that a pattern declares is given something else than the part as well. */
  function isGivenLater({ name }: ts.BindingElement): boolean {
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    return (
      symbol !== undefined &&
      namesIn(name.getSourceFile(), symbol.getName()).some(
        (use) => use !== name && isGivenValue(use) && symbolOf(use, checker) === symbol,
      )
    );
  }

  /** The checker takes the type of a parameter that is taken apart from the pattern, and has none for such a variable. */
  function typeOfWhole(node: ts.VariableDeclaration | ts.ParameterDeclaration): ts.Type | null {
    if (ts.isParameter(node)) return ts.getJSDocType(node) || node.type ? infer(node) : typeOfParameter(node);
    if (node.type) return infer(node);
    return node.initializer ? infer(node.initializer) : itemsOfLoop(node);
  }

  function itemsOfLoop({ parent }: ts.VariableDeclaration): ts.Type | null {
    const loop = parent.parent;
    return ts.isForOfStatement(loop) && !loop.awaitModifier ? itemOf(loop.expression) : null;
  }

  /** The type of a part of an entry that a loop, or a callback, over a Map takes apart. */
  function typeOfEntryPart(whole: ts.VariableDeclaration | ts.ParameterDeclaration, index: number): ts.Type | null {
    const part = (['key', 'value'] as const)[index];
    if (!part) return null;
    if (ts.isParameter(whole)) {
      const [site, more] = isFunctionNode(whole.parent) ? (sites.of(whole.parent) ?? []) : [];
      if (site?.kind !== 'callback' || more || partGiven(site, whole.parent.parameters.indexOf(whole)) !== 'item')
        return null;
      return typeOfEntries(entriesListed(site.list), part);
    }
    const loop = whole.parent.parent;
    return ts.isForOfStatement(loop) ? typeOfEntries(entriesListed(loop.expression), part) : null;
  }

  function typeOfParameter(parameter: ts.ParameterDeclaration): ts.Type | null {
    const fn = parameter.parent;
    if (parameter.type || parameter.dotDotDotToken || !isFunctionNode(fn)) return null;
    if (!fn.body || usesArguments(fn.body)) return null;
    const symbol = checker.getSymbolAtLocation(parameter.name);
    const given = sites.of(fn);
    const names = declaredNames(parameter.name, checker);
    if (!given || names.some((name) => isRewritten(name, fn.body!))) return null;
    const position = fn.parameters.indexOf(parameter);
    const own = fn.body;
    const isWithin = ({ at }: Given): boolean => isInside(at, own);
    const outside = given.filter((site) => !isWithin(site));
    const known = outside.map((site) => ({ site, type: typeGiven(site, position) }));
    const types = known.flatMap(({ type }) => type ?? []);
    const type = unify(parameter.initializer ? [...types, infer(parameter.initializer)] : types);
    // What a function gives itself, also by way of others, is asked for under the assumption of what others give it.
    const open = [...known.flatMap(({ site, type: one }) => (one ? [] : [site])), ...given.filter(isWithin)];
    const again: (() => ts.Type | null)[] = open.map((site) => () => typeGiven(site, position));
    if (given.some((site) => partGiven(site, position) === 'accumulator')) again.push(() => typeReturned(fn));
    const agrees = (): boolean => again.every((find) => unify([type, find()]) !== null);
    if (!type || again.length === 0) return type;
    return (symbol ? holdsWith(symbol, type, agrees, bySymbol) : agrees()) ? type : null;
  }

  /** Whether a parameter is given another value in a way that has no value to look at. */
  function isRewritten(symbol: ts.Symbol, body: ts.Node): boolean {
    const name = symbol.getName();
    let found = false;
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && node.text === name && !ts.isPropertyAccessExpression(node.parent))
        found ||= isGivenValue(node) && symbolOf(node, checker) === symbol;
      ts.forEachChild(node, visit);
    };
    visit(body);
    return found;
  }

  /** `range(n)` of the runtime */
  const isRange = (items: ts.Expression): boolean =>
    ts.isCallExpression(items) && libraryName(items.expression, checker) === 'range';

  const partGiven = (site: Given, position: number): CallbackPart | undefined =>
    site.kind === 'arguments' ? undefined : CALLBACKS[site.method]?.[position];

  /** `undefined` where nothing is given. */
  function typeGiven(site: Given, position: number): ts.Type | null {
    if (site.kind === 'arguments') {
      const value = site.values[position];
      return value ? infer(value) : checker.getUndefinedType();
    }
    if (isReplace(site.method)) return typeOfMatchPart(site.call, position, checker, infer);
    const array = site.list;
    const [, start, captures] = site.call.arguments;
    const part = partGiven(site, position);
    if (part === 'captures') return captures ? infer(captures) : null;
    // These take iterators as well.
    if (site.method === 'task')
      return part === 'item' ? (isRange(array) ? checker.getNumberType() : itemOf(array)) : null;
    if (site.method === 'from') return part === 'item' ? itemOf(array) : checker.getNumberType();
    const type = part && infer(array);
    if (type?.symbol?.getName() === 'Map' && site.method === 'forEach')
      return part === 'array' ? null : typeOfEntries(array, part === 'item' ? 'value' : 'key');
    if (type?.symbol?.getName() === 'Set' && site.method === 'forEach') return part === 'array' ? null : itemOf(array);
    if (!type || !isArray(type)) return null;
    if (part === 'item') return itemOf(array);
    if (part === 'index') return checker.getNumberType();
    if (part === 'accumulator') return start ? infer(start) : itemOf(array);
    return part === 'array' ? type : null;
  }

  return { typeAt, typeOf, typeOfList: contents.typeOfList, symbolAt };
}
