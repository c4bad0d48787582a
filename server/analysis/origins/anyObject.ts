import { ts } from 'ts-morph';
import type { Step } from '../source/access.js';
import { namesIn } from '../source/names.js';
import { holdsPrimitiveItems } from './primitiveParts.js';
import { isMadeFor, leaks } from './sharing.js';
import { isExportedVariable, isPrimitive } from '../source/symbols.js';
import { rememberedWith, rememberedWithBoth } from '../untyped/remembering.js';

const MAX_DEPTH = 4;

/** Whether an object of a type, or one in it, has a part that a step leads to. */
export const hasPart = (type: ts.Type, step: Step, checker: ts.TypeChecker): boolean =>
  hasPartOf(step.kind === 'name' ? step.name : null, type, checker);

/** The same of a part with a name, or of any item: by the types of what is in it, level by level. */
const hasPartOf = rememberedWithBoth((name: string | null, whole: ts.Type, checker): boolean => {
  let level = new Set([whole]);
  for (let depth = 0; level.size > 0; depth++) {
    const below = new Set<ts.Type>();
    // What is added to a set meanwhile is walked over as well.
    for (const type of level) {
      if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
      if (isPrimitive(type, checker)) continue;
      if (type.isUnionOrIntersection()) {
        for (const part of type.types) level.add(part);
        continue;
      }
      if (depth > MAX_DEPTH) return true;
      const item = type.getNumberIndexType() ?? type.getStringIndexType();
      if (name === null && (item || isCollection(type))) return true;
      if (name !== null && !item && type.getProperty(name)) return true;
      if (type.getCallSignatures().length > 0) {
        if (name !== null && type.getProperty(name)) return true;
        continue;
      }
      const held = item
        ? [item]
        : isCollection(type)
          ? checker.getTypeArguments(type as ts.TypeReference)
          : partsOf(type, checker);
      for (const part of held) below.add(part);
    }
    level = below;
  }
  return false;
});

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
