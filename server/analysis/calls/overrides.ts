import { ts } from 'ts-morph';
import { indexedBySyntax, listedBySyntax } from '../source/bySyntax.js';
import { indexedInProgram, listedInProgram } from './programIndex.js';
import { constantBehind, isAnything, isFunctionNode, unwrap } from '../source/symbols.js';
import { typesInDisguise } from './disguises.js';
import { filesWith } from '../source/filesBehind.js';
import { guessesOf } from '../untyped/remembering.js';

/** A member of a class or an object literal that is code. */
export type CodeMember = ts.MethodDeclaration | ts.AccessorDeclaration | ts.PropertyAssignment | ts.PropertyDeclaration;

/** Stands for every accessor, whatever its name. */
export const ANY_ACCESSOR = '*';

/** Stands for the name of a member under a well-known symbol: `[Symbol.iterator]`. */
export const underSymbol = (name: string): string => `@@${name}`;

/**
 * Members of a name in classes and objects of the program that an expression may turn out to be: those of subclasses, and of
 * whatever else has its shape.
 *
 * Class hierarchy analysis, after Dean, Grove and Chambers, "Optimization of object-oriented programs using static class
 * hierarchy analysis", ECOOP 1995, with shapes in the place of classes, as TypeScript compares them.
 *
 * @param name `ANY_ACCESSOR` for accessors of any name
 */
export function membersBehind(receiver: ts.Expression, name: string, checker: ts.TypeChecker): readonly CodeMember[] {
  const members = membersNamed(name, checker);
  // `super` is the class above, whatever stands below.
  if (members.length === 0 || receiver.kind === ts.SyntaxKind.SuperKeyword) return [];
  const type = typeOf(receiver, checker);
  if (!type || isMadeHere(receiver, checker)) return [];
  // Another file may come to have such a class.
  const together = filesWith(receiver.getSourceFile(), checker);
  const isNear = (member: CodeMember): boolean => together.has(member.getSourceFile());
  return guessesOf(checker).noted(() => {
    const types = [type, ...typesInDisguise(type, checker)];
    return members.filter((one) => isNear(one) && types.some((each) => mayBe(ownerOf(one), each, checker)));
  });
}

/** Accessors of a name in classes and objects of the program, where an expression may turn out to be anything. */
export function accessorsOfAnything(
  receiver: ts.Expression,
  name: string,
  checker: ts.TypeChecker,
): readonly ts.AccessorDeclaration[] {
  const accessors = name === ANY_ACCESSOR ? [] : membersNamed(name, checker).filter(ts.isAccessor);
  if (accessors.length === 0 || isMadeHere(receiver, checker)) return [];
  if ((checker.getTypeAtLocation(receiver).flags & ts.TypeFlags.Any) === 0) return [];
  // Another file may come to have one.
  const together = filesWith(receiver.getSourceFile(), checker);
  return guessesOf(checker).noted(() => accessors.filter((one) => together.has(one.getSourceFile())));
}

/** Getters of the program that a pattern, of a declaration or an assignment, may run where it takes the property `name`. */
export function gettersTaken(
  pattern: ts.Node,
  name: string,
  checker: ts.TypeChecker,
): readonly ts.GetAccessorDeclaration[] {
  const getters = membersNamed(name, checker).filter(ts.isGetAccessor);
  return ofWhatIsTaken(getters, pattern, checker);
}

/** Ways of the program to walk over an object that a pattern of a list may run: `[first] = …`. */
export function iteratorsTaken(pattern: ts.Node, checker: ts.TypeChecker): readonly CodeMember[] {
  return ofWhatIsTaken(membersNamed(underSymbol('iterator'), checker), pattern, checker);
}

/** The members of what a pattern may take apart. */
function ofWhatIsTaken<M extends CodeMember>(
  members: readonly M[],
  pattern: ts.Node,
  checker: ts.TypeChecker,
): readonly M[] {
  if (members.length === 0) return [];
  const type = checker.getTypeAtLocation(pattern);
  const together = filesWith(pattern.getSourceFile(), checker);
  const mayRun = (member: M): boolean =>
    together.has(member.getSourceFile()) && (isAnything(type) || mayBe(ownerOf(member), type, checker));
  return guessesOf(checker).noted(() => members.filter(mayRun));
}

/** Methods and accessors of some names, or under the well-known symbols of these names, in whatever a file runs together with. */
export function membersTogether(
  names: readonly string[],
  file: ts.SourceFile,
  checker: ts.TypeChecker,
): readonly CodeMember[] {
  const members = names.flatMap((name) => [
    ...membersNamed(name, checker),
    ...membersNamed(underSymbol(name), checker),
  ]);
  if (members.length === 0) return [];
  const together = filesWith(file, checker);
  return guessesOf(checker).noted(() => members.filter((one) => together.has(one.getSourceFile())));
}

/** Members of a name in classes of the program that take the place of the language's own: `class Counted extends Map`. */
export function membersInPlace(receiver: ts.Expression, name: string, checker: ts.TypeChecker): readonly CodeMember[] {
  if (membersNamed(name, checker).length === 0 || isWrittenOut(receiver, checker)) return [];
  return membersBehind(receiver, name, checker).filter(({ parent }) => ts.isClassLike(parent));
}

/** A class of the program that extends the language's lists, and that a list may turn out to be an instance of; null for plain lists. */
export function listClassBehind(list: ts.Expression, checker: ts.TypeChecker): ts.ClassLikeDeclaration | null {
  const classes = listClasses(checker);
  const type = classes.length > 0 && !isWrittenOut(list, checker) ? typeOf(list, checker) : null;
  if (!type) return null;
  return guessesOf(checker).noted(() => classes.find((one) => mayBe(one, type, checker)) ?? null);
}

const listClassesOf = listedBySyntax<ts.ClassLikeDeclaration>((node, note) => {
  if (!ts.isClassLike(node)) return;
  const bases = (node.heritageClauses ?? []).flatMap(({ types }) => types);
  if (bases.some(({ expression }) => /^(\w+)?Array$/.test(expression.getText()))) note(node);
});

const listClasses = listedInProgram(listClassesOf);

/** The type of an expression without `this` types and absent values; null where nothing is known. */
function typeOf(receiver: ts.Expression, checker: ts.TypeChecker): ts.Type | null {
  const type = checker.getTypeAtLocation(receiver);
  const bound = type.flags & ts.TypeFlags.TypeParameter ? checker.getBaseConstraintOfType(type) : type;
  if (!bound || bound.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return null;
  return checker.getNonNullableType(bound);
}

/** Whether an object is seen to be made by its class or written out: no other can stand in its place. */
function isMadeHere(receiver: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(receiver);
  if (ts.isNewExpression(node) || ts.isObjectLiteralExpression(node)) return true;
  const made = constantBehind(node, checker);
  if (!made) return false;
  if (ts.isObjectLiteralExpression(made.value))
    return made.declaration.type === undefined && !isSaidToBe(made.declaration.initializer);
  return ts.isNewExpression(made.value) && checker.getTypeAtLocation(made.value) === checker.getTypeAtLocation(node);
}

/** `{ … } as Shape`: what its parts are, the type does not say. */
function isSaidToBe(value: ts.Expression | undefined): boolean {
  if (!value) return false;
  if (ts.isAsExpression(value) || ts.isTypeAssertionExpression(value)) return !ts.isConstTypeReference(value.type);
  return ts.isParenthesizedExpression(value) && isSaidToBe(value.expression);
}

/** Whether an object is, or a constant holds, what is written out as a literal. */
export function isWrittenOut(receiver: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(receiver);
  const value = constantBehind(node, checker)?.value ?? node;
  return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value);
}

type Owner = ts.ClassLikeDeclaration | ts.ObjectLiteralExpression;

const ownerOf = (member: CodeMember): Owner => member.parent as Owner;

function mayBe(owner: Owner, type: ts.Type, checker: ts.TypeChecker): boolean {
  if (ts.isObjectLiteralExpression(owner)) return checker.isTypeAssignableTo(checker.getTypeAtLocation(owner), type);
  const symbol = owner.name ? checker.getSymbolAtLocation(owner.name) : (owner as { symbol?: ts.Symbol }).symbol;
  if (!symbol) return true;
  const own = checker.getDeclaredTypeOfSymbol(symbol);
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => isBelow(own, part.getSymbol())) || checker.isTypeAssignableTo(own, type);
}

/** Whether a class is another one or extends it, with whatever type arguments. */
function isBelow(type: ts.Type, symbol: ts.Symbol | undefined): boolean {
  if (!symbol) return false;
  return type.getSymbol() === symbol || (type.getBaseTypes() ?? []).some((base) => isBelow(base, symbol));
}

/** The members of a file that are code, by name. */
const membersOf = indexedBySyntax<CodeMember>((node, note) => {
  if (!isCodeMember(node) || !(ts.isClassLike(node.parent) || ts.isObjectLiteralExpression(node.parent))) return;
  if (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static) return;
  const { name } = node;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isPrivateIdentifier(name)) note(name.text, node);
  const symbol = ts.isComputedPropertyName(name) ? /^Symbol\.(\w+)$/.exec(name.expression.getText())?.[1] : undefined;
  if (symbol) note(underSymbol(symbol), node);
  if (ts.isAccessor(node)) note(ANY_ACCESSOR, node);
});

const membersByName = indexedInProgram(membersOf);

const membersNamed = (name: string, checker: ts.TypeChecker): readonly CodeMember[] =>
  membersByName(checker).get(name) ?? [];

function isCodeMember(node: ts.Node): node is CodeMember {
  if (ts.isMethodDeclaration(node)) return node.body !== undefined;
  if (ts.isAccessor(node)) return true;
  const value = ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node) ? node.initializer : undefined;
  return value !== undefined && isFunctionNode(unwrap(value));
}

/** The function that a member is, or that it holds from the start. */
export function functionIn(
  member: CodeMember,
): ts.MethodDeclaration | ts.AccessorDeclaration | ts.ArrowFunction | ts.FunctionExpression {
  if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) return member;
  return unwrap(member.initializer!) as ts.ArrowFunction | ts.FunctionExpression;
}
