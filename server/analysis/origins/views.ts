import { ts } from 'ts-morph';

/** The buffer that `new Float64Array(buffer)` or `new DataView(buffer)` is a view of. */
export function viewedBuffer(node: ts.NewExpression, checker: ts.TypeChecker): ts.Expression | null {
  const [first] = node.arguments ?? [];
  if (!first || !/^(\w+\d+(Clamped)?Array|DataView)$/.test(node.expression.getText())) return null;
  const type = checker.getTypeAtLocation(first);
  const names = (type.isUnion() ? type.types : [type]).map((t) => t.getSymbol()?.getName() ?? '');
  return names.some((name) => /^(Shared)?ArrayBuffer/.test(name)) ? first : null;
}

/** The buffer that `Buffer.from(buffer)` is a view of; of anything else it makes a copy. */
export function bufferGiven({ arguments: [first] }: ts.CallExpression, checker: ts.TypeChecker): ts.Expression | null {
  if (!first) return null;
  const type = checker.getTypeAtLocation(first);
  const isUnknown = (part: ts.Type): boolean =>
    (part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Instantiable)) !== 0;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => isUnknown(part) || isMemory(part)) ? first : null;
}

const isMemory = (type: ts.Type): boolean => /^(Shared)?ArrayBuffer/.test(type.getSymbol()?.getName() ?? '');

/** Whether a value may be a buffer: a typed array made of it is a view, not a copy. */
export const mayBeBuffer = (type: ts.Type): boolean =>
  /^(Shared)?ArrayBuffer(Like)?$/.test(type.getSymbol()?.getName() ?? '') || type.isUnion();
