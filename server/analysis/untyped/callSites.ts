import { ts } from 'ts-morph';
import { namesIn } from '../source/names.js';
import { extendsClausesOf, renamed } from '../source/fileNames.js';
import { isPoolWalk, libraryName } from '../source/libraryName.js';
import { isStatic } from '../source/statics.js';
import { isReplacer } from './matchParts.js';
import { createNeverCalled } from './neverCalled.js';
import { type FunctionNode, isConstant, isExportedPart, resolveAlias, unwrap } from '../source/symbols.js';

/** What a function is given at one place. */
export type Given =
  | { readonly kind: 'arguments'; readonly at: ts.Node; readonly values: readonly ts.Expression[] }
  /** It is the callback of a call of `method` on a list, that `Array.from` or a pool hands the items of one to, or for each match in a text. */
  | {
      readonly kind: 'callback';
      readonly at: ts.Node;
      readonly call: ts.CallExpression;
      readonly list: ts.Expression;
      readonly method: string;
    };

/** Finds out what the functions of a program are given, from every place that names them. */
export interface CallSites {
  /** Null where it cannot be known: the function is handed on as a value, say. */
  of(fn: FunctionNode): readonly Given[] | null;
}

/**
 * @param files the program's own sources
 * @param symbolAt the symbol of a name, that of a property of an untyped object included where it can be told
 */
export function createCallSites(
  files: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
  symbolAt: (name: ts.Node) => ts.Symbol | undefined,
): CallSites {
  const known = new Map<FunctionNode, readonly Given[] | null>();

  /** The function or class that a name stands for, through imports and what a CommonJS module exports. */
  const definitionOf = (name: ts.Node): ts.Symbol | undefined => {
    let symbol = symbolAt(name);
    for (let i = 0; symbol && i < 8; i++) {
      const next = stepTo(resolveAlias(symbol, checker), checker);
      if (next === symbol) break;
      symbol = next;
    }
    return symbol;
  };

  /** The name of a symbol, and others that files give it. */
  const namesOf = (symbol: ts.Symbol, isIt: (found: ts.Symbol | undefined) => boolean): Set<string> => {
    const names = new Set([symbol.getName()]);
    for (const file of files) for (const local of localNames(file, (n) => isIt(definitionOf(n)))) names.add(local);
    return names;
  };

  const isNeverCalled = createNeverCalled(
    files,
    checker,
    (use, symbol) => {
      if (!isUse(use)) return false;
      const found = definitionOf(use);
      return found ? isSame(found, symbol) : isMemberName(use);
    },
    (symbol) => namesOf(symbol, (found) => isSame(found, symbol)),
  );
  const isNeverRun = (site: ts.Node): boolean => ts.findAncestor(site, isNeverCalled) !== undefined;

  const find = (fn: FunctionNode): readonly Given[] | null => {
    const inline = givenInline(fn);
    if (inline) return [inline];
    const task = taskOf(fn, checker);
    const name = task ?? nameOf(fn);
    const symbol = name && definitionOf(name);
    if (!symbol || isInherited(fn)) return null;
    // A function expression may call itself by a name of its own.
    const own = ts.isFunctionExpression(fn) && fn.name ? checker.getSymbolAtLocation(fn.name) : undefined;
    const isIt = (found: ts.Symbol | undefined): boolean => isSame(found, symbol) || isSame(found, own);
    const given: Given[] = [];
    const names = new Set([name.text, own?.getName() ?? name.text, ...namesOf(symbol, isIt)]);
    for (const file of files) {
      for (const use of [...names].flatMap((text) => namesIn(file, text))) {
        if (use === name || !isUse(use)) continue;
        const found = definitionOf(use);
        // A method of an object that nothing is known of may be this one.
        if (!found && ts.isMethodDeclaration(fn) && isMemberName(use)) return null;
        if (!isIt(found)) continue;
        const site = task ? givenToTask(use, checker) : givenAt(use, fn);
        if (site === 'elsewhere') return null;
        if (site && !isNeverRun(site.at)) given.push(site);
      }
    }
    return given.length > 0 ? given : null;
  };

  /** Whether a call through a class that inherits, or is inherited from, may give something to a method or constructor. */
  const isInherited = (fn: FunctionNode): boolean => {
    const owner = fn.parent;
    if (!ts.isClassLike(owner)) return false;
    const { name } = owner;
    if (!name || owner.heritageClauses?.some((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)) return true;
    const symbol = checker.getSymbolAtLocation(name);
    return files.some((file) =>
      extendsClausesOf(file).some(
        ({ expression }) => !ts.isIdentifier(expression) || isSame(definitionOf(expression), symbol),
      ),
    );
  };

  return {
    of(fn) {
      let sites = known.get(fn);
      if (sites === undefined) {
        known.set(fn, null);
        known.set(fn, (sites = find(fn)));
      }
      return sites;
    },
  };
}

/** Whether two symbols stand for one declaration; those of a union or of an instantiated type are made anew. */
function isSame(found: ts.Symbol | undefined, symbol: ts.Symbol | undefined): boolean {
  if (!found || !symbol) return false;
  const { valueDeclaration } = symbol;
  return found === symbol || (valueDeclaration !== undefined && (found.declarations ?? []).includes(valueDeclaration));
}

/** What exporting an object with `{ f }`, `{ g: f }` or `exports.g = f` makes of a name; other symbols are their own. */
function stepTo(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  const declaration: ts.Node | undefined = symbol.valueDeclaration;
  if (!declaration) return symbol;
  if (ts.isShorthandPropertyAssignment(declaration))
    return checker.getShorthandAssignmentValueSymbol(declaration) ?? symbol;
  const value = valueOf(declaration);
  const named = value && unwrap(value);
  return (named && ts.isIdentifier(named) && checker.getSymbolAtLocation(named)) || symbol;
}

function valueOf(declaration: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAssignment(declaration) || isConstant(declaration)) return declaration.initializer;
  // A module as a whole is declared by its file, which stands in nothing.
  if (ts.isSourceFile(declaration)) return undefined;
  const assignment = declaration.parent;
  return ts.isBinaryExpression(assignment) && (assignment.left as ts.Node) === declaration
    ? assignment.right
    : undefined;
}

/** The name under which others call a function; a constructor has that of its class. */
function nameOf(fn: FunctionNode): ts.Identifier | null {
  const named =
    ts.isConstructorDeclaration(fn) || ts.isFunctionDeclaration(fn) || ts.isMethodDeclaration(fn)
      ? ts.isConstructorDeclaration(fn)
        ? fn.parent.name
        : fn.name
      : isConstant(fn.parent)
        ? fn.parent.name
        : exportedAs(fn);
  if (ts.isMethodDeclaration(fn) && !ts.isClassLike(fn.parent)) return null;
  return named && ts.isIdentifier(named) ? named : null;
}

/** The `f` of `exports.f = function () {}` and of `module.exports = { f: function () {} }`. */
function exportedAs({ parent }: FunctionNode): ts.PropertyName | undefined {
  if (ts.isPropertyAssignment(parent) && isExportedPart(parent)) return parent.name;
  if (!ts.isBinaryExpression(parent) || !ts.isPropertyAccessExpression(parent.left)) return undefined;
  const isExport = /^(module\.)?exports$/.test(parent.left.expression.getText());
  return isExport && ts.isSourceFile(parent.parent.parent) ? parent.left.name : undefined;
}

/** `xs.map((x) => …)`: the function is named by nothing else. */
function givenInline(fn: FunctionNode): Given | null {
  const { parent } = fn;
  return ts.isCallExpression(parent) ? givenAsCallback(parent, fn) : null;
}

function givenAsCallback(call: ts.CallExpression, callback: ts.Node): Given | null {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const [first, second] = call.arguments as readonly ts.Node[];
  const method = callee.name.text;
  if (first === callback || isReplacer(callback, call))
    return { kind: 'callback', at: call, call, list: callee.expression, method };
  return second === callback && callee.getText() === 'Array.from'
    ? { kind: 'callback', at: call, call, list: call.arguments[0]!, method }
    : null;
}

/** The constant that holds a task of the runtime, whose work a function is: `const hash = task(import.meta.url, 'hash', (item) => …)`. */
function taskOf({ parent }: FunctionNode, checker: ts.TypeChecker): ts.Identifier | null {
  if (!ts.isCallExpression(parent) || libraryName(parent.expression, checker) !== 'task') return null;
  const { name } = isConstant(parent.parent) ? parent.parent : { name: undefined };
  return name && ts.isIdentifier(name) ? name : null;
}

/** What a pool gives to a task where that is named: `pool.map(hash, items, captures)`. */
function givenToTask(use: ts.Identifier, checker: ts.TypeChecker): Given | 'elsewhere' | null {
  const { parent: call } = use;
  if (!ts.isCallExpression(call)) return isExported(use) ? null : 'elsewhere';
  const [first, list] = call.arguments;
  return first === use && list && isPoolWalk(call, checker)
    ? { kind: 'callback', at: call, call, list, method: 'task' }
    : 'elsewhere';
}

/** What a function is given where it is named; null where nothing is called there. */
function givenAt(use: ts.Identifier, fn: FunctionNode): Given | 'elsewhere' | null {
  const named = isMemberName(use) ? (use.parent as ts.PropertyAccessExpression) : use;
  const { parent } = named;
  if (ts.isConstructorDeclaration(fn)) {
    if (ts.isNewExpression(parent) && parent.expression === named)
      return { kind: 'arguments', at: parent, values: parent.arguments ?? [] };
    const isAsked = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
    return isAsked || isExported(named) || isStaticPart(parent, named, fn.parent) ? null : 'elsewhere';
  }
  if (ts.isCallExpression(parent)) {
    if (parent.expression === named)
      return parent.arguments.some((a) => ts.isSpreadElement(a))
        ? 'elsewhere'
        : { kind: 'arguments', at: parent, values: parent.arguments };
    return givenAsCallback(parent, named) ?? 'elsewhere';
  }
  return isExported(named) ? null : 'elsewhere';
}

/** Whether a name of a class only leads to one of its static members, none of which makes instances by `new this(…)`. */
function isStaticPart(part: ts.Node, name: ts.Node, { members }: ts.ClassLikeDeclaration): boolean {
  if (!ts.isPropertyAccessExpression(part) || part.expression !== name) return false;
  const statics = members.filter((m) => ts.isClassStaticBlockDeclaration(m) || isStatic(m));
  return (
    statics.some(({ name: own }) => own && ts.isIdentifier(own) && own.text === part.name.text) &&
    statics.every((member) => !givesThis(member))
  );
}

/** Whether something in a node does more with `this` than to ask for a part of it. */
function givesThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) {
    const { parent } = node;
    return !ts.isPropertyAccessExpression(parent) || /^(constructor|prototype|__proto__)$/.test(parent.name.text);
  }
  return ts.forEachChild(node, (child) => givesThis(child) || undefined) ?? false;
}

/** `module.exports = f`, `module.exports = { f }`, `exports.f = f`: whoever requires it is among the uses. */
function isExported(named: ts.Node): boolean {
  const { parent } = named;
  if (ts.isExportAssignment(parent)) return true;
  const value =
    (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent)) &&
    ts.isObjectLiteralExpression(parent.parent)
      ? parent.parent
      : named;
  const { parent: assignment } = value;
  return (
    ts.isBinaryExpression(assignment) &&
    assignment.right === value &&
    /^(module\.)?exports\b/.test(assignment.left.getText())
  );
}

const isMemberName = (use: ts.Identifier): boolean =>
  ts.isPropertyAccessExpression(use.parent) && use.parent.name === use;

/** Names in imports, exports and types call nothing. */
function isUse(name: ts.Identifier): boolean {
  const { parent } = name;
  return !(
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isTypeNode(parent) ||
    ts.isBindingElement(parent) ||
    (ts.isVariableDeclaration(parent) && parent.name === name) ||
    (ts.isPropertyAssignment(parent) && parent.name === name) ||
    (ts.isFunctionLike(parent) && parent.name === name) ||
    (ts.isClassLike(parent) && parent.name === name) ||
    ts.isLabeledStatement(parent) ||
    // The left side of `exports.f = f`.
    (isMemberName(name) && ts.isBinaryExpression(parent.parent) && parent.parent.left === parent)
  );
}

/** Other names that a file gives to what it imports or exports. */
function localNames(file: ts.SourceFile, isIt: (name: ts.Node) => boolean): string[] {
  const found: string[] = [];
  for (const name of renamed(file)) if (isIt(name)) found.push(name.text);
  return found;
}
