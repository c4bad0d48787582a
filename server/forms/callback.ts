import { ts } from 'ts-morph';
import type { FormMatch, FoundLoop, LoopResult } from './foundLoop.js';

/** A method of arrays that calls a function for each item. */
export interface CallbackMethod {
  readonly name: string;
  readonly form: string;
  readonly result: LoopResult;
  /** Whether nobody is called for a hole. */
  readonly skipsHoles: boolean;
}

/**
 * Recognises `xs.method(callback)` on an array; shared by the forms that are written so.
 */
export function matchCallback(node: ts.Node, method: CallbackMethod, checker: ts.TypeChecker): FormMatch {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: receiver, name: anchor } = node.expression;
  if (anchor.text !== method.name) return null;
  const type = checker.getTypeAtLocation(receiver);
  if (!checker.isArrayType(type) && !checker.isTupleType(type)) return null;
  // Have: a call of the method of Array.prototype, by type.
  const { form } = method;
  const decline = (at: ts.Node, detail: string): FormMatch => ({
    declined: { form, node, anchor, code: 'form-not-supported', at, detail },
  });
  const [callback, thisArgument] = node.arguments;
  if (!callback) return decline(node, 'a call without a callback');
  if (node.questionDotToken || node.expression.questionDotToken) return decline(node, 'an optional call');
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback))
    return decline(
      callback,
      `\`${callback.getText()}\` given by name: write it as \`(x) => ${callback.getText()}(x)\``,
    );
  // Have: a function written in place.
  if (thisArgument && !(ts.isArrowFunction(callback) && (isPlain(thisArgument) || ts.isIdentifier(thisArgument))))
    return decline(thisArgument, 'a `this` argument');
  const trouble = troubleWith(callback, checker);
  if (trouble) return { declined: { form, node, anchor, ...trouble } };
  const [item, index, array] = callback.parameters;
  if (array) return decline(array, 'the third parameter, the array itself');
  if (index && (!ts.isIdentifier(index.name) || index.initializer))
    return decline(index, 'an index that is taken apart or has a default value');
  // Have: at most an item and its index.
  const found: FoundLoop = {
    form,
    node,
    anchor,
    body: callback.body,
    callback,
    item: item?.name ?? null,
    index: index ? (index.name as ts.Identifier) : null,
    source: { kind: 'iterable', expression: receiver, skipsHoles: method.skipsHoles },
    result: method.result,
    into: null,
  };
  return { found };
}

type Trouble = Pick<Extract<FormMatch, { declined: unknown }>['declined'], 'code' | 'at' | 'detail'>;

/** What stands against putting a callback's body elsewhere: into a task, or into another function. */
function troubleWith(callback: ts.ArrowFunction | ts.FunctionExpression, checker: ts.TypeChecker): Trouble | null {
  const unsupported = (at: ts.Node, detail: string): Trouble => ({ code: 'form-not-supported', at, detail });
  if (callback.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword))
    return { code: 'awaits', at: callback, detail: '' };
  if (callback.asteriskToken) return unsupported(callback, 'a generator callback');
  const signature = checker.getSignatureFromDeclaration(callback);
  if (signature && checker.getTypePredicateOfSignature(signature))
    return unsupported(callback.type ?? callback, 'a callback that tells the type of its item (`x is T`)');
  for (const parameter of callback.parameters) {
    if (parameter.dotDotDotToken) return unsupported(parameter, 'a parameter with `...`');
    const value = defaultsOf(parameter).find((v) => !isPlain(v));
    if (value) return unsupported(value, 'a default value that is computed');
  }
  if (ts.isArrowFunction(callback)) return null;
  const own = ownBinding(callback.body);
  if (own) return { code: 'uses-this', at: own, detail: own.getText() };
  if (callback.name && mentions(callback.body, callback.name.text))
    return unsupported(callback.name, 'a callback that calls itself');
  return null;
}

/** Default values of a parameter and of the parts it is taken apart into. */
function defaultsOf(node: ts.ParameterDeclaration | ts.BindingElement): ts.Expression[] {
  const parts = ts.isIdentifier(node.name)
    ? []
    : node.name.elements.flatMap((e) => (ts.isOmittedExpression(e) ? [] : defaultsOf(e)));
  return [...(node.initializer ? [node.initializer] : []), ...parts];
}

/** A value that is written down: evaluating it does nothing, and needs no name. */
function isPlain(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isPlain(node.operand) && node.operator === ts.SyntaxKind.MinusToken;
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  return ts.isLiteralExpression(node) || CONSTANTS.has(node.kind);
}

const CONSTANTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.ThisKeyword,
]);

/** `this`, `arguments` or `new.target` of a function's own. */
function ownBinding(node: ts.Node): ts.Node | null {
  if (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return null;
  if (node.kind === ts.SyntaxKind.ThisKeyword || ts.isMetaProperty(node)) return node;
  if (ts.isIdentifier(node) && node.text === 'arguments') return node;
  return ts.forEachChild(node, (child) => ownBinding(child) ?? undefined) ?? null;
}

function mentions(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => mentions(child, name) || undefined) ?? false;
}
