import { ts } from 'ts-morph';
import { COMPUTED, computedIn, isPlain } from './computedIn.js';
import type { FormMatch, FoundLoop, LoopResult } from './foundLoop.js';
import { collectionName, isMadeAs, typedArrayName } from './iteration.js';

/** A method of arrays that calls a function for each item. */
export interface CallbackMethod {
  readonly name: string;
  readonly form: string;
  readonly result: LoopResult;
  /** Whether nobody is called for a hole. */
  readonly skipsHoles: boolean;
  /** Whether it begins at the end. */
  readonly reversed?: boolean;
}

/** What a loop that is a call has in common, found or declined. */
export interface CallPlace {
  readonly form: string;
  readonly node: ts.CallExpression | ts.AwaitExpression;
  readonly anchor: ts.Node;
}

/** A function written in place, with at most an item and its index as its parameters. */
export type Mapper = Pick<FoundLoop, 'body' | 'callback' | 'isNamed' | 'item' | 'index' | 'key' | 'fold'>;

type Declined = Extract<FormMatch, { declined: unknown }>;

/** Recognises `xs.method(callback)` on an array or typed array; shared by the forms that are written so. */
export function matchCallback(node: ts.Node, method: CallbackMethod, checker: ts.TypeChecker): FormMatch {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: receiver, name: anchor } = node.expression;
  if (anchor.text !== method.name) return null;
  const type = checker.getTypeAtLocation(receiver);
  const typed = typedArrayName(type);
  const collection = method.name === 'forEach' ? collectionName(type) : null;
  if (!typed && !collection && !checker.isArrayType(type) && !checker.isTupleType(type))
    return type.flags & ts.TypeFlags.Any && isWrittenOut(node.arguments[0])
      ? notKnown(receiver, anchor, node, method)
      : null;
  // Have: a call of the method of Array.prototype, of a typed array's or of a collection's, by type.
  const place: CallPlace = { form: method.form, node, anchor };
  if (node.questionDotToken || node.expression.questionDotToken)
    return decline(place, node, 'an optional call. Test for it before, and call it plainly');
  const mapper = (method.result === 'fold' ? matchFold : matchMapper)(
    place,
    node.arguments[0],
    node.arguments[1],
    checker,
  );
  if ('declined' in mapper) return mapper;
  if (mapper.isNamed && method.result === 'none') return decline(place, mapper.body, givenByName(mapper.body));
  // Have: a function with at most an item and its index.
  const into = typed && (method.result === 'list' || method.result === 'kept') ? typed : null;
  const trouble = into ? troubleWithClass(into, place, mapper, method.result, receiver, checker) : null;
  if (trouble) return decline(place, ...trouble);
  const { index } = mapper;
  if (collection === 'Set' && index) return decline(place, index, 'the second parameter, which is the item again');
  const { skipsHoles, reversed = false } = method;
  const isCounted = reversed && (index !== null || method.result === 'find-last-index');
  if (mapper.isNamed && isCounted) return decline(place, mapper.body, givenByName(mapper.body));
  const view = isCounted || (collection === 'Map' && index) ? 'pairs' : collection === 'Map' ? 'values' : 'items';
  const names = view === 'pairs' ? { index: null, key: index } : {};
  const source = { kind: 'iterable', expression: receiver, skipsHoles, reversed, view } as const;
  return { found: { ...place, ...mapper, ...names, source, result: method.result, into, advance: null, before: [] } };
}

const isWrittenOut = (callback: ts.Expression | undefined): boolean =>
  callback !== undefined && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback));

/** It looks like a loop over an array, and nobody has said that it is one. */
function notKnown(
  receiver: ts.Expression,
  anchor: ts.Node,
  node: ts.CallExpression,
  { form }: CallbackMethod,
): Declined {
  const detail = receiver.getText();
  return { declined: { form, node, anchor, code: 'unknown-type', at: receiver, detail } };
}

/**
 * Takes the function of a call apart.
 *
 * @param mayAwait whether somebody waits for what an `async` function returns
 */
export function matchMapper(
  place: CallPlace,
  callback: ts.Expression | undefined,
  thisArgument: ts.Expression | undefined,
  checker: ts.TypeChecker,
  mayAwait = false,
): Mapper | Declined {
  if (callback && !thisArgument && (ts.isIdentifier(callback) || isMethodName(callback)))
    return { body: callback, callback: null, isNamed: true, item: null, index: null, key: null, fold: null };
  const found = functionIn(place, callback, checker, mayAwait);
  if ('declined' in found) return found;
  if (thisArgument && !(ts.isArrowFunction(found) && (isPlain(thisArgument) || ts.isIdentifier(thisArgument))))
    return decline(place, thisArgument, 'a `this` argument. Write an arrow function, which keeps `this`');
  return parametersOf(place, found, found.parameters, null);
}

/** Takes the function and the initial value of a `reduce` apart. */
function matchFold(
  place: CallPlace,
  callback: ts.Expression | undefined,
  initial: ts.Expression | undefined,
  checker: ts.TypeChecker,
): Mapper | Declined {
  const found = functionIn(place, callback, checker, false);
  if ('declined' in found) return found;
  if (!initial || ts.isSpreadElement(initial))
    return decline(place, place.anchor, 'a `reduce` without an initial value. Give one');
  const [accumulator, ...parameters] = found.parameters;
  if (!accumulator || accumulator.initializer)
    return decline(place, found, 'a `reduce` whose accumulator has no name, or a default value. Give it a plain name');
  return parametersOf(place, found, parameters, { accumulator, initial });
}

function functionIn(
  place: CallPlace,
  callback: ts.Expression | undefined,
  checker: ts.TypeChecker,
  mayAwait: boolean,
): ts.ArrowFunction | ts.FunctionExpression | Declined {
  if (!callback) return decline(place, place.node, 'a call without a callback. Give it a function');
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) {
    return decline(place, callback, givenByName(callback));
  }
  const trouble = troubleWith(callback, mayAwait, checker);
  return trouble ? { declined: { ...place, ...trouble } } : callback;
}

function parametersOf(
  place: CallPlace,
  callback: ts.ArrowFunction | ts.FunctionExpression,
  [item, index, array]: readonly ts.ParameterDeclaration[],
  fold: FoundLoop['fold'],
): Mapper | Declined {
  if (array) return decline(place, array, 'the parameter for the array itself. Use the list by its own name');
  if (index && (!ts.isIdentifier(index.name) || index.initializer))
    return decline(place, index, 'an index that is taken apart or has a default value. Give it a plain name');
  return {
    body: callback.body,
    callback,
    isNamed: false,
    item: item?.name ?? null,
    index: index ? (index.name as ts.Identifier) : null,
    key: null,
    fold,
  };
}

const givenByName = (callback: ts.Node): string =>
  `\`${callback.getText()}\` given by name. Write it as \`(x) => ${callback.getText()}(x)\``;

export const decline = (place: CallPlace, at: ts.Node, detail: string): Declined => ({
  declined: { ...place, code: 'form-not-supported', at, detail },
});

/** What stands against making the typed array that a method gives of a plain list. */
function troubleWithClass(
  into: string,
  { node }: CallPlace,
  { callback, body }: Mapper,
  result: LoopResult,
  receiver: ts.Expression,
  checker: ts.TypeChecker,
): [ts.Node, string] | null {
  if (into === 'Uint8Array' && !isMadeAs(into, receiver, checker))
    return [
      receiver,
      `\`${receiver.getText()}\` may be a Buffer, which gives a Buffer. Make a \`Uint8Array\` of it before`,
    ];
  return result === 'list' && !givesNumbers(callback ?? body, checker)
    ? [node, 'a typed array of values that are no numbers. Give numbers']
    : null;
}

/** Whether a function gives what a typed array takes as it is. */
export function givesNumbers(callback: ts.Node, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(callback).getCallSignatures()[0]?.getReturnType();
  const parts = type?.isUnion() ? type.types : type ? [type] : [];
  return parts.length > 0 && parts.every((t) => t.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike));
}

type Trouble = Pick<Declined['declined'], 'code' | 'at' | 'detail'>;

/** What stands against putting a callback's body elsewhere: into a task, or into another function. */
function troubleWith(
  callback: ts.ArrowFunction | ts.FunctionExpression,
  mayAwait: boolean,
  checker: ts.TypeChecker,
): Trouble | null {
  const unsupported = (at: ts.Node, detail: string): Trouble => ({ code: 'form-not-supported', at, detail });
  if (!mayAwait && callback.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword))
    return { code: 'awaits', at: callback, detail: '' };
  if (callback.asteriskToken) return unsupported(callback, 'a generator callback. Write a `for` loop');
  // Asked for a predicate before the type of the call, TypeScript forgets that there is one where it looks for that type.
  checker.getTypeAtLocation(callback.parent);
  const signature = checker.getSignatureFromDeclaration(callback);
  if (signature && checker.getTypePredicateOfSignature(signature))
    return unsupported(
      callback.type ?? callback,
      'a callback that tells the type of its item (`x is T`). Let it return a plain boolean',
    );
  for (const parameter of callback.parameters) {
    if (parameter.dotDotDotToken) return unsupported(parameter, 'a parameter with `...`. Name the parameters');
    const value = computedIn(parameter);
    if (value) return unsupported(value, COMPUTED);
  }
  if (ts.isArrowFunction(callback)) return null;
  const own = ownBinding(callback.body);
  if (own) return { code: 'uses-this', at: own, detail: own.getText() };
  if (callback.name && mentions(callback.body, callback.name.text))
    return unsupported(callback.name, 'a callback that calls itself. Declare it as a function, and call that');
  return null;
}

/** `Score.of` or `lib.score`. */
const isMethodName = (callback: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(callback) && !callback.questionDotToken && ts.isIdentifier(callback.expression);

/** `this`, `arguments` or `new.target` of a function's own. */
export function ownBinding(node: ts.Node): ts.Node | null {
  if (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return null;
  const { kind } = node;
  if (kind === ts.SyntaxKind.ThisKeyword || kind === ts.SyntaxKind.SuperKeyword || ts.isMetaProperty(node)) return node;
  if (ts.isIdentifier(node) && node.text === 'arguments') return node;
  return ts.forEachChild(node, (child) => ownBinding(child) ?? undefined) ?? null;
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false;
}
