import type { ts } from 'ts-morph';
import { behindCounter, counted, type FlatMention, flatMentions, subscriptText, textOfPart } from './flatMentions.js';
import { minus } from '../dependences/linear.js';
import { isReadAgain, type OwnPlace, type PlaceContext } from './ownPlace.js';
import { startsAtZero, sumOf } from '../dependences/rows.js';

/**
 * `a[i * width + j]` of a typed array, wherever it is mentioned, with `j` in the row: the row is the iteration's own. Behind its
 * end such an array forgets what it is given, and so does the copy of a row that is cut off there.
 */
export function ownFlatRowOf(
  symbol: ts.Symbol,
  names: readonly ts.Identifier[],
  context: PlaceContext,
): OwnPlace | null {
  const { body, item } = context;
  const mentions = flatMentions(names, context);
  const [first] = mentions ?? [];
  const row = first && sumOf(first.rows.row, first.side.context);
  if (!mentions || !row || !startsAtZero(row, first.side.runs)) return null;
  const isRow = ({ rows, side }: FlatMention): boolean => {
    const apart = minus(sumOf(rows.row, side.context), row);
    return apart !== null && apart.constant === 0 && apart.counters.size + apart.invariants.size === 0;
  };
  const offset = behindCounter(row, item);
  const nodes = mentions.map(({ node }) => node);
  if (offset === null || !mentions.every(isRow) || !isReadAgain(nodes, body)) return null;
  const width = first.rows.widthNode.getText();
  const start = `${counted(item, offset)} * ${width}`;
  const limits = `${start}, ${start} + ${width}`;
  const subscripts = new Map(
    mentions.map((m) => [m.node, textOfPart(m.rows.column, m, context) ?? `${subscriptText(m)} - ${start}`]),
  );
  const array = symbol.getName();
  const copy = {
    made: () => `${array}.slice(${limits})`,
    back: (own: string) => [`${array}.subarray(${limits}).set(${own});`],
    subscripts,
  };
  return { symbol, kind: 'flat part', text: array, mentions: nodes, scope: body, copy };
}
