import { ts } from 'ts-morph';
import { isMadeAs } from '../../forms/iteration.js';
import { mayHaveBuffers } from '../transfer/bufferMemory.js';

/** The buffer that `new Float64Array(buffer)` or `new DataView(buffer)` is a view of. */
export function viewedBuffer(node: ts.NewExpression, checker: ts.TypeChecker): ts.Expression | null {
  const [first] = node.arguments ?? [];
  if (!first || !/^(\w+\d+(Clamped)?Array|DataView)$/.test(node.expression.getText())) return null;
  const type = checker.getTypeAtLocation(first);
  const names = (type.isUnion() ? type.types : [type]).map((t) => t.getSymbol()?.getName() ?? '');
  return names.some((name) => /^(Shared)?ArrayBuffer/.test(name)) ? first : null;
}

/**
 * What a call of Node or the language gives a view of, perhaps, although it makes a copy otherwise: `Buffer.from(buffer)`, and
 * `bytes.slice(…)` where the Uint8Array may be a Buffer.
 *
 * @param key that of the function
 */
export function viewedByCall(key: string, node: ts.CallExpression, checker: ts.TypeChecker): ts.Expression | null {
  if (key === 'Uint8Array#slice' && ts.isPropertyAccessExpression(node.expression)) {
    const { expression: bytes } = node.expression;
    return isMadeAs('Uint8Array', bytes, checker) || !mayHaveBuffers(checker) ? null : bytes;
  }
  const [first] = node.arguments;
  if (key !== 'Buffer.from' || !first) return null;
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
