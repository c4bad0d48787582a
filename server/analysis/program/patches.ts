import { ts } from 'ts-morph';
import { isAssignment } from '../source/assignments.js';
import { listedBySyntax } from '../source/bySyntax.js';
import { declarationOf, isGlobal, symbolOf, unwrap } from '../source/symbols.js';
import { isPrototype } from '../source/memberWrites.js';
import { rootName } from '../source/rootName.js';

/** A change of a global, or of what is below one: `Math.random = …`. */
export interface Patched {
  readonly name: string;
  readonly node: ts.Node;
}

/** Finds what a file assigns to, or below, a global, by its name or by another that holds it. */
export function findPatches(file: ts.SourceFile, checker: ts.TypeChecker): Patched[] {
  return changes(file)
    .filter(({ node, root, isBelow }) => {
      if (isBelow && (isBelowPrototype(node, checker) || isClassOfList(node, checker))) return true;
      if (!root) return false;
      const symbol = symbolOf(root, checker);
      return isGlobal(symbol) || (isBelow && symbol !== undefined && holdsGlobal(symbol, checker));
    })
    .map(({ node }) => ({ name: node.getText(), node }));
}

/** `const M = Math`, `const { prototype } = Array`. */
function holdsGlobal(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  const variable =
    declaration && ts.findAncestor(declaration, (node) => !ts.isBindingElement(node) && !ts.isBindingName(node));
  const value = variable && ts.isVariableDeclaration(variable) ? variable.initializer : undefined;
  const root = value && rootName(value);
  // What is done to `process.env` under another name is the environment's.
  return root ? root.text !== 'process' && isGlobal(symbolOf(root, checker)) : false;
}

/** Whether a part of what all objects of some class of the language inherit from is meant, whoever holds that class. */
function isBelowPrototype(node: ts.Expression, checker: ts.TypeChecker): boolean {
  let current = unwrap(node);
  while (ts.isPropertyAccessExpression(current) || ts.isElementAccessExpression(current)) {
    current = unwrap(current.expression);
    if (INHERITED.test(current.getText())) return true;
    if (isPrototype(current) && isOfLanguage(checker.getTypeAtLocation(current))) return true;
  }
  return false;
}

/** `list.constructor`, which says what `map` and `filter` make of a list. */
function isClassOfList(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const place = unwrap(node);
  return (
    ts.isPropertyAccessExpression(place) &&
    place.name.text === 'constructor' &&
    checker.isArrayType(checker.getTypeAtLocation(place.expression))
  );
}

/** `[].__proto__`, `Object.getPrototypeOf([])`, `[].constructor.prototype` */
const INHERITED = /^\[.*\]\.(__proto__|constructor\.prototype)$|^(Object|Reflect)\.getPrototypeOf\([[{'"`].*\)$/;

const isOfLanguage = (type: ts.Type): boolean =>
  type.isUnion()
    ? type.types.some(isOfLanguage)
    : (type.symbol?.declarations?.some((d) => d.getSourceFile().isDeclarationFile) ?? false);

/** What a file assigns to, or changes in another way, with the name that it begins with. */
const changes = listedBySyntax<{
  readonly root: ts.Identifier | null;
  readonly node: ts.Expression;
  /** What the name holds is changed, not the name. */
  readonly isBelow: boolean;
}>((node, note) => {
  const noteChange = (target: ts.Expression, isBelow = unwrap(target) !== rootName(target)): void => {
    const root = rootName(target);
    if (
      root?.text === 'module' ||
      root?.text === 'exports' ||
      /^process\.(env\b(?!.*\b(TZ|LANG|LC_))|exitCode|title)/.test(target.getText())
    )
      return;
    note({ root, node: target, isBelow });
  };
  if (isAssignment(node)) {
    if (!ts.isArrayLiteralExpression(node.left) && !ts.isObjectLiteralExpression(node.left)) noteChange(node.left);
  }
  if (ts.isDeleteExpression(node)) noteChange(node.expression);
  if (!ts.isCallExpression(node)) return;
  const [first] = node.arguments;
  const callee = node.expression.getText();
  if (/^process\.argv\.(push|pop|shift|unshift|splice|reverse|sort|fill)$/.test(callee)) noteChange(node.expression);
  else if (first && CHANGES_FIRST.test(callee)) noteChange(first, true);
  else if (!ASKS.test(callee))
    for (const given of node.arguments) if (isPrototype(given) || isNamespace(given)) noteChange(given, true);
});

const CHANGES_FIRST =
  /^(Object\.(assign|definePropert(y|ies)|setPrototypeOf)|Reflect\.(set|deleteProperty|defineProperty|setPrototypeOf))$/;

/** Calls that leave what they are given as it is. */
const ASKS = /^(Object|Reflect|console|util)\.|\.(call|apply|bind|isPrototypeOf)$/;

const isNamespace = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) && /^(Math|JSON|Atomics|Reflect|Intl)$/.test(node.text);
