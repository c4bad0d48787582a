import { ts } from 'ts-morph';
import { isWritten } from '../source/assignments.js';
import { indexedBySyntax, listedBySyntax } from '../source/bySyntax.js';
import { ANY_NAME } from '../source/memberWrites.js';
import { environmentName, type EnvironmentRead, isEnvironmentRead } from './environment.js';
import { enclosingFunction, isFunctionNode, isInside, isPrimitive, unwrap, wrapped } from '../source/symbols.js';
import { mayBeSameObject } from '../source/containment.js';
import { whyNotCopied } from './transfer.js';
import { filesWith, isJavaScript } from '../source/filesBehind.js';
import { rememberedWith } from '../untyped/remembering.js';

/** A field of `this` that a loop in a method reads: `this.scale`; or a variable of the environment. */
export type CapturedField = ts.PropertyAccessExpression | EnvironmentRead;

/** What a field is called where it stands: `scale`, or `NAME` for `process.env.NAME`. */
export const fieldName = (field: CapturedField): string =>
  environmentName(field) ?? (field as ts.PropertyAccessExpression).name.text;

/** The same for every way to write one field. */
export const fieldKey = (field: CapturedField): string =>
  environmentName(field) === null ? `this.${fieldName(field)}` : `process.env.${fieldName(field)}`;

/**
 * Whether a node reads a field that is settled once the object around the loop is made, and that is no object: a task can be
 * given it by itself, in place of an instance that cannot be copied. The field is `readonly` or private, so that only its file
 * writes it, and there nothing but the constructor does.
 *
 * @param region the loop, inside the method whose `this` it is
 */
export function isCapturedField(
  node: ts.Node,
  region: ts.Node,
  checker: ts.TypeChecker,
): node is ts.PropertyAccessExpression {
  if (!ts.isPropertyAccessExpression(node) || node.questionDotToken || !isThis(node.expression)) return false;
  const home = homeOfThis(node);
  if (!home || home === region || !isInside(region, home) || isChanged(node)) return false;
  const [field, more] = checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  const type = checker.getTypeAtLocation(node);
  if (!field || more || !isOwnField(field) || !isPrimitive(type, checker) || whyNotCopied(type, checker)) return false;
  return isSettled(field, node.name.text, checker);
}

/** The fields of `this` and the variables of the environment that code reads, each once. */
export function capturedFields(
  nodes: readonly ts.Node[],
  region: ts.Node,
  checker: ts.TypeChecker,
): readonly CapturedField[] {
  const found = new Map<string, CapturedField>();
  const look = (node: ts.Node): void => {
    if (isCapturedField(node, region, checker) || isEnvironmentRead(node, checker)) {
      const key = fieldKey(node);
      if (!found.has(key)) found.set(key, node);
    }
    ts.forEachChild(node, look);
  };
  nodes.forEach(look);
  return [...found.values()];
}

const isThis = (node: ts.Node): boolean => node.kind === ts.SyntaxKind.ThisKeyword;

/** The method or accessor whose `this` is meant, unless it is another kind of code. */
function homeOfThis(node: ts.Node): ts.Node | null {
  let home = node.parent;
  while (!ts.isSourceFile(home) && !ts.isClassLike(home) && (!isFunctionNode(home) || ts.isArrowFunction(home))) {
    if (ts.isClassStaticBlockDeclaration(home) || ts.isPropertyDeclaration(home)) return null;
    home = home.parent;
  }
  return ts.isMethodDeclaration(home) || ts.isAccessor(home) ? home : null;
}

const isChanged = (node: ts.Node): boolean => {
  const whole = wrapped(node as ts.Expression);
  return isWritten(whole) || ts.isDeleteExpression(whole.parent);
};

/** Whether a declaration makes a field that only its own file gives a value. */
function isOwnField(field: ts.Declaration): boolean {
  const isField = ts.isPropertyDeclaration(field) || ts.isParameterPropertyDeclaration(field, field.parent);
  if (!isField || field.getSourceFile().isDeclarationFile) return false;
  const flags = ts.getCombinedModifierFlags(field);
  const { Static, Accessor, Ambient, Abstract, Decorator } = ts.ModifierFlags;
  if (flags & (Static | Accessor | Ambient | Abstract | Decorator)) return false;
  const kept = ts.ModifierFlags.Readonly | ts.ModifierFlags.Private;
  return (flags & kept) !== 0 || ts.isPrivateIdentifier(field.name);
}

/** Whether `this.name` is a field that nothing in the program but the constructor of its class gives a value. */
export function isSettledField({ name }: ts.PropertyAccessExpression, checker: ts.TypeChecker): boolean {
  const [field, ...more] = checker.getSymbolAtLocation(name)?.declarations ?? [];
  if (!field || field.getSourceFile().isDeclarationFile) return false;
  if (isOwnField(field)) return more.length === 0 && isSettled(field, name.text, checker);
  return (
    isPlainField(field) &&
    [...filesWith(field.getSourceFile(), checker)].every((file) => isSettled(field, name.text, checker, file))
  );
}

/** Whether a declaration makes a field of instances that is nothing but a place for a value. */
export function isPlainField(field: ts.Declaration): boolean {
  const isDeclared =
    ts.isPropertyDeclaration(field) ||
    ts.isParameterPropertyDeclaration(field, field.parent) ||
    // Plain JavaScript: `this.name = …` in the constructor.
    ts.isConstructorDeclaration(enclosingFunction(field));
  const { Static, Accessor, Ambient, Abstract, Decorator } = ts.ModifierFlags;
  return isDeclared && !(ts.getCombinedModifierFlags(field) & (Static | Accessor | Ambient | Abstract | Decorator));
}

/**
 * Every place of a file that gives a field another value: `o.name = …`, `o['name'] = …`, `o[anything] = …`, or a call that may set any
 * field, where the object may be one of those that have the field.
 */
export function placesGiven(
  field: ts.Declaration,
  name: string,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
): readonly ts.Node[] {
  const places = givings(file);
  const isOther = (node: ts.Node): boolean => {
    const isPlace = ts.isElementAccessExpression(node);
    if (isPlace && (checker.getTypeAtLocation(unwrap(node.argumentExpression)).flags & ts.TypeFlags.NumberLike) !== 0)
      return true;
    const object = isPlace ? node.expression : ts.isCallExpression(node) ? node.arguments[0] : undefined;
    return object !== undefined && !mayHaveField(object, field, checker);
  };
  return [...places.of(name), ...places.of(ANY_NAME).filter((node) => !isOther(node))];
}

/**
 * Whether an object may be an instance of the class of a field, as far as types tell: they do where nothing is said to be a
 * dictionary that was something else.
 */
function mayHaveField(object: ts.Expression, field: ts.Declaration, checker: ts.TypeChecker): boolean {
  const owner = ts.findAncestor(field, ts.isClassLike);
  if (!owner || !ts.isClassDeclaration(owner) || owner.typeParameters || isJavaScript(owner)) return true;
  const type = checker.getTypeAtLocation(object);
  if (type.flags & (ts.TypeFlags.Instantiable | ts.TypeFlags.NonPrimitive)) return true;
  if (mayBeSameObject(type, checker.getTypeAtLocation(owner), checker)) return true;
  return [...filesWith(owner.getSourceFile(), checker)].some((file) => isSaidToBeDictionary(file, checker));
}

/** Whether a file says of some object that it is a dictionary: `this as unknown as Record<string, unknown>`. */
const isSaidToBeDictionary = rememberedWith((file: ts.SourceFile, checker): boolean =>
  saidToBe(file).some((type) => checker.getTypeFromTypeNode(type).getStringIndexType() !== undefined),
);

/** The types that a file says its objects are of, those apart that it makes at that place. */
const saidToBe = listedBySyntax<ts.TypeNode>((node, note) => {
  if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return;
  const made = unwrap(node.expression);
  if (!ts.isObjectLiteralExpression(made) && !ts.isArrayLiteralExpression(made)) note(node.type);
});

const SETTING = /^(Object|Reflect)\.(assign|define\w+|set\w*)$/;

const givings = indexedBySyntax<ts.Node>((node, note) => {
  if (ts.isPropertyAccessExpression(node) && isChanged(node)) note(node.name.text, node);
  if (ts.isElementAccessExpression(node) && isChanged(node)) {
    const key = unwrap(node.argumentExpression);
    note(ts.isStringLiteralLike(key) ? key.text : ANY_NAME, node);
  }
  if (!ts.isCallExpression(node) || !SETTING.test(node.expression.getText())) return;
  const [object] = node.arguments;
  if (!object || !ts.isObjectLiteralExpression(unwrap(object))) note(ANY_NAME, node);
});

const settled = new WeakMap<ts.Node, Map<ts.SourceFile, boolean>>();

/** Whether nothing in a file but the constructor of its class gives a field its value. */
function isSettled(
  field: ts.Declaration,
  name: string,
  checker: ts.TypeChecker,
  file: ts.SourceFile = field.getSourceFile(),
): boolean {
  let answers = settled.get(field);
  if (!answers) settled.set(field, (answers = new Map<ts.SourceFile, boolean>()));
  const known = answers.get(file);
  if (known !== undefined) return known;
  const owner = ts.findAncestor(field, ts.isClassLike);
  const answer = placesGiven(field, name, file, checker).every((node) => {
    const home = enclosingFunction(node);
    return ts.isConstructorDeclaration(home) && home.parent === owner && isOfThis(node);
  });
  answers.set(file, answer);
  return answer;
}

/** `this.name` or `this[name]`, or a call that is given `this`: a constructor may be handed another object of its class. */
const isOfThis = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
    ? isThis(node.expression)
    : ts.isCallExpression(node) && node.arguments[0] !== undefined && isThis(node.arguments[0]);
