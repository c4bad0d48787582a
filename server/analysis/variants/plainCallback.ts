import { ts } from 'ts-morph';
import { ownBinding } from '../../forms/callback.js';
import { computedIn } from '../../forms/computedIn.js';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { resolveCallee } from '../calls/callees.js';
import { returnedValues, usesArguments } from '../source/functions.js';
import type { FileAnalysis } from '../program/programFacts.js';
import { namesIn } from '../source/names.js';
import type { SameLoop } from './sameLoop.js';
import {
  declarationOf,
  isConstant,
  isFunctionNode,
  isPrimitive,
  resolveAlias,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
import { nameForThis, placesOfThis } from './thisByName.js';

type Patch = SameLoop['patches'][number];

const METHODS = /^(map|forEach|filter|flatMap|some|every|find|findIndex|findLast|findLastIndex|from)$/;

/**
 * The same call with a plain arrow function as its callback: a function that is given by its name is called by it, what a `this`
 * argument and the parameter for the array stand for is named, and a pattern with computed defaults is taken apart in the body.
 *
 * @param taken names that are given already
 * @returns null where the callback is plain already, or may mean something else then
 */
export function plainCallback(
  { node }: FoundLoop | DeclinedLoop,
  { reading: { checker } }: FileAnalysis,
  taken: Set<string>,
): SameLoop | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: receiver, name } = node.expression;
  if (!METHODS.test(name.text) || node.questionDotToken || node.expression.questionDotToken) return null;
  const position = name.text === 'from' ? 1 : 0;
  const [callback, context, more] = node.arguments.slice(position);
  if (!callback || more || node.arguments.some(ts.isSpreadElement)) return null;
  // It is left out, or asked for with every item.
  if (context && !isName(context)) return null;
  // An arrow function that calls a method of `this` keeps it; another way may follow for that.
  const places = isFunctionNode(callback) ? placesOfThis(node) : [];
  const self = places.length > 0 ? nameForThis(node, checker, taken) : null;
  if (places.length > 0 && !self) return null;
  const nameOf = (e: ts.Expression): string => (self ? e.getText().replace(/^this\b/, self.name) : e.getText());
  const changed = isFunctionNode(callback)
    ? writtenPlainly(callback, context, nameOf, receiver, checker)
    : // What it gives back nobody uses: it is called for what it changes.
      name.text === 'forEach' && givesSomething(callback, checker)
      ? null
      : calledByName(callback, context, checker);
  if (!changed) return null;
  const end = context ? context.end : callback.end;
  const from = changed[0]!.start;
  const rest = places.filter((p) => p.end <= from || p.pos >= end);
  return {
    patches: [
      ...(self ? [self.head] : []),
      ...[
        ...changed,
        ...(context ? [{ start: callback.end, end: context.end, text: '' }] : []),
        ...rest.map((p) => ({ start: p.getStart(), end: p.end, text: self!.name })),
      ].sort((a, b) => a.start - b.start || a.end - b.end),
    ],
    assumed: [],
    ...(self ? { finish: self.finish } : {}),
  };
}

/** `f` as `(item) => f(item)`. */
function calledByName(
  callback: ts.Expression,
  context: ts.Expression | undefined,
  checker: ts.TypeChecker,
): readonly Patch[] | null {
  const fn = unwrap(callback);
  if (!ts.isIdentifier(fn) && !ts.isPropertyAccessExpression(fn)) return null;
  const owner = ts.isPropertyAccessExpression(fn) ? fn.expression : null;
  const symbol = checker.getSymbolAtLocation(owner ? (fn as ts.PropertyAccessExpression).name : fn);
  const declaration = symbol && resolveAlias(symbol, checker).valueDeclaration;
  if (!declaration) return null;
  // Who is `this` there?
  const isOfLanguage = declaration.getSourceFile().isDeclarationFile;
  const isBound = owner ? context?.getText() === owner.getText() || (isOfLanguage && isGlobal(owner)) : !context;
  if (!isBound || (!isOfLanguage && usesArguments(declaration))) return null;
  if (!owner && ts.isVariableDeclaration(declaration) && !isConstant(declaration) && !isOfLanguage) return null;
  const signatures = checker.getTypeAtLocation(fn).getCallSignatures();
  const counts = signatures.map((s) => s.parameters.length);
  const hasRest = signatures.some((s) => s.parameters.some(isRest) || checker.getTypePredicateOfSignature(s));
  const count = Math.max(...counts);
  if (signatures.length === 0 || hasRest || count > 2) return null;
  const text = fn.getText();
  const names = ['item', 'index'].map((n) => (new RegExp(`\\b${n}\\b`).test(text) ? `${n}Given` : n)).slice(0, count);
  const listed = names.join(', ');
  return [{ start: callback.getStart(), end: callback.end, text: `(${listed}) => ${text}(${listed})` }];
}

/** Whether a function given by name returns values. */
function givesSomething(callback: ts.Expression, checker: ts.TypeChecker): boolean {
  const callee = resolveCallee(callback, checker);
  return callee.kind !== 'program' || callee.functions.some((fn) => returnedValues(fn).length > 0);
}

const isName = (node: ts.Expression): boolean => ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;

const isGlobal = (owner: ts.Expression): boolean =>
  /^(Math|Number|String|Object|JSON|Array|Date)$/.test(owner.getText());

const isRest = ({ valueDeclaration: d }: ts.Symbol): boolean =>
  d !== undefined && ts.isParameter(d) && d.dotDotDotToken !== undefined;

/** What an anonymous function says of `this`, of the array and of its defaults, by their own names. */
function writtenPlainly(
  callback: ts.Node,
  context: ts.Expression | undefined,
  nameOf: (e: ts.Expression) => string,
  receiver: ts.Expression,
  checker: ts.TypeChecker,
): readonly Patch[] | null {
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return null;
  const patches: Patch[] = [];
  if (context && ts.isFunctionExpression(callback)) {
    const named = thisNamed(callback, context, nameOf, checker);
    if (!named) return null;
    patches.push(...named);
  }
  const [item, index, array] = callback.parameters;
  if (array && index) {
    const named = arrayNamed(callback, index, array, receiver, checker);
    if (!named) return null;
    patches.push(...named);
  }
  const takesApart = item && !ts.isIdentifier(item.name) && !item.initializer && !item.dotDotDotToken;
  // A `var` may have the name of a parameter, and not that of a constant.
  if (takesApart && computedIn({ name: item.name }) && !/\bvar\b/.test(callback.body.getText()))
    patches.push(...takenApartInBody(callback, item, item.name));
  return patches.length > 0 ? patches.sort((a, b) => a.start - b.start || a.end - b.end) : null;
}

/** `function (x) { this.n += x; }` with `o` for `this`: `(x) => { o.n += x; }`. */
function thisNamed(
  callback: ts.FunctionExpression,
  context: ts.Expression,
  nameOf: (e: ts.Expression) => string,
  checker: ts.TypeChecker,
): readonly Patch[] | null {
  const isThis = context.kind === ts.SyntaxKind.ThisKeyword;
  const symbol = ts.isIdentifier(context) ? symbolOf(context, checker) : undefined;
  if (!isThis && !(symbol && isConstant(declarationOf(symbol)))) return null;
  if (isPrimitive(checker.getTypeAtLocation(context), checker) || callback.asteriskToken || callback.name) return null;
  const places = placesOfThis(callback.body);
  const hides = namesIn(callback, context.getText()).some((name) => symbolOf(name, checker) !== symbol);
  if ((!isThis && hides) || usesArguments(callback) || placesOfOther(callback.body)) return null;
  const open = callback.getChildren().find((c) => c.kind === ts.SyntaxKind.OpenParenToken)!;
  const start = callback
    .getChildren()
    .find((c) => c.kind === ts.SyntaxKind.FunctionKeyword)!
    .getStart();
  const [first, second] = callback.parameters;
  // TypeScript has a parameter that says what `this` is.
  const isTyped = first?.name.getText() === 'this';
  return [
    { start, end: open.getStart(), text: '' },
    ...(isTyped ? [{ start: first.getStart(), end: second ? second.getStart() : first.end, text: '' }] : []),
    { start: callback.body.getStart(), end: callback.body.getStart(), text: '=> ' },
    ...places.map((p) => ({ start: p.getStart(), end: p.end, text: nameOf(context) })),
  ];
}

/** `super` and `new.target`. */
function placesOfOther(body: ts.Node): boolean {
  const own = ownBinding(body);
  return own !== null && own.kind !== ts.SyntaxKind.ThisKeyword;
}

/** `(x, i, all) => …` on `xs`: `(x, i) => …`, where `all` is `xs`. */
function arrayNamed(
  callback: ts.ArrowFunction | ts.FunctionExpression,
  index: ts.ParameterDeclaration,
  array: ts.ParameterDeclaration,
  receiver: ts.Expression,
  checker: ts.TypeChecker,
): readonly Patch[] | null {
  const symbol = ts.isIdentifier(receiver) ? symbolOf(receiver, checker) : undefined;
  if (!symbol || !ts.isIdentifier(receiver) || !isConstant(declarationOf(symbol))) return null;
  if (!ts.isIdentifier(array.name) || array.initializer || array.dotDotDotToken || callback.parameters.length > 3)
    return null;
  if (namesIn(callback, receiver.text).some((name) => symbolOf(name, checker) !== symbol)) return null;
  const own = checker.getSymbolAtLocation(array.name);
  const uses = namesIn(callback.body, array.name.text).filter((name) => symbolOf(name, checker) === own);
  if (uses.some(({ parent }) => ts.isShorthandPropertyAssignment(parent))) return null;
  return [
    { start: index.end, end: array.end, text: '' },
    ...uses.map((u) => ({ start: u.getStart(), end: u.end, text: receiver.text })),
  ];
}

/** `({ a, b = a * 2 }) => …` as `(item) => { const { a, b = a * 2 } = item; … }`. */
function takenApartInBody(
  callback: ts.ArrowFunction | ts.FunctionExpression,
  item: ts.ParameterDeclaration,
  pattern: ts.BindingPattern,
): readonly Patch[] {
  const { body } = callback;
  const name = namesIn(callback, 'item').length > 0 ? 'itemGiven' : 'item';
  const isBare = ts.isArrowFunction(callback) && callback.parameters.length === 1 && !callback.getText().includes('(');
  const parameter = { start: item.getStart(), end: pattern.end, text: isBare ? `(${name})` : name };
  const head = `const ${pattern.getText()} = ${name};`;
  if (ts.isBlock(body)) return [parameter, { start: body.getStart() + 1, end: body.getStart() + 1, text: ` ${head}` }];
  return [
    parameter,
    { start: body.getStart(), end: body.getStart(), text: `{ ${head} return ` },
    { start: body.end, end: body.end, text: '; }' },
  ];
}
