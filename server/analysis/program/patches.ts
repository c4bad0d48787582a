import { ts } from 'ts-morph';
import { isGlobalFunction, isNameOfBuiltin } from '../calls/builtins.js';
import { isEcmaModule } from './modules.js';
import { isIncrement } from '../source/assignments.js';
import { listedBySyntax } from '../source/bySyntax.js';
import {
  declarationOf,
  isAnything,
  isFunctionNode,
  isGlobal,
  isLibrary,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';
import { ANY_NAME, isGivenValue, isPrototype, namesDefined } from '../source/memberWrites.js';
import { rootName } from '../source/rootName.js';

/** A change of a global, or of what is below one: `Math.random = …`. */
export interface Patched {
  readonly name: string;
  readonly node: ts.Node;
}

/** Finds what a file assigns to, or below, a global, by its name or by another that holds it. */
export function findPatches(file: ts.SourceFile, checker: ts.TypeChecker): Patched[] {
  return changes(file)
    .filter(({ node, root, isBelow, owner, names, call }) => {
      if (isBelow && (isBelowPrototype(node, checker) || isClassOfList(node, checker))) return true;
      if (owner && isOwnMethod(owner, names, checker)) return true;
      if (call) return isChangedBy(call, checker) && root !== null && isGlobal(symbolOf(root, checker));
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

/**
 * Whether some names given to an object are those of functions that the language, or Node, has in their place: `list.map = …`,
 * `fs.readFileSync = …`, by whatever name the module or the namespace is known.
 */
function isOwnMethod(owner: ts.Expression, names: readonly string[], checker: ts.TypeChecker): boolean {
  if (mayBeGlobalThis(owner, checker)) return names.some(isGlobalFunction);
  const type = checker.getTypeAtLocation(owner);
  if (isAnything(type)) return names.some(isNameOfBuiltin) && reachesLanguage(owner, checker);
  const isOwn = isOfLanguage(type);
  return names.some((name) => {
    if (name === ANY_NAME || name === '__proto__') return isOwn;
    const declarations = checker.getPropertyOfType(checker.getApparentType(type), name)?.declarations ?? [];
    // How an object is made into text is its own affair.
    return declarations.some((d) => isLibrary(d) && declaresMethod(d)) && (isOwn || !CONVERTING.test(name));
  });
}

const CONVERTING = /^(toString|toLocaleString|valueOf|constructor)$/;

const declaresMethod = (declaration: ts.Declaration): boolean =>
  ts.isMethodSignature(declaration) || ts.isMethodDeclaration(declaration) || ts.isFunctionDeclaration(declaration);

/** Whether an expression is, or a variable was made by, a `this` that is the global object where nothing stands before the call. */
function mayBeGlobalThis(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(expression);
  const value = ts.isIdentifier(node) ? firstValue(node, checker) : node;
  if (value?.kind !== ts.SyntaxKind.ThisKeyword || isEcmaModule(value.getSourceFile())) return false;
  const home = ts.findAncestor(
    value,
    (outer) => ts.isClassLike(outer) || (isFunctionNode(outer) && !ts.isArrowFunction(outer)),
  );
  return home !== undefined && (ts.isFunctionDeclaration(home) || ts.isFunctionExpression(home));
}

/** Whether an expression, or a variable that it begins with, is got out of some object by what all objects have. */
function reachesLanguage(expression: ts.Expression, checker: ts.TypeChecker, depth = 0): boolean {
  if (REACHING.test(expression.getText())) return true;
  const root = rootName(expression);
  const value = root && depth < 4 ? firstValue(root, checker) : undefined;
  return value !== undefined && reachesLanguage(value, checker, depth + 1);
}

const REACHING = /\.__proto__\b|\bgetPrototypeOf\(|\.constructor\b|\bFunction\(|\bReflect\.get\(/;

/** What a variable is declared with. */
function firstValue(name: ts.Identifier, checker: ts.TypeChecker): ts.Expression | undefined {
  const symbol = symbolOf(name, checker);
  const declaration = symbol && declarationOf(symbol);
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

/** Whether a call hands one of the language's objects to what changes objects, by whatever name: `define(Number, 'isInteger', …)`. */
function isChangedBy({ expression }: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const symbol = checker.getTypeAtLocation(expression).getSymbol();
  return symbol?.declarations?.some((d) => isLibrary(d) && CHANGING.test(symbol.getName())) ?? false;
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

/** What a file assigns to, or changes in another way. */
interface Change {
  /** The name that the place begins with. */
  readonly root: ts.Identifier | null;
  readonly node: ts.Expression;
  /** What the name holds is changed, not the name. */
  readonly isBelow: boolean;
  /** What is given parts, with their names. */
  readonly owner: ts.Expression | null;
  readonly names: readonly string[];
  /** It is handed to this call, which may change nothing. */
  readonly call: ts.CallExpression | null;
}

const changes = listedBySyntax<Change>((node, note) => {
  const noteChange = (
    target: ts.Expression,
    { isBelow = unwrap(target) !== rootName(target), ...more }: Partial<Change> = {},
  ): void => {
    const root = rootName(target);
    if (
      root?.text === 'module' ||
      root?.text === 'exports' ||
      /^process\.(env\b(?!.*\b(TZ|LANG|LC_))|exitCode|title)/.test(target.getText())
    )
      return;
    note({ root, node: target, isBelow, owner: null, names: [], call: null, ...more });
  };
  if (isPlace(node) && isGivenValue(node) && !isIncrement(wrapped(node).parent)) {
    if (ts.isIdentifier(node)) noteChange(node);
    else noteChange(node, { owner: node.expression, names: nameAt(node) });
  }
  if (!ts.isCallExpression(node)) return;
  const [first] = node.arguments;
  const callee = node.expression.getText();
  if (/^process\.argv\.(push|pop|shift|unshift|splice|reverse|sort|fill)$/.test(callee)) noteChange(node.expression);
  else if (first && CHANGES_FIRST.test(callee))
    noteChange(first, {
      isBelow: true,
      owner: first,
      names: /\.setPrototypeOf$/.test(callee) ? ['__proto__'] : namesDefined(node),
    });
  else if (!ASKS.test(callee))
    for (const given of node.arguments) {
      if (isPrototype(given) || isNamespace(given)) noteChange(given, { isBelow: true });
      else if (ts.isIdentifier(given) && isGlobalFunction(given.text)) noteChange(given, { isBelow: true, call: node });
    }
});

const isPlace = (node: ts.Node): node is ts.Identifier | ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

/** The name of the part that is given a value; none where it may be an item of a list. */
function nameAt(place: ts.PropertyAccessExpression | ts.ElementAccessExpression): readonly string[] {
  if (ts.isPropertyAccessExpression(place)) return [place.name.text];
  const key = place.argumentExpression;
  if (ts.isStringLiteralLike(key)) return [key.text];
  return /^Symbol\./.test(key.getText()) ? [ANY_NAME] : [];
}

const CHANGING = /^(assign|definePropert(y|ies)|setPrototypeOf|set|deleteProperty|__define[GS]etter__)$/;
const CHANGES_FIRST =
  /^(Object\.(assign|definePropert(y|ies)|setPrototypeOf)|Reflect\.(set|deleteProperty|defineProperty|setPrototypeOf))$/;

/** Calls that leave what they are given as it is. */
const ASKS = /^(Object|Reflect|console|util)\.|\.(call|apply|bind|isPrototypeOf)$/;

const isNamespace = (node: ts.Expression): boolean =>
  ts.isIdentifier(node) && /^(Math|JSON|Atomics|Reflect|Intl|globalThis|global)$/.test(node.text);
