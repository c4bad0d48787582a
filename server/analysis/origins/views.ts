import { ts } from 'ts-morph';

/** The buffer that `new Float64Array(buffer)` or `new DataView(buffer)` is a view of. */
export function viewedBuffer(node: ts.NewExpression, checker: ts.TypeChecker): ts.Expression | null {
  const [first] = node.arguments ?? [];
  if (!first || !/^(\w+\d+(Clamped)?Array|DataView)$/.test(node.expression.getText())) return null;
  const type = checker.getTypeAtLocation(first);
  const names = (type.isUnion() ? type.types : [type]).map((t) => t.getSymbol()?.getName() ?? '');
  return names.some((name) => /^(Shared)?ArrayBuffer/.test(name)) ? first : null;
}

/** Whether a value may be a buffer: a typed array made of it is a view, not a copy. */
export const mayBeBuffer = (type: ts.Type): boolean =>
  /^(Shared)?ArrayBuffer(Like)?$/.test(type.getSymbol()?.getName() ?? '') || type.isUnion();
