import { ts } from 'ts-morph';

/**
 * The text of what is bound, without the names that nobody uses: compilers can be told to refuse those.
 * What would be noticed stays: a default value that is computed, a property with a getter, a step of an iterator.
 */
export function usedPattern(
  name: ts.BindingName,
  isUsed: (name: ts.Identifier) => boolean,
  checker: ts.TypeChecker,
): string {
  if (ts.isIdentifier(name)) return name.text;
  const isUsedIn = (part: ts.ArrayBindingElement): boolean =>
    !ts.isOmittedExpression(part) &&
    (ts.isIdentifier(part.name) ? isUsed(part.name) : part.name.elements.some(isUsedIn));
  const isDropped = (part: ts.BindingElement): boolean =>
    !isUsedIn(part) && ts.isIdentifier(part.name) && (!part.initializer || ts.isLiteralExpression(part.initializer));
  const inner = (part: ts.BindingElement): string => {
    const { start, end } = { start: part.name.getStart() - part.getStart(), end: part.name.end - part.getStart() };
    const text = part.getText();
    return text.slice(0, start) + usedPattern(part.name, isUsed, checker) + text.slice(end);
  };
  if (ts.isObjectBindingPattern(name)) {
    const type = checker.getTypeAtLocation(name);
    const hasRest = name.elements.some((part) => part.dotDotDotToken);
    const isPlain = (part: ts.BindingElement): boolean => {
      const key = part.propertyName ?? part.name;
      const property = ts.isIdentifier(key) ? checker.getPropertyOfType(type, key.text) : undefined;
      return property !== undefined && (property.flags & ts.SymbolFlags.Accessor) === 0;
    };
    // A rest is what the other names leave of the object.
    const kept = name.elements.filter((part) =>
      part.dotDotDotToken
        ? isUsedIn(part)
        : (hasRest && name.elements.some((p) => p.dotDotDotToken && isUsedIn(p))) || !isDropped(part) || !isPlain(part),
    );
    return kept.length === 0 ? '{}' : `{ ${kept.map(inner).join(', ')} }`;
  }
  const type = checker.getTypeAtLocation(name);
  if (!checker.isArrayType(type) && !checker.isTupleType(type)) return name.getText();
  const parts = name.elements.map((part) => (ts.isOmittedExpression(part) || isDropped(part) ? '' : inner(part)));
  while (parts.at(-1) === '') parts.pop();
  return `[${parts.join(', ').replace(/, (?=,)/g, ',')}]`;
}
