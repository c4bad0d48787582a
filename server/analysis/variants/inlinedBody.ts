import { ts } from 'ts-morph';
import { typeText } from '../../typeText.js';
import { uniqueName } from '../../uniqueName.js';
import { ownBinding } from '../../forms/callback.js';
import { isAssignedIn } from '../source/assignments.js';
import { indentAt, type Patch, patched, reindented } from '../../nodeText.js';
import { isJavaScript } from '../source/filesBehind.js';
import { namesIn } from '../source/names.js';
import { placesOfThis } from './thisByName.js';
import {
  declarationOf,
  enclosingFunction,
  type FunctionNode,
  isAsync,
  isConstant,
  isDeclaredIn,
  isFunctionNode,
  isGenerator,
  isValueUse,
  namesOf,
  resolveAlias,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
import { usesArguments } from '../source/functions.js';

/** The text of a function's body, as it stands in the place of one call. */
export interface InlinedBody {
  readonly statements: readonly string[];
  /** What the call gives; null where it gives nothing, or nobody uses it. */
  readonly result: string | null;
  /** The type of that, where the text alone may be taken for another one. */
  readonly type: string | null;
  /** Whether the last of the statements lacks the semicolon at its end. */
  readonly isOpen: boolean;
}

/** How the `return` statements of a function become statements of the place that it is called from. */
export interface Returns {
  /** What one before the end becomes: the next iteration, or what it is; null where neither can stand there. */
  readonly early: 'continue' | 'return' | null;
  /** Whether somebody uses what the function gives back. */
  readonly isUsed: boolean;
}

export interface InlinedCall {
  readonly call: ts.CallExpression;
  readonly fn: FunctionNode;
  /** What `this` is in the function. */
  readonly self: string | null;
  readonly checker: ts.TypeChecker;
  /** The loop, whose names are taken. */
  readonly loop: ts.Node;
  readonly taken: Set<string>;
  /** In front of the lines behind the first. */
  readonly indent: string;
}

/**
 * The statements of a function in the place of a call, with the arguments for the parameters: procedure integration after Allen and
 * Johnson, "Compiling C for vectorization, parallelization, and inline expansion", PLDI 1988.
 *
 * @returns null where it would do something else there, or a name means something else
 */
export function inlinedBody(site: InlinedCall, { early, isUsed }: Returns): InlinedBody | null {
  const { fn, call, indent } = site;
  const { body } = fn;
  if (!body || call.arguments.some(ts.isSpreadElement) || !canStandElsewhere(fn, site)) return null;
  const given = parametersGiven(site);
  if (!given) return null;
  const renamed = new Map([...renamings(site, given.replaced), ...given.replaced]);
  const textOf = (node: ts.Node, more: readonly Patch[] = []): string =>
    reindented(node, indent, [...patchesIn(node, site, renamed), ...more]);
  const heads = given.heads.map((head) => head(renamed));
  if (!ts.isBlock(body)) {
    const value = textOf(body);
    return isUsed
      ? { statements: heads, result: value, type: typeOfResult(site, body), isOpen: false }
      : { statements: [...heads, ...asStatement(body, value)], result: null, type: null, isOpen: false };
  }
  const last = body.statements.at(-1);
  const end = last && ts.isReturnStatement(last) ? last : null;
  const others = returnsIn(body).filter((r) => r !== end);
  if (isUsed && others.length > 0 && early !== 'return') return null;
  const returns = early === 'return' ? [] : others.map((r) => early && asContinue(r, fn));
  if (!returns.every((change) => change !== null)) return null;
  const statements = body.statements.flatMap((s) => {
    const inside = returns.filter((r) => r.start >= s.pos && r.end <= s.end);
    if (s !== end) return [commentsOf(s, indent) + textOf(s, inside)];
    const value = end.expression;
    return value && !isUsed ? asStatement(value, textOf(value)) : [];
  });
  const value = isUsed ? end?.expression : undefined;
  const result = value ? textOf(value) : null;
  const type = value ? typeOfResult(site, value) : null;
  const isDropped = end !== null && (isUsed || !end.expression || asStatement(end.expression, '').length === 0);
  const lastKept = isDropped ? body.statements.at(-2) : last;
  const isOpen = lastKept !== undefined && lastKept !== end && endsOpen(lastKept);
  return { statements: [...heads, ...statements], result, type, isOpen };
}

/** The type that a function gives an object or a literal that it returns; null where that has it by itself. */
function typeOfResult({ fn, call, checker }: InlinedCall, value: ts.Expression): string | null {
  if (isJavaScript(fn)) return null;
  const plain = unwrap(value);
  const isMade =
    ts.isObjectLiteralExpression(plain) || ts.isArrayLiteralExpression(plain) || ts.isConditionalExpression(plain);
  const type = checker.getTypeAtLocation(call);
  const isObject = (type.flags & ts.TypeFlags.Object) !== 0;
  if (!isMade || (!isObject && !type.isUnion()) || type.flags & ts.TypeFlags.Boolean) return null;
  if (fn.type) return fn.type.getText();
  // What is taken apart may have no other parts than are taken.
  const isTakenApart = ts.isVariableDeclaration(call.parent) && ts.isObjectBindingPattern(call.parent.name);
  return isTakenApart ? typeText(type, call, checker) : null;
}

/** Whether a statement ends in one that a semicolon belongs behind, and there is none. */
function endsOpen(node: ts.Statement): boolean {
  if (ts.isIfStatement(node)) return endsOpen(node.elseStatement ?? node.thenStatement);
  if (ts.isIterationStatement(node, false) && !ts.isDoStatement(node)) return endsOpen(node.statement);
  const isWhole = ts.isBlock(node) || ts.isSwitchStatement(node) || ts.isTryStatement(node);
  return !isWhole && !node.getText().endsWith(';');
}

/** A value that nobody uses. */
function asStatement(value: ts.Expression, text: string): readonly string[] {
  const plain = unwrap(value);
  if (ts.isIdentifier(plain) || ts.isLiteralExpression(plain) || isKeyword(plain)) return [];
  return [ts.isObjectLiteralExpression(value) || isFunctionNode(value) ? `void (${text});` : `${text};`];
}

/** The comments before a statement, each on a line of its own. */
function commentsOf(statement: ts.Statement, indent: string): string {
  const { text } = statement.getSourceFile();
  const ranges = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? [];
  const from = indentAt(text, statement.getStart());
  return ranges
    .map(({ pos, end }) => `${text.slice(pos, end).split(`\n${from}`).join(`\n${indent}`)}\n${indent}`)
    .join('');
}

const isKeyword = ({ kind }: ts.Node): boolean =>
  kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword || kind === ts.SyntaxKind.NullKeyword;

/** Whether nothing in a function belongs to it as a function: its names mean the same at the call. */
function canStandElsewhere(fn: FunctionNode, { call, self, checker }: InlinedCall): boolean {
  const tells = fn.type !== undefined && ts.isTypePredicateNode(fn.type);
  if (tells || isGenerator(fn) || isAsync(fn) || (fn.typeParameters?.length ?? 0) > 0 || !fn.body) return false;
  if (usesArguments(fn.body) || !keepsThis(fn, self)) return false;
  let fits = true;
  const visit = (node: ts.Node): void => {
    fits &&=
      !ts.isFunctionDeclaration(node) &&
      !ts.isClassLike(node) &&
      !ts.isLabeledStatement(node) &&
      !(ts.isFunctionExpression(node) && node.name) &&
      !ts.isPrivateIdentifier(node) &&
      !(ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression)) &&
      !(isVar(node) && enclosingFunction(node) === fn && !canBeLet(node, fn, checker));
    if (fits && ts.isIdentifier(node) && isReference(node)) fits = meansTheSame(node, fn, call, checker);
    if (fits) ts.forEachChild(node, visit);
  };
  for (const parameter of fn.parameters) visit(parameter);
  if (fn.type) visit(fn.type);
  visit(fn.body);
  return fits;
}

/** Whether what `this` is in a function has a name, or no part in it. */
function keepsThis(fn: FunctionNode, self: string | null): boolean {
  const own = fn.body && ownBinding(fn.body);
  if (!own) return true;
  return own.kind === ts.SyntaxKind.ThisKeyword && self !== null && !ts.isArrowFunction(fn) && !mentionsSuper(fn);
}

function mentionsSuper(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.SuperKeyword || ts.isMetaProperty(node)) return true;
  return ts.forEachChild(node, (child) => mentionsSuper(child) || undefined) ?? false;
}

/** A name of a value or a type, not of a property. */
const isReference = (node: ts.Identifier): boolean =>
  isValueUse(node) || ts.isShorthandPropertyAssignment(node.parent) || ts.isTypeReferenceNode(node.parent);

function meansTheSame(name: ts.Identifier, fn: FunctionNode, call: ts.Node, checker: ts.TypeChecker): boolean {
  const isType = ts.isTypeReferenceNode(name.parent);
  const symbol = isType ? checker.getSymbolAtLocation(name) : symbolOf(name, checker);
  if (symbol && isDeclaredIn(symbol, fn)) return true;
  const flags = isType ? ts.SymbolFlags.Type : ts.SymbolFlags.Value;
  const there = checker.resolveName(name.text, call, flags | ts.SymbolFlags.Alias, false);
  return there === undefined || symbol === undefined
    ? there === symbol || name.text === 'undefined'
    : resolveAlias(there, checker) === resolveAlias(symbol, checker);
}

const isVar = (node: ts.Node): node is ts.VariableDeclarationList =>
  ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped);

/** A `var` at the top of a function that nothing mentions before, nor behind the loop whose head it stands in. */
function canBeLet(list: ts.VariableDeclarationList, fn: FunctionNode, checker: ts.TypeChecker): boolean {
  const { parent } = list;
  if (parent.parent !== fn.body) return false;
  const end = ts.isVariableStatement(parent) ? fn.end : parent.end;
  const isPlain = (use: ts.Identifier): boolean =>
    use.pos >= list.pos && use.end <= end && (ts.isVariableStatement(parent) || enclosingFunction(use) === fn);
  return list.declarations
    .flatMap(({ name }) => namesOf(name))
    .every(
      (name) => checker.getSymbolAtLocation(name)?.declarations?.length === 1 && namesIn(fn, name.text).every(isPlain),
    );
}

function returnsIn(body: ts.Block): ts.ReturnStatement[] {
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (ts.isReturnStatement(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** A `return` before the end that ends the iteration; null where it cannot. */
function asContinue(node: ts.ReturnStatement, fn: FunctionNode): Patch | null {
  const value = node.expression && unwrap(node.expression);
  if (value && !ts.isIdentifier(value) && !ts.isLiteralExpression(value) && !isKeyword(value)) return null;
  for (let outer: ts.Node = node.parent; outer !== fn.body; outer = outer.parent)
    if (ts.isIterationStatement(outer, false)) return null;
  return { start: node.getStart(), end: node.end, text: 'continue;' };
}

interface Given {
  /** What names the parameters, once it is known what they are called there. */
  readonly heads: readonly ((renamed: ReadonlyMap<ts.Symbol, string>) => string)[];
  /** Parameters that the argument stands for. */
  readonly replaced: ReadonlyMap<ts.Symbol, string>;
}

/** Parameters as constants with the arguments for their values; one that only renames a name that keeps its value is that name. */
function parametersGiven(site: InlinedCall): Given | null {
  const { fn, call, checker, loop } = site;
  const replaced = new Map<ts.Symbol, string>();
  const heads: Given['heads'][number][] = [];
  const parameters = fn.parameters.filter(({ name }) => name.getText() !== 'this');
  if (call.arguments.length > parameters.length) return null;
  for (const [i, parameter] of parameters.entries()) {
    const given = call.arguments[i];
    const value = given ?? parameter.initializer;
    if (parameter.dotDotDotToken || (given && parameter.initializer)) return null;
    const { name } = parameter;
    const symbols = namesOf(name).flatMap((n) => checker.getSymbolAtLocation(n) ?? []);
    const isAssigned = symbols.some((symbol) => isAssignedIn(fn, symbol, checker));
    const [symbol] = ts.isIdentifier(name) ? symbols : [];
    if (symbol && given && !isAssigned && canStandFor(given, parameter, loop, checker)) {
      replaced.set(symbol, given.getText());
      continue;
    }
    const type = parameter.type && `${parameter.type.getText()}${parameter.questionToken ? ' | undefined' : ''}`;
    // What a constant of a union is given says which part of it; a parameter may be any.
    const isUnion = type !== undefined && checker.getTypeAtLocation(name).isUnion();
    heads.push((renamed) => {
      const pattern = patched(name.getSourceFile().text, name.getStart(), name.end, patchesIn(name, site, renamed));
      // A default may ask for the parameters before it.
      const whole = value
        ? patched(value.getSourceFile().text, value.getStart(), value.end, given ? [] : patchesIn(value, site, renamed))
        : 'undefined';
      const text = isUnion && value && !isOneWord(value) ? `(${whole})` : whole;
      const keyword = isAssigned ? 'let' : 'const';
      if (type === undefined) return `${keyword} ${pattern} = ${text};`;
      return isUnion ? `${keyword} ${pattern} = ${text} as ${type};` : `${keyword} ${pattern}: ${type} = ${text};`;
    });
  }
  return { heads, replaced };
}

/** What needs no parentheses before `as`. */
const isOneWord = (value: ts.Expression): boolean => ts.isLiteralExpression(value) || ts.isIdentifier(value);

/** A literal, or a name that has one value, of the type that the parameter has. */
function canStandFor(
  given: ts.Expression,
  parameter: ts.ParameterDeclaration,
  loop: ts.Node,
  checker: ts.TypeChecker,
): boolean {
  if (!parameter.type && (ts.isNumericLiteral(given) || ts.isStringLiteral(given))) return true;
  const symbol = ts.isIdentifier(given) ? symbolOf(given, checker) : undefined;
  const declaration = symbol && declarationOf(symbol);
  if (!declaration) return false;
  const isSettled =
    isConstant(declaration) ||
    ts.isFunctionDeclaration(declaration) ||
    (isDeclaredIn(symbol, loop) && !isAssignedIn(loop, symbol, checker));
  const types = [given, parameter.name].map((node) => checker.typeToString(checker.getTypeAtLocation(node)));
  return isSettled && (!parameter.type || types[0] === types[1]);
}

/** Names of the function's own that the loop has as well, and what they are called instead. */
function renamings(
  { fn, loop, taken, checker }: InlinedCall,
  replaced: ReadonlyMap<ts.Symbol, string>,
): ReadonlyMap<ts.Symbol, string> {
  const renamed = new Map<ts.Symbol, string>();
  const isTaken = (name: string, own: string): boolean =>
    namesIn(loop, name).length > 0 || (name !== own && namesIn(fn, name).length > 0);
  const visit = (node: ts.Node): void => {
    const isDeclared =
      ts.isIdentifier(node) &&
      (ts.isVariableDeclaration(node.parent) || ts.isParameter(node.parent) || ts.isBindingElement(node.parent)) &&
      node.parent.name === node;
    const symbol = isDeclared ? checker.getSymbolAtLocation(node) : undefined;
    if (isDeclared && symbol && !replaced.has(symbol)) {
      const name = uniqueName(node.text, taken, (candidate) => isTaken(candidate, node.text));
      if (name !== node.text) renamed.set(symbol, name);
    }
    ts.forEachChild(node, visit);
  };
  fn.parameters.forEach(visit);
  visit(fn.body!);
  return renamed;
}

/** What the names of a function, `this` and its `var`s become in its text. */
function patchesIn(
  node: ts.Node,
  { fn, self, checker }: InlinedCall,
  renamed: ReadonlyMap<ts.Symbol, string>,
): readonly Patch[] {
  const patches: Patch[] =
    self === null || self === 'this'
      ? []
      : placesOfThis(node).map((place) => ({ start: place.getStart(), end: place.end, text: self }));
  const visit = (child: ts.Node): void => {
    if (isVar(child) && enclosingFunction(child) === fn)
      patches.push({ start: child.getStart(), end: child.getStart() + 'var'.length, text: 'let' });
    if (ts.isIdentifier(child)) patches.push(...renamingOf(child, renamed, checker));
    ts.forEachChild(child, visit);
  };
  visit(node);
  return patches;
}

function renamingOf(
  name: ts.Identifier,
  renamed: ReadonlyMap<ts.Symbol, string>,
  checker: ts.TypeChecker,
): readonly Patch[] {
  const symbol = symbolOf(name, checker);
  const text = symbol && renamed.get(symbol);
  if (text === undefined || text === name.text) return [];
  const { parent } = name;
  const isShort =
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isBindingElement(parent) && !parent.propertyName && ts.isObjectBindingPattern(parent.parent));
  return [{ start: name.getStart(), end: name.end, text: isShort ? `${name.text}: ${text}` : text }];
}
