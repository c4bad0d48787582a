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

const having = new WeakMap<ts.TypeChecker, boolean>();

/** Whether something in the program may be a Buffer, whatever its type says: it mentions them, or loads what may give some. */
export function mayHaveBuffers(checker: ts.TypeChecker): boolean {
  let may = having.get(checker);
  if (may === undefined)
    having.set(checker, (may = filesBehind(checker).some((file) => sourcesOfBuffers(file).length > 0)));
  return may;
}

const sourcesOfBuffers = listedBySyntax<ts.Node>((node, note) => {
  if (ts.isIdentifier(node) && node.text === 'Buffer') note(node);
  if (!ts.isCallExpression(node)) {
    const isLoad = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isExternalModuleReference(node);
    const from = isLoad && (ts.isExternalModuleReference(node) ? node.expression : node.moduleSpecifier);
    if (from && !(ts.isStringLiteralLike(from) && GIVES_NONE.test(from.text))) note(node);
  } else if (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require') {
    const [from] = node.arguments;
    if (!from || !ts.isStringLiteralLike(from) || !GIVES_NONE.test(from.text)) note(node);
  }
});

/** Files of the program, the pool, and the modules of Node that give no bytes. */
const GIVES_NONE =
  /^(\.{1,2}(\/|$)|(looppool|(node:)?(path|path\/posix|path\/win32|os|util|perf_hooks|assert|assert\/strict|url|events|timers|timers\/promises|test|readline|readline\/promises|async_hooks))$)/;
