import { ts } from 'ts-morph';
import { isBuffer } from '../../forms/iteration.js';
import { listedBySyntax } from '../source/bySyntax.js';
import { filesBehind } from '../source/filesBehind.js';
import { wrapped } from '../source/symbols.js';

const known = new WeakMap<ts.TypeChecker, string | null>();

/**
 * Why Buffers cannot be copied in this program, in words; null where they can. A copy has memory of its own, and a small Buffer is a part of a
 * slab as a rule: a program that asks for that memory (`bytes.buffer`) beyond the Buffer's own bytes would find another.
 */
export function whyNotAlone(checker: ts.TypeChecker): string | null {
  let why = known.get(checker);
  if (why === undefined) known.set(checker, (why = findReader(checker)));
  return why;
}

function findReader(checker: ts.TypeChecker): string | null {
  for (const file of filesBehind(checker)) {
    const reader = memoryReads(file).find((read) => isOfBuffer(read, checker));
    if (!reader) continue;
    const line = ts.getLineAndCharacterOfPosition(file, reader.getStart()).line + 1;
    return `a \`Buffer\`, and line ${line} asks for all of its memory by \`${reader.getText()}\``;
  }
  return null;
}

function isOfBuffer(read: ts.PropertyAccessExpression | ts.BindingElement, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(ts.isBindingElement(read) ? read.parent : read.expression);
  return (type.isUnion() ? type.types : [type]).some((part) => (part.flags & ts.TypeFlags.Any) !== 0 || isBuffer(part));
}

/** `bytes.buffer` and `const { buffer } = bytes`, but for what looks at the Buffer's own bytes alone. */
const memoryReads = listedBySyntax<ts.PropertyAccessExpression | ts.BindingElement>((node, note) => {
  if (ts.isBindingElement(node)) {
    const name = node.propertyName ?? node.name;
    if (ts.isObjectBindingPattern(node.parent) && ts.isIdentifier(name) && name.text === 'buffer') note(node);
  } else if (ts.isPropertyAccessExpression(node) && node.name.text === 'buffer' && !isOfOwnBytes(node)) note(node);
});

/** `new T(bytes.buffer, bytes.byteOffset, count)`, `bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)` */
function isOfOwnBytes(node: ts.PropertyAccessExpression): boolean {
  const whole = wrapped(node);
  const { parent } = whole;
  const start = `${node.expression.getText()}.byteOffset`;
  const begins = (argument: ts.Expression | undefined): boolean => argument?.getText().startsWith(start) ?? false;
  if (ts.isNewExpression(parent) || (ts.isCallExpression(parent) && parent.expression !== whole)) {
    const { arguments: given = [] } = parent;
    return given.length === 3 && given[0] === whole && begins(given[1]);
  }
  if (!ts.isPropertyAccessExpression(parent) || parent.name.text !== 'slice' || !ts.isCallExpression(parent.parent))
    return false;
  const { arguments: given } = parent.parent;
  return given.length === 2 && given.every(begins) && given[1]!.getText() !== start;
}
