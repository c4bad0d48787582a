import { ts } from 'ts-morph';
import { isAssignment } from '../source/assignments.js';
import {
  isAnything,
  isConstant,
  isGlobal,
  isPlainByForm,
  isPrimitive,
  patternRoot,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
import { isGivenValue, memberWrites } from '../source/memberWrites.js';
import { rootName } from '../source/rootName.js';

/** Methods that lists have, and nothing else that JSON can say. */
const OF_LISTS = new Set(
  'every filter find findIndex findLast flat flatMap forEach join map pop push reduce reduceRight reverse shift some sort splice toSorted unshift'.split(
    ' ',
  ),
);
const OF_TEXTS = new Set(
  'charAt charCodeAt codePointAt endsWith match matchAll normalize padEnd padStart repeat replace replaceAll search split startsWith substring toLowerCase toUpperCase trim trimEnd trimStart'.split(
    ' ',
  ),
);
const OF_NUMBERS = new Set(['toExponential', 'toFixed', 'toPrecision']);

/** Calls that keep nothing of what they are given. */
const KEEPING = /^(console\.\w+|JSON\.\w+|Math\.\w+|Number|String|Boolean|Object\.(keys|values|entries))$/;

/** What is given the items of a list, and what gives some of them. */
const CALLBACKS = /^(every|filter|find|findIndex|findLast|flatMap|forEach|map|some)$/;
const GIVING = /^(at|filter|find|findLast|pop|reverse|shift|slice|sort|toSorted)$/;
const ADDING = /^(fill|push|splice|unshift)$/;

/** What a value out of JSON must be for a use of it to be no error. */
export type JsonKind = 'list' | 'text' | 'number';

/**
 * Tells of a value that `JSON.parse` gave, or that is a part of such a one, what it must be where it is used: JSON has no methods
 * of its own, so that `value.map(…)` calls the one of lists, or fails.
 *
 * @param files the program's own sources
 * @returns null for other expressions, and where anything else is stored in such values
 */
export function createJsonKinds(
  files: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
): (node: ts.Expression) => JsonKind | null {
  const known = new Map<ts.Symbol, boolean>();

  function isJson(expression: ts.Expression): boolean {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) return isJsonName(node);
    if (ts.isPropertyAccessExpression(node))
      return isJson(node.expression) && files.every((file) => memberWrites(file).of(node.name.text).length === 0);
    if (ts.isElementAccessExpression(node)) return isJson(node.expression);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
    const { expression: receiver, name } = node.expression;
    if (name.text === 'parse' && ts.isIdentifier(receiver) && receiver.text === 'JSON')
      return isGlobal(symbolOf(receiver, checker)) && node.arguments.length === 1;
    return GIVING.test(name.text) && isJson(receiver);
  }

  function isJsonName(name: ts.Identifier): boolean {
    const symbol = symbolOf(name, checker);
    const [declaration, more] = symbol?.declarations ?? [];
    if (!symbol || !declaration || more) return false;
    let answer = known.get(symbol);
    if (answer === undefined) {
      known.set(symbol, false);
      known.set(symbol, (answer = isJsonDeclared(declaration)));
    }
    return answer;
  }

  function isJsonDeclared(declaration: ts.Declaration): boolean {
    for (let part: ts.Node = declaration; ts.isBindingElement(part); part = part.parent.parent)
      if (part.initializer || part.dotDotDotToken) return false;
    const root = patternRoot(declaration);
    if (ts.isVariableDeclaration(root)) {
      if (!ts.isVariableDeclarationList(root.parent) || !(root.parent.flags & ts.NodeFlags.Const)) return false;
      const loop = root.parent.parent;
      if (ts.isForOfStatement(loop)) return !loop.awaitModifier && isJson(loop.expression);
      return root.initializer !== undefined && isJson(root.initializer);
    }
    if (!ts.isParameter(root) || root.initializer || root.dotDotDotToken || !ts.isArrowFunction(root.parent))
      return false;
    const fn = root.parent;
    const { parent: call } = fn;
    if (!ts.isCallExpression(call) || call.arguments[0] !== fn || !ts.isPropertyAccessExpression(call.expression))
      return false;
    const { text } = call.expression.name;
    const place = fn.parameters.indexOf(root);
    const isItem = CALLBACKS.test(text) ? place === 0 : text === 'reduce' ? place === 1 : text === 'sort' && place < 2;
    return isItem && isJson(call.expression.expression);
  }

  /** Whether a value is one that JSON could have said, or that has no methods of its own. */
  function isPlain(value: ts.Expression): boolean {
    const node = unwrap(value);
    if (isPlainByForm(node)) return true;
    if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
    if (ts.isObjectLiteralExpression(node))
      return node.properties.every((p) => ts.isPropertyAssignment(p) && isPlain(p.initializer));
    return isPrimitive(checker.getTypeAtLocation(node), checker) || isJson(node);
  }

  /** Whether an object may be out of JSON: it is, or it is a parameter or variable of which nothing is known. */
  const mayBeJson = (object: ts.Expression): boolean =>
    isJson(object) || (isOpen(object) && (handedOn ??= files.some(handsOn)));

  /** Whether nothing is known of an object, which has been handed to the code there is. */
  function isOpen(object: ts.Expression): boolean {
    const root = rootName(object);
    const declaration = root && symbolOf(root, checker)?.valueDeclaration;
    return !!declaration && !isConstant(patternRoot(declaration)) && isAnything(checker.getTypeAtLocation(object));
  }

  /** Whether a value out of JSON gets to where it is not followed: a parameter, or a variable that is given others, too. */
  function handsOn(node: ts.Node): boolean {
    const given: readonly (ts.Expression | undefined)[] =
      (ts.isCallExpression(node) || ts.isNewExpression(node)) && !KEEPING.test(node.expression.getText())
        ? (node.arguments ?? [])
        : isAssignment(node)
          ? [node.right]
          : ts.isVariableDeclaration(node) && !(node.parent.flags & ts.NodeFlags.Const)
            ? [node.initializer]
            : [];
    if (given.some((one) => one && isJson(one))) return true;
    return ts.forEachChild(node, (child) => handsOn(child) || undefined) ?? false;
  }
  let handedOn: boolean | undefined;

  /** Whether something else is put into a value out of JSON, under a name that is not written there, or in place of what all such values have. */
  function isMixed(node: ts.Node): boolean {
    if (ts.isElementAccessExpression(node) && isGivenValue(node) && mayBeJson(node.expression)) {
      const { parent } = node;
      if (!ts.isBinaryExpression(parent) || parent.left !== node || !isPlain(parent.right)) return true;
    }
    if (ts.isPropertyAccessExpression(node) && node.name.text === '__proto__' && mayBeJson(node.expression))
      return true;
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: receiver, name } = node.expression;
      const [first, ...others] = node.arguments;
      if (ADDING.test(name.text) && mayBeJson(receiver) && !node.arguments.every(isPlain)) return true;
      if (/^assign$|^set$/.test(name.text) && first && mayBeJson(first) && !others.every(isPlain)) return true;
      if (/^(setPrototypeOf|call|apply)$/.test(name.text) && first && isJson(first)) return true;
    }
    return ts.forEachChild(node, (child) => isMixed(child) || undefined) ?? false;
  }
  let mixed: boolean | undefined;

  return (node) => {
    const kind = kindOf(node);
    return kind && isJson(node) && !(mixed ??= files.some(isMixed)) ? kind : null;
  };
}

/** What something must be to be used where it stands. */
function kindOf(node: ts.Expression): JsonKind | null {
  const { parent } = node;
  if (ts.isForOfStatement(parent)) return parent.expression === node ? 'list' : null;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return null;
  if (!ts.isCallExpression(parent.parent) || parent.parent.expression !== parent) return null;
  const { text } = parent.name;
  return OF_LISTS.has(text) ? 'list' : OF_TEXTS.has(text) ? 'text' : OF_NUMBERS.has(text) ? 'number' : null;
}
