import { ts } from 'ts-morph';

const indexes = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.Identifier[]>>();

/** The identifiers below `node`, itself included, that are written `text`: names of whatever kind. */
export function namesIn(node: ts.Node, text: string): readonly ts.Identifier[] {
  const all = mentionsOf(node.getSourceFile()).get(text) ?? [];
  if (ts.isSourceFile(node)) return all;
  const from = firstAt(all, node.pos);
  let to = from;
  while (to < all.length && all[to]!.end <= node.end) to++;
  return all.slice(from, to);
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

/** Every identifier of a file by its text. */
export function mentionsOf(file: ts.SourceFile): ReadonlyMap<string, readonly ts.Identifier[]> {
  const known = indexes.get(file);
  if (known) return known;
  const index = new Map<string, ts.Identifier[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const names = index.get(node.text);
      if (names) names.push(node);
      else index.set(node.text, [node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  indexes.set(file, index);
  return index;
}
