import { ts } from 'ts-morph';
import { namesBelow, namesIn, partAround } from './names.js';

/** Questions about names, asked of the checker. */

/** The symbol that an identifier in an expression stands for; undefined for an unknown global. */
export function symbolOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node)
    return checker.getShorthandAssignmentValueSymbol(node.parent);
  return checker.getSymbolAtLocation(node);
}

/** Follows an import to what it names, through `module.exports = { name }`, too; other symbols are returned as they are. */
export function resolveAlias(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const [part, more] = target.declarations ?? [];
  if (!part || more || !isExportedPart(part)) return target;
  const value = ts.isShorthandPropertyAssignment(part)
    ? checker.getShorthandAssignmentValueSymbol(part)
    : ts.isIdentifier(part.initializer)
      ? checker.getSymbolAtLocation(part.initializer)
      : undefined;
  return value ? resolveAlias(value, checker) : target;
}

/** Whether a property stands in `module.exports = { … }`, which a CommonJS module assigns while it loads. */
export function isExportedPart(node: ts.Declaration): node is ts.PropertyAssignment | ts.ShorthandPropertyAssignment {
  if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return false;
  const assignment = node.parent.parent;
  return (
    ts.isBinaryExpression(assignment) &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    assignment.left.getText() === 'module.exports' &&
    ts.isExpressionStatement(assignment.parent) &&
    ts.isSourceFile(assignment.parent.parent)
  );
}

export function declarationOf(symbol: ts.Symbol): ts.Declaration | undefined {
  return symbol.valueDeclaration ?? symbol.declarations?.[0];
}

/** Whether a symbol is declared inside `region`, head and parameters included. */
export function isDeclaredIn(symbol: ts.Symbol, region: ts.Node): boolean {
  return (symbol.declarations ?? []).some((d) => isInside(d, region) && !isPartGivenValue(d));
}

/** `exports.n = 1` or `f.n = 1`, which declares a part of what is there already. */
const isPartGivenValue = (declaration: ts.Declaration): boolean =>
  ts.isPropertyAccessExpression(declaration) ||
  ts.isElementAccessExpression(declaration) ||
  ts.isBinaryExpression(declaration);

/** Whether `node` is `outer` or stands in it. */
export const isInside = (node: ts.Node, outer: ts.Node): boolean =>
  node.pos >= outer.pos && node.end <= outer.end && node.getSourceFile() === outer.getSourceFile();

/** Whether an identifier below `node` stands for a symbol. */
export function mentions(node: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return namesIn(node, symbol.getName()).some((name) => symbolOf(name, checker) === symbol);
}

/** Which parameter of a function declares a name, or -1; parts of a destructured parameter count as it. */
export function parameterIndex(symbol: ts.Symbol, fn: FunctionNode): number {
  return fn.parameters.findIndex((parameter) => isDeclaredIn(symbol, parameter));
}

/** Whether a declaration is that of a `const`. */
export const isConstant = (declaration: ts.Node | undefined): declaration is ts.VariableDeclaration =>
  declaration !== undefined &&
  ts.isVariableDeclaration(declaration) &&
  (declaration.parent.flags & ts.NodeFlags.Const) !== 0;

/** The class of the program that a name stands for. */
export function classNamed(name: ts.Expression, checker: ts.TypeChecker): ts.ClassLikeDeclaration | null {
  const symbol = ts.isIdentifier(name) ? symbolOf(name, checker) : undefined;
  const declaration = symbol && declarationOf(resolveAlias(symbol, checker));
  return declaration && ts.isClassLike(declaration) && !declaration.getSourceFile().isDeclarationFile
    ? declaration
    : null;
}

/** A class and those of the program that it extends, as far as they have names. */
export function classesOf(declaration: ts.ClassLikeDeclaration, checker: ts.TypeChecker): ts.ClassLikeDeclaration[] {
  const found: ts.ClassLikeDeclaration[] = [];
  for (let one: ts.ClassLikeDeclaration | null = declaration; one && !found.includes(one);) {
    found.push(one);
    const base: ts.ExpressionWithTypeArguments | undefined = one.heritageClauses?.find(
      ({ token }) => token === ts.SyntaxKind.ExtendsKeyword,
    )?.types[0];
    one = base ? classNamed(base.expression, checker) : null;
  }
  return found;
}

/** The declaration of the constant that a name stands for, and the value that it was made with; null for anything else, patterns included. */
export function constantBehind(
  name: ts.Expression,
  checker: ts.TypeChecker,
): { readonly declaration: ts.VariableDeclaration; readonly value: ts.Expression } | null {
  const symbol = ts.isIdentifier(name) ? symbolOf(name, checker) : undefined;
  const declaration = symbol && declarationOf(symbol);
  return isConstant(declaration) && declaration.initializer && ts.isIdentifier(declaration.name)
    ? { declaration, value: unwrap(declaration.initializer) }
    : null;
}

/** `export const name = …`: other files can get hold of it. `export { name }` is another statement. */
export function isExportedVariable({ parent: { parent } }: ts.VariableDeclaration): boolean {
  return (
    ts.isVariableStatement(parent) && (parent.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

/** The names that a variable or pattern declares. */
export function declaredNames(name: ts.BindingName, checker: ts.TypeChecker): ts.Symbol[] {
  if (!ts.isIdentifier(name))
    return name.elements.flatMap((e) => (ts.isOmittedExpression(e) ? [] : declaredNames(e.name, checker)));
  const symbol = checker.getSymbolAtLocation(name);
  return symbol ? [symbol] : [];
}

/** The declaration that a destructured name belongs to; any other declaration is its own. */
export function patternRoot(declaration: ts.Node): ts.Node {
  let node = declaration;
  while (ts.isBindingElement(node) || ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node))
    node = node.parent;
  return node;
}

/** The names that a binding declares. */
export function namesOf(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}

/** Whether a symbol is what the region's loop gives each iteration: its variable or its callback's parameter. */
export function isItem(symbol: ts.Symbol, region: ts.Node): boolean {
  return (symbol.declarations ?? []).some((d) => {
    const node = patternRoot(d);
    if (ts.isParameter(node)) return node.parent === region;
    return ts.isVariableDeclaration(node) && node.parent.parent === region;
  });
}

/** Whether a declaration belongs to ECMAScript's, the DOM's or Node's own typings. */
export function isLibrary(declaration: ts.Declaration): boolean {
  const file = declaration.getSourceFile();
  return (
    file.isDeclarationFile &&
    (file.hasNoDefaultLib || /[\\/]lib\.[\w.]+\.d\.ts$|[\\/]@types[\\/]node[\\/]/.test(file.fileName))
  );
}

/** Whether awaiting values of a type runs no code of the program: none of them has a `then` of its own. */
export function isPlainlyAwaited(type: ts.Type): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) return false;
  return (type.isUnion() ? type.types : [type]).every((part) => {
    const symbol = part.getSymbol();
    return part.getProperty('then') === undefined || (symbol?.getName() === 'Promise' && isGlobal(symbol));
  });
}

/** Whether a symbol is a global of the language or the platform: `Math`, `console`. Unresolved names count. */
export function isGlobal(symbol: ts.Symbol | undefined): boolean {
  if (!symbol) return true;
  const declarations = symbol.declarations ?? [];
  // In JavaScript, `process.env.NAME = …` is a declaration of `process` to the compiler, and `globalThis.name = …` one of that.
  return declarations.every((d) => ts.isIdentifier(d) || (isLibrary(d) && !(symbol.flags & ts.SymbolFlags.Alias)));
}

/** Whether an identifier is used as a value: not a declaration's name, a property's name, a label or a type. */
export function isValueUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isEnumMember(parent)
  )
    return 'initializer' in parent && parent.initializer === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  // The body of `() => total` is a use.
  if (ts.isFunctionLike(parent) || ts.isClassLike(parent)) return parent.name !== node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isExportSpecifier(parent)
  )
    return false;
  if (ts.isTypeNode(parent) || ts.isTypeParameterDeclaration(parent) || ts.isQualifiedName(parent))
    return ts.isExpressionWithTypeArguments(parent);
  return !ts.isJsxAttribute(parent);
}

/** Every identifier used as a value below `node`, in order; types are passed over. */
export function forEachUse(node: ts.Node, visit: (use: ts.Identifier) => void): void {
  const part = ts.isSourceFile(node) ? null : partAround(node);
  if (!part) return visitUses(node, visit);
  let uses = usesOf.get(part);
  if (!uses) {
    const found: ts.Identifier[] = [];
    visitUses(part, (use) => void found.push(use));
    usesOf.set(part, (uses = found));
  }
  namesBelow(node, uses).forEach((use) => visit(use));
}

/** Of top-level statements: what is asked of all the nodes in one is found in one walk, and holds as long as it is left alone. */
const usesOf = new WeakMap<ts.Statement, readonly ts.Identifier[]>();

function visitUses(node: ts.Node, visit: (use: ts.Identifier) => void): void {
  const look = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) {
      if (isValueUse(child)) visit(child);
      return;
    }
    if (ts.isTypeNode(child) && !ts.isExpressionWithTypeArguments(child)) return;
    if (!isImplements(child)) ts.forEachChild(child, look);
  };
  look(node);
}

/** `implements Shape`, which names types. */
export const isImplements = (node: ts.Node): node is ts.HeritageClause =>
  ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword;

/** Whether a type holds primitives only, so that copying it cannot be seen. */
export function isPrimitive(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isUnion()) return type.types.every((part) => isPrimitive(part, checker));
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint !== undefined && constraint !== type && isPrimitive(constraint, checker);
  }
  if (type.isIntersection()) return type.types.some((part) => isPrimitive(part, checker));
  const primitive =
    ts.TypeFlags.StringLike |
    ts.TypeFlags.NumberLike |
    ts.TypeFlags.BigIntLike |
    ts.TypeFlags.BooleanLike |
    ts.TypeFlags.Undefined |
    ts.TypeFlags.Null |
    ts.TypeFlags.Void |
    ts.TypeFlags.Never;
  return (type.flags & primitive) !== 0;
}

/** Whether a type says that there is nothing: where that was the first value, functions elsewhere may still put an object there. */
export const isNothing = ({ flags }: ts.Type): boolean =>
  (flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Never)) !== 0;

/** Whether all values of a type are numbers. */
export const isOfNumbers = (type: ts.Type): boolean =>
  (type.isUnion() ? type.types : [type]).every(({ flags }) => (flags & ts.TypeFlags.NumberLike) !== 0);

/** Whether nothing is known of a value. */
export const isAnything = ({ flags }: ts.Type): boolean => (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;

/** Operators that make numbers, or texts, of whatever they are given. */
const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.CaretToken,
]);

/**
 * Whether an expression can only give a number, a text or a boolean, by its form: a literal, or arithmetic. TypeScript works out
 * the types of all operands anew for each operator around them.
 */
export function isPlainByForm(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isBinaryExpression(node)) return ARITHMETIC.has(node.operatorToken.kind);
  return (
    ts.isPrefixUnaryExpression(node) ||
    ts.isTemplateExpression(node) ||
    (ts.isLiteralExpression(node) && !ts.isRegularExpressionLiteral(node))
  );
}

/** Whether an expression holds no object, and a name or part that had none at first is never given one. */
export function isPlainValue(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  if (isPlainByForm(expression)) return true;
  const type = checker.getTypeAtLocation(expression);
  if (!isPrimitive(type, checker)) return false;
  if (type.flags & ts.TypeFlags.Never) return false;
  const node = unwrap(expression);
  if (!isNothing(type)) return true;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return false;
  return !ts.isIdentifier(node) || node.text === 'undefined' || isConstant(declarationAt(node, checker));
}

const declarationAt = (name: ts.Identifier, checker: ts.TypeChecker): ts.Declaration | undefined => {
  const symbol = symbolOf(name, checker);
  return symbol && declarationOf(symbol);
};

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.AccessorDeclaration
  | ts.ConstructorDeclaration;

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isAccessor(node) ||
    ts.isConstructorDeclaration(node)
  );
}

/** Whether a declaration is of code, which is imported or moved rather than copied. */
export function declaresCode(declaration: ts.Declaration): boolean {
  if (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration) || ts.isEnumDeclaration(declaration))
    return true;
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    isFunctionNode(unwrap(declaration.initializer))
  );
}

export const isGenerator = (node: ts.Node): boolean =>
  isFunctionNode(node) && 'asteriskToken' in node && node.asteriskToken !== undefined;

export const isAsync = (node: ts.Node): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword) ?? false);

/** The innermost function around a node, or its source file, which a whole module is declared by. */
export function enclosingFunction(node: ts.Node): FunctionNode | ts.SourceFile {
  let current = ts.isSourceFile(node) ? node : node.parent;
  while (!isFunctionNode(current) && !ts.isSourceFile(current)) current = current.parent;
  return current;
}

/** The innermost code around a node that runs by itself: a function, the value of a class's field, or the file. */
export function codeAround(node: ts.Node): FunctionNode | ts.PropertyDeclaration | ts.SourceFile {
  const home = enclosingFunction(node);
  const field = ts.findAncestor(node, (n) => n === home || ts.isPropertyDeclaration(n));
  return field && ts.isPropertyDeclaration(field) ? field : home;
}

type Wrapping =
  ts.ParenthesizedExpression | ts.AsExpression | ts.NonNullExpression | ts.SatisfiesExpression | ts.TypeAssertion;

/** Whether a node only wraps an expression: parentheses, or something for the types. */
export const isWrapping = (node: ts.Node): node is Wrapping =>
  ts.isParenthesizedExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isTypeAssertionExpression(node);

/** The whole of `(x as T)!` around `x`. */
export function wrapped(expression: ts.Expression): ts.Expression {
  while (isWrapping(expression.parent)) expression = expression.parent;
  return expression;
}

/** `(x as T)!` without its wrapping. */
export function unwrap(expression: ts.Expression): ts.Expression {
  while (isWrapping(expression)) expression = expression.expression;
  return expression;
}
