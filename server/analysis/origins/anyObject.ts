import { ts } from 'ts-morph';
import type { Step } from '../source/access.js';
import { namesIn } from '../source/names.js';
import { holdsPrimitiveItems } from './primitiveParts.js';
import { isMadeFor, leaks } from './sharing.js';
import { isExportedVariable, isPrimitive } from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';

const MAX_DEPTH = 4;

/** Whether an object of a type, or one in it, has a part that a step leads to. */
export function hasPart(type: ts.Type, step: Step, checker: ts.TypeChecker, depth = 0): boolean {
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
  if (isPrimitive(type, checker)) return false;
  if (type.isUnionOrIntersection()) return type.types.some((part) => hasPart(part, step, checker, depth));
  if (depth > MAX_DEPTH) return true;
  const item = type.getNumberIndexType() ?? type.getStringIndexType();
  if (step.kind !== 'name' && (item || isCollection(type))) return true;
  if (step.kind === 'name' && !item && type.getProperty(step.name)) return true;
  if (type.getCallSignatures().length > 0) return step.kind === 'name' && type.getProperty(step.name) !== undefined;
  const held = item
    ? [item]
    : isCollection(type)
      ? checker.getTypeArguments(type as ts.TypeReference)
      : partsOf(type, checker);
  return held.some((part) => hasPart(part, step, checker, depth + 1));
}

const isCollection = (type: ts.Type): boolean => /^(Weak)?(Map|Set)$/.test(type.getSymbol()?.getName() ?? '');

const partsOf = (type: ts.Type, checker: ts.TypeChecker): ts.Type[] =>
  type.getSymbol()?.declarations?.some((d) => d.getSourceFile().isDeclarationFile)
    ? []
    : type.getProperties().map((property) => checker.getTypeOfSymbol(property));

/** Whether code may come to the object that a name holds by other ways than its name. */
export const getsAround = rememberedWith((symbol: ts.Symbol, checker): boolean => {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return true;
  const file = declaration.getSourceFile();
  return (
    isExportedVariable(declaration) ||
    namesIn(file, symbol.getName()).some(({ parent }) => ts.isExportSpecifier(parent)) ||
    leaks(symbol, file, checker, () => true, null)
  );
});

/** Whether an object of plain values was made for a name of a module, and only the code that mentions the name can come to it. */
export const hasOneName = rememberedWith((symbol: ts.Symbol, checker): boolean => {
  const declaration = symbol.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    ts.isExternalModule(declaration.getSourceFile()) &&
    holdsPrimitiveItems(checker.getTypeOfSymbol(symbol), checker) &&
    isMadeFor(symbol, checker) &&
    !getsAround(symbol, checker) &&
    !namesIn(declaration.getSourceFile(), symbol.getName()).some((name) => isHandedOn(name, checker))
  );
});

/** `list.forEach(put)`, `list.fill(0).map((x, i, all) => …)`: some methods hand their function the object itself. */
function isHandedOn(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const isShort = (given: ts.Node): boolean =>
    ts.isArrowFunction(given) && given.parameters.length < 3 && !given.parameters.some((p) => p.dotDotDotToken);
  let node: ts.Node = name;
  for (; ts.isExpression(node.parent) && !ts.isFunctionLike(node.parent); node = node.parent) {
    const { parent } = node;
    if (!ts.isCallExpression(parent) || parent.expression !== node) continue;
    const functions = parent.arguments.filter((a) => checker.getTypeAtLocation(a).getCallSignatures().length > 0);
    if (!functions.every(isShort)) return true;
  }
  return false;
}
