import { ts } from 'ts-morph';
import { isAssignedIn, isAssignment } from '../source/assignments.js';
import { indexedBySyntax } from '../source/bySyntax.js';
import { filesWith } from '../source/filesBehind.js';
import { declarationOf, isConstant, isFunctionNode, symbolOf, unwrap } from '../source/symbols.js';
import { isPlainField, placesGiven } from '../transfer/capturedFields.js';
import { familyOf } from '../transfer/rebuilt.js';
import { imitatorOf } from '../transfer/imitators.js';
import { mayHold } from '../source/containment.js';
import { isNew } from './newObjects.js';

type Field = ts.PropertyAccessExpression;

/** A place where an object is used; where a called function does that, with the call: its `this` may be that of the caller. */
export interface PlaceOfObject {
  readonly node: ts.Node;
  readonly call: ts.Node | null;
}

/**
 * Whether `this.a` and the `this.b` that another expression leads through are different objects whatever happens, and none is in
 * the other: one field is only ever given objects that are made for it, and the other too, or what its constructor was given, which
 * was there before.
 *
 * @param a the object itself, by whatever constant
 * @param b a part of the object, or the object: `this.b`, `this.b[i].x`, or the same with constants for `this.b` and `this.b[i]`
 */
export function areFieldsApart(a: PlaceOfObject, b: ts.Node, checker: ts.TypeChecker): boolean {
  const [one, other] = [fieldBehind(a.node, checker, false), fieldBehind(b, checker, true)];
  if (!one || !other || one.name.text === other.name.text) return false;
  if (thisAt({ node: one, call: a.call }, checker) !== thisAround(other)) return false;
  const [left, right] = [one, other].map((field) => checker.getTypeAtLocation(field));
  if (mayHold(left!, right!, checker) || mayHold(right!, left!, checker)) return false;
  const values = [one, other].map((field) => valuesOf(field, checker));
  return values.includes('made') && !values.includes(null);
}

/** The code whose `this` is meant: for what a method does that is called as `this.method()`, that around the call; null where that cannot be told. */
function thisAt({ node, call }: PlaceOfObject, checker: ts.TypeChecker): ts.Node | null {
  const around = thisAround(node);
  if (!call) return around;
  const callee = ts.isCallExpression(call) ? call.expression : null;
  if (!callee || !isOfThis(callee)) return null;
  const declared = checker.getSymbolAtLocation(callee.name)?.declarations ?? [];
  return declared.length === 1 && declared[0] === around ? thisAround(call) : null;
}

/** The `this.field` that an expression begins with, or is, by whatever constant. */
function fieldBehind(whole: ts.Node, checker: ts.TypeChecker, mayBePart: boolean, depth = 0): Field | null {
  if (!ts.isExpression(whole) || depth > MAX_DEPTH) return null;
  const node = unwrap(whole);
  if (isOfThis(node)) return node;
  if (ts.isIdentifier(node)) {
    const symbol = symbolOf(node, checker);
    const declaration = symbol && declarationOf(symbol);
    if (!isConstant(declaration) || !ts.isIdentifier(declaration.name)) return null;
    const { initializer } = declaration;
    const loop = declaration.parent.parent;
    if (initializer) return fieldBehind(initializer, checker, mayBePart, depth + 1);
    return mayBePart && ts.isForOfStatement(loop) ? fieldBehind(loop.expression, checker, true, depth + 1) : null;
  }
  const isPart = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return isPart && mayBePart ? fieldBehind(node.expression, checker, true, depth + 1) : null;
}

const MAX_DEPTH = 8;

function isOfThis(node: ts.Expression): node is Field {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.questionDotToken === undefined &&
    node.expression.kind === ts.SyntaxKind.ThisKeyword
  );
}

function thisAround(node: ts.Node): ts.Node | null {
  const isHome = (n: ts.Node): boolean => ts.isClassLike(n) || (isFunctionNode(n) && !ts.isArrowFunction(n));
  return ts.findAncestor(node, isHome) ?? null;
}

/** `made`: every value of a field is a new object; `given`: each is that, or was handed to the constructor; null for any other. */
function valuesOf({ name }: Field, checker: ts.TypeChecker): 'made' | 'given' | null {
  const declarations = checker.getSymbolAtLocation(name)?.declarations ?? [];
  const [field] = declarations;
  const home = field && ts.findAncestor(field, ts.isClassLike);
  if (!home || !ts.isClassDeclaration(home) || !home.name) return null;
  if (field.getSourceFile().isDeclarationFile || !isPlainField(field)) return null;
  const made = checker.getSymbolAtLocation(home.name);
  const family = made && familyOf(made, checker)?.flatMap(({ declarations: d = [] }) => d);
  if (!family || imitatorOf(made, home, family, checker) !== null) return null;
  // Plain JavaScript: every assignment declares the field.
  if (declarations.some((d) => d !== field && (isMember(d) || ts.findAncestor(d, ts.isClassLike) !== home)))
    return null;
  const files = [...filesWith(field.getSourceFile(), checker)];
  const ofHeirs = files.flatMap((file) => membersOfHeirs(file).of(name.text));
  if (ofHeirs.some((member) => member !== field)) return null;
  const isHanded = ts.isParameter(field);
  if (isHanded && !keepsArgument(field, checker)) return null;
  const places = files.flatMap((file) => placesGiven(field, name.text, file, checker));
  const initial = ts.isPropertyDeclaration(field) ? field.initializer : undefined;
  const values = [...(initial ? [initial] : []), ...places.map(valueGiven)];
  const others = values.filter((value) => value === null || !isNew(value, checker));
  if (!others.every((value) => value !== null && isHandedIn(value, home, checker))) return null;
  return isHanded || others.length > 0 ? 'given' : 'made';
}

/** The right side of `o.name = value`; null for whatever else gives a part a value. */
function valueGiven(place: ts.Node): ts.Expression | null {
  const { parent } = place;
  const isPlain =
    ts.isPropertyAccessExpression(place) &&
    ts.isBinaryExpression(parent) &&
    parent.left === place &&
    /^(\?\?|\|\|)?=$/.test(parent.operatorToken.getText());
  return isPlain ? parent.right : null;
}

/** Whether `this.name = value` stands in the constructor of a class and the value is one that this was handed. */
function isHandedIn(value: ts.Expression, home: ts.ClassDeclaration, checker: ts.TypeChecker): boolean {
  const node = unwrap(value);
  const symbol = ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
  const parameter = symbol && declarationOf(symbol);
  const assignment = ts.findAncestor(node, isAssignment);
  return (
    parameter !== undefined &&
    ts.isParameter(parameter) &&
    parameter.parent.parent === home &&
    keepsArgument(parameter, checker) &&
    thisAround(node) === parameter.parent &&
    assignment !== undefined &&
    isOfThis(assignment.left)
  );
}

/** Whether a parameter of a constructor stands for what the call gave it, which was there before anything of the new object was. */
function keepsArgument(parameter: ts.ParameterDeclaration, checker: ts.TypeChecker): boolean {
  const { name, initializer, parent } = parameter;
  if (!ts.isConstructorDeclaration(parent) || !ts.isIdentifier(name) || parameter.dotDotDotToken) return false;
  const symbol = checker.getSymbolAtLocation(name);
  return (
    symbol !== undefined && (!initializer || isNew(initializer, checker)) && !isAssignedIn(parent, symbol, checker)
  );
}

const isMember = (node: ts.Node): boolean =>
  ts.isClassElement(node) || (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent));

/** Members of classes that extend others, by their names: they may give a field other values than the class above does. */
const membersOfHeirs = indexedBySyntax<ts.Node>((node, note) => {
  const owner = ts.isParameter(node) ? node.parent.parent : node.parent;
  if (!isMember(node) || !ts.isClassLike(owner)) return;
  const { heritageClauses = [] } = owner;
  const name = (node as ts.ClassElement | ts.ParameterDeclaration).name;
  if (name && heritageClauses.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) note(name.getText(), node);
});
