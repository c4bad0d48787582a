import { ts } from 'ts-morph';
import { indexedBySyntax } from './bySyntax.js';

/** Every identifier of a file by its text. */
export const mentionsOf = indexedBySyntax<ts.Identifier>((node, note) => {
  if (ts.isIdentifier(node)) note(node.text, node);
});

/** The identifiers below `node`, itself included, that are written `text`: names of whatever kind. */
export function namesIn(node: ts.Node, text: string): readonly ts.Identifier[] {
  const mentions = mentionsOf(node.getSourceFile());
  if (ts.isSourceFile(node)) return mentions.of(text);
  const part = partAround(node);
  return part ? namesBelow(node, mentions.within(part, text)) : [];
}

/** Those of some names, in the order of the text, that stand in a node or are it. */
export function namesBelow(node: ts.Node, names: readonly ts.Identifier[]): readonly ts.Identifier[] {
  const from = firstAt(names, node.pos);
  let to = from;
  while (to < names.length && names[to]!.end <= node.end) to++;
  return names.slice(from, to);
}

/** The top-level statement that a node of a file is or stands in; null for the end of the file. */
export function partAround(node: ts.Node): ts.Statement | null {
  let part = node;
  while (!ts.isSourceFile(part.parent)) part = part.parent;
  return ts.isStatement(part) ? part : null;
}

/** Position of the first name that does not begin before `pos`. */
function firstAt(names: readonly ts.Identifier[], pos: number): number {
  let [low, high] = [0, names.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (names[middle]!.pos < pos) low = middle + 1;
    else high = middle;
  }
  return low;
}
