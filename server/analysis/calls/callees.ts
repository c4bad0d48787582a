import { ts } from 'ts-morph';
import { filesBehind } from '../source/filesBehind.js';
import { memberWrites } from '../source/memberWrites.js';
import { isGivenAnew } from '../untyped/givenAnew.js';
import { entriesAt } from './functionTables.js';
import { importOf } from '../source/importedNames.js';
import { exportedValue, functionOf, onlyFunction, returnedValues } from '../source/functions.js';
import { functionIn, membersBehind, membersInPlace } from './overrides.js';
import { builtinOf, isKnownGlobal, isSelfContained, type Builtin } from './builtins.js';
import {
  declarationOf,
  declaresCode,
  type FunctionNode,
  constantBehind,
  isConstant,
  isFunctionNode,
  isGlobal,
  isLibrary,
  resolveAlias,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

/** What a call may run. */
export type Callee =
  | { readonly kind: 'builtin'; readonly key: string; readonly entry: Builtin; readonly receiver: ts.Expression | null }
  /** Functions of the program; `closure` is the variable that holds one made by another function. */
  | {
      readonly kind: 'program';
      readonly functions: readonly FunctionNode[];
      readonly closure: ts.Symbol | null;
      readonly receiver: ts.Expression | null;
    }
  /** A parameter of an enclosing function is called. */
  | { readonly kind: 'parameter'; readonly symbol: ts.Symbol }
  | { readonly kind: 'package'; readonly name: string; readonly module: string }
  | { readonly kind: 'unknown'; readonly name: string; readonly receiver: ts.Expression | null };

/** Finds what `callee(…)` runs. */
export function resolveCallee(callee: ts.Expression, checker: ts.TypeChecker): Callee {
  const target = unwrap(callee);
  const unknown: Callee = {
    kind: 'unknown',
    name: target.getText(),
    receiver: ts.isPropertyAccessExpression(target) ? target.expression : null,
  };
  const found = resolveTarget(target, unknown, checker);
  // Its arguments and its parameters are not in the same places.
  return found.kind === 'program' && found.functions.some(declaresThis) ? unknown : found;
}

/** Whether a function says among its parameters what `this` is. */
export const declaresThis = ({ parameters: [first] }: FunctionNode): boolean =>
  first !== undefined && ts.isIdentifier(first.name) && first.name.text === 'this';

function resolveTarget(target: ts.Expression, unknown: Callee, checker: ts.TypeChecker): Callee {
  if (isFunctionNode(target)) return { kind: 'program', functions: [target], closure: null, receiver: null };
  if (ts.isIdentifier(target)) return resolveName(target, checker) ?? unknown;
  if (ts.isPropertyAccessExpression(target)) return resolveMethod(target, checker) ?? unknown;
  if (ts.isElementAccessExpression(target)) return resolveEntry(target, checker) ?? unknown;
  if (ts.isCallExpression(target)) {
    const functions = functionsReturnedBy(target, checker);
    return functions ? { kind: 'program', functions, closure: null, receiver: null } : unknown;
  }
  return unknown;
}

/** `table[key]`: any function of the table. */
function resolveEntry(target: ts.ElementAccessExpression, checker: ts.TypeChecker): Callee | null {
  const functions: FunctionNode[] = [];
  for (const entry of entriesAt(target, checker) ?? []) {
    const callee = ts.isMethodDeclaration(entry) ? null : resolveCallee(entry, checker);
    if (ts.isMethodDeclaration(entry)) functions.push(entry);
    else if (callee?.kind === 'program' && !callee.closure) functions.push(...callee.functions);
    else return null;
  }
  return functions.length > 0 ? { kind: 'program', functions, closure: null, receiver: target.expression } : null;
}

function resolveName(name: ts.Identifier, checker: ts.TypeChecker): Callee | null {
  const symbol = symbolOf(name, checker);
  if (isGlobal(symbol)) return builtin(name.text);
  if (!symbol) return null;
  const imported = importOf(symbol);
  if (imported?.isNode) return builtin(`${imported.module}#${imported.name}`);
  const resolved = resolveAlias(symbol, checker);
  const declaration = declarationOf(resolved);
  if (imported && (!declaration || declaration.getSourceFile().isDeclarationFile))
    return { kind: 'package', name: imported.name, module: imported.module };
  if (!declaration) return null;
  // `const { score } = require('./lib')` takes what is there at the time.
  if (imported && isOfCommonJs(declaration) && isGivenAnew(resolved, imported.name, filesBehind(checker), checker))
    return null;
  if (ts.isParameter(declaration)) return { kind: 'parameter', symbol: resolved };
  if (isEmit(declaration, checker)) return builtin('looppool#emit');
  if (ts.isFunctionExpression(declaration))
    return { kind: 'program', functions: [declaration], closure: null, receiver: null };
  if (ts.isFunctionDeclaration(declaration)) {
    const body = onlyFunction(resolved, checker);
    return body && { kind: 'program', functions: [body], closure: null, receiver: null };
  }
  const exported = exportedValue(resolved);
  if (!exported && (!isConstant(declaration) || !declaration.initializer)) return null;
  const value = unwrap(exported ?? (declaration as ts.VariableDeclaration).initializer!);
  if (isFunctionNode(value)) return { kind: 'program', functions: [value], closure: null, receiver: null };
  if (ts.isIdentifier(value)) return resolveName(value, checker);
  if (ts.isCallExpression(value)) {
    const given = isTaskCall(value, checker) ? value.arguments[2] : undefined;
    if (given) return resolveCallee(given, checker);
    const functions = functionsReturnedBy(value, checker);
    if (functions) return { kind: 'program', functions, closure: resolved, receiver: null };
  }
  return null;
}

const isOfCommonJs = (declaration: ts.Declaration): boolean =>
  (declaration.getSourceFile() as { commonJsModuleIndicator?: ts.Node }).commonJsModuleIndicator !== undefined;

const builtin = (key: string): Callee | null => {
  const entry = builtinOf(key);
  return entry ? { kind: 'builtin', key, entry, receiver: null } : null;
};

/** `task(…)` of the library, which gives the function that it is given. */
export function isTaskCall(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const callee = resolveCallee(call.expression, checker);
  return callee.kind === 'builtin' && callee.key === 'looppool#task';
}

/** `emit` in the parameters of a task. */
function isEmit(declaration: ts.Declaration, checker: ts.TypeChecker): boolean {
  if (!ts.isBindingElement(declaration) || (declaration.propertyName ?? declaration.name).getText() !== 'emit')
    return false;
  const parameter = declaration.parent.parent;
  const call = ts.isParameter(parameter) ? parameter.parent.parent : undefined;
  return call !== undefined && ts.isCallExpression(call) && isTaskCall(call, checker);
}

/** Whether a constant holds a function that another function of the program has made: `const score = makeScorer(17)`. */
export function isMadeFunction(declaration: ts.Declaration | undefined, checker: ts.TypeChecker): boolean {
  if (!isConstant(declaration) || !ts.isIdentifier(declaration.name) || !declaration.initializer) return false;
  const value = unwrap(declaration.initializer);
  return ts.isCallExpression(value) && functionsReturnedBy(value, checker) !== null;
}

/** The function literals that a call of a program's function returns: a generator made by `makeRng(seed)`, say. */
function functionsReturnedBy(call: ts.CallExpression, checker: ts.TypeChecker): readonly FunctionNode[] | null {
  const maker = resolveCallee(call.expression, checker);
  if (maker.kind !== 'program' || maker.closure) return null;
  const made: FunctionNode[] = [];
  for (const fn of maker.functions) {
    for (const value of returnedValues(fn)) {
      const literal = unwrap(value);
      if (isFunctionNode(literal)) made.push(literal);
      else if (ts.isIdentifier(literal)) {
        const inner = resolveName(literal, checker);
        if (inner?.kind !== 'program' || inner.closure) return null;
        made.push(...inner.functions);
      } else return null;
    }
  }
  return made.length > 0 ? made : null;
}

/** Whether code, or a function of the program that it calls, has a node of some kind. */
export function isReached(
  node: ts.Node,
  checker: ts.TypeChecker,
  is: (node: ts.Node) => boolean,
  seen = new Set<ts.Node>(),
): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  if (is(node)) return true;
  const callee = ts.isCallExpression(node) ? resolveCallee(node.expression, checker) : null;
  if (callee?.kind === 'program' && callee.functions.some((fn) => isReached(fn, checker, is, seen))) return true;
  return ts.forEachChild(node, (child) => isReached(child, checker, is, seen) || undefined) ?? false;
}

function resolveMethod(target: ts.PropertyAccessExpression, checker: ts.TypeChecker): Callee | null {
  const { expression: receiver, name } = target;
  const path = globalPath(receiver, checker);
  if (path !== null) return builtin(`${path}.${name.text}`);
  if (ts.isIdentifier(receiver)) {
    const symbol = symbolOf(receiver, checker);
    const imported = symbol ? importOf(symbol) : null;
    if (imported?.isNode) {
      // `fs.readFileSync` through a namespace or default import, or `performance.now` through a named one.
      const whole = imported.name === '*' || imported.name === 'default';
      const ours = imported.module === 'looppool' ? 'looppool#' : '';
      const key = whole ? `${imported.module}#${name.text}` : `${ours}${imported.name}.${name.text}`;
      return builtin(key);
    }
    if (symbol && imported && imported.name === '*') {
      const found = resolveExport(name, checker);
      // What a file of the program exports, and cannot be followed, is no package's.
      if (found || /^\.{0,2}\//.test(imported.specifier)) return found;
      return { kind: 'package', name: name.text, module: imported.module };
    }
  }
  const property = checker.getSymbolAtLocation(name);
  const declaration = property ? declarationOf(property) : undefined;
  if (!property || !declaration) return null;
  if (isLibrary(declaration)) {
    const owner = 'symbol' in declaration.parent ? (declaration.parent as { symbol: ts.Symbol }).symbol.getName() : '';
    // `path.posix` and `path.win32` have the functions of `path`.
    const key = `${owner === 'PlatformPath' ? 'path' : owner}#${name.text}`;
    const entry = builtinOf(key);
    return entry && membersInPlace(receiver, name.text, checker).length === 0
      ? { kind: 'builtin', key, entry, receiver }
      : null;
  }
  // Of a union, the methods of all its types.
  const declared = (property.declarations ?? []).filter((d) => !isOverload(d));
  const functions = declared.filter((d) => !isAbstract(d)).map(methodOf);
  if (!functions.every((fn) => fn !== null)) return null;
  const others = membersBehind(receiver, name.text, checker).map(functionIn);
  // What an accessor gives is called, and may be anything. An abstract method is what the classes below make of it.
  if (declared.length === 0 || functions.length + others.length === 0 || others.some(ts.isAccessor)) return null;
  return { kind: 'program', functions: [...new Set([...functions, ...others])], closure: null, receiver };
}

/** A signature before the method that has the body. */
const isOverload = (declaration: ts.Declaration): boolean =>
  ts.isMethodDeclaration(declaration) && !declaration.body && !isAbstract(declaration);

const isAbstract = (declaration: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Abstract) !== 0;

/** The function that a member of a class or an object literal is. */
function methodOf(declaration: ts.Declaration): FunctionNode | null {
  if (ts.isMethodDeclaration(declaration)) return declaration.body ? declaration : null;
  return ts.isPropertyAssignment(declaration) && isFunctionNode(declaration.initializer)
    ? declaration.initializer
    : null;
}

/** A function that a module exports, by the name that it has there. */
function resolveExport(name: ts.MemberName, checker: ts.TypeChecker): Callee | null {
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol || isReplaced(symbol, name.text, checker)) return null;
  const resolved = resolveAlias(symbol, checker);
  if (isGivenAnew(resolved, name.text, filesBehind(checker), checker)) return null;
  const fn = functionOf(resolved, checker);
  return fn && { kind: 'program', functions: [fn], closure: null, receiver: null };
}

/**
 * What a module of the program exports under the name in `lib.name`, where `lib` is imported as a whole, and in `exports.name`:
 * the same for everyone who names it.
 */
export function exportNamed(node: ts.Expression, checker: ts.TypeChecker): ts.Symbol | null {
  if (!ts.isPropertyAccessExpression(node)) return null;
  const { expression, name } = node;
  const whole = ts.isIdentifier(expression) ? symbolOf(expression, checker) : undefined;
  const isModule = whole && importOf(whole)?.isNode === false;
  if (!isModule && !isExports(expression, checker)) return null;
  const found = checker.getSymbolAtLocation(name);
  const symbol = found && resolveAlias(found, checker);
  const declaration = symbol && declarationOf(symbol);
  return symbol && declaration && !declaration.getSourceFile().isDeclarationFile && !declaresCode(declaration)
    ? symbol
    : null;
}

/** `exports` and `module.exports`, which is `this` at the top of a CommonJS module, or a constant that holds it. */
export function isExports(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(expression);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return isAtTop(node);
  const behind = constantBehind(node, checker);
  return /^(module\.)?exports$/.test(node.getText()) || (behind !== null && isExports(behind.value, checker));
}

/** Whether a `this` is that of the module: only arrow functions stand around it. */
function isAtTop(node: ts.Node): boolean {
  const around = ts.findAncestor(
    node,
    (outer) => ts.isClassLike(outer) || (isFunctionNode(outer) && !ts.isArrowFunction(outer)),
  );
  return around === undefined;
}

/** Whether some file of the program gives what a module exports another value: `lib.name = …`. */
function isReplaced(symbol: ts.Symbol, name: string, checker: ts.TypeChecker): boolean {
  const places = filesBehind(checker).flatMap((file) => memberWrites(file).of(name));
  return places.some((place) => {
    const isDeclaration = (symbol.declarations ?? []).some((d) => d === place.parent || d === place.parent.parent);
    return !isDeclaration && checker.getSymbolAtLocation(place) === symbol;
  });
}

/** `Math` or `process.stdout`, where the first name is a global; else null. */
export function globalPath(expression: ts.Expression, checker: ts.TypeChecker): string | null {
  if (ts.isIdentifier(expression)) {
    const symbol = symbolOf(expression, checker);
    return isGlobal(symbol) && isKnownGlobal(expression.text) ? expression.text : null;
  }
  if (!ts.isPropertyAccessExpression(expression)) return null;
  const base = globalPath(expression.expression, checker);
  return base === null ? null : `${base}.${expression.name.text}`;
}

/** `createHash('sha256')` and what `update` returns: objects that nobody else holds. */
export function isSelfContainedObject(receiver: ts.Expression, checker: ts.TypeChecker): boolean {
  const made = unwrap(receiver);
  if (ts.isCallExpression(made)) {
    const callee = resolveCallee(made.expression, checker);
    if (callee.kind === 'builtin') return isSelfContained(callee.key);
    return callee.kind === 'unknown' && callee.receiver !== null && isSelfContainedObject(callee.receiver, checker);
  }
  if (ts.isNewExpression(made)) return isSelfContained(made.expression.getText());
  if (!ts.isIdentifier(made)) return false;
  const symbol = symbolOf(made, checker);
  const declaration = symbol ? declarationOf(symbol) : undefined;
  return (
    isConstant(declaration) &&
    declaration.initializer !== undefined &&
    isSelfContainedObject(declaration.initializer, checker)
  );
}
