import { ts } from 'ts-morph';
import { levelOf } from './loopLevels.js';
import { constant, minus } from './linear.js';
import { isDeleted, isLength, isReadAgain, linearIn, type OwnPlace, type PlaceContext } from './ownPlace.js';
import { type Rows, rowsOf, type Side, startsAtZero, sumOf, type Term } from './rows.js';
import { sideOf } from './subscripts.js';
import { namesIn } from './names.js';
import { declarationOf, symbolOf, unwrap } from './symbols.js';
import { isWhole } from './wholeNumbers.js';

interface Mention {
  readonly node: ts.ElementAccessExpression;
  readonly side: Side;
  readonly rows: Rows;
}

/**
 * `a[i * width + j]` of a typed array, wherever it is mentioned, with `j` in the row: the row is the iteration's own. Behind its
 * end such an array forgets what it is given, and so does the copy of a row that is cut off there.
 */
export function ownFlatRowOf(
  symbol: ts.Symbol,
  names: readonly ts.Identifier[],
  context: PlaceContext,
): OwnPlace | null {
  const { loop, body, item, checker } = context;
  const outermost = levelOf(loop, checker);
  const linear = linearIn(context);
  if (loop.source.kind !== 'range' || outermost.counter !== item || !linear) return null;
  const mentions: Mention[] = [];
  for (const use of names) {
    const node = use.parent;
    if (isLength(node)) continue;
    if (!ts.isElementAccessExpression(node) || node.expression !== use || isDeleted(node)) return null;
    const side = sideOf(node.argumentExpression, loop, outermost, linear);
    const rows = rowsOf(side);
    if (!rows?.isPositive) return null;
    mentions.push({ node, side, rows });
  }
  const [first] = mentions;
  const row = first && sumOf(first.rows.row, first.side.context);
  if (!row || !isWhole(first.rows.widthNode, checker) || !startsAtZero(row, first.side.runs)) return null;
  const isRow = ({ rows, side }: Mention): boolean => {
    const apart = minus(sumOf(rows.row, side.context), row);
    return rows.width === first.rows.width && apart !== null && isNothing(apart);
  };
  const offset = minus(row, { ...constant(0), counters: new Map([[item, 1]]) });
  if (!offset || offset.counters.size + offset.invariants.size > 0 || !mentions.every(isRow)) return null;
  const nodes = mentions.map(({ node }) => node);
  if (!isReadAgain(nodes, body)) return null;
  const name = item.getName();
  const count = offset.constant;
  const counted = count === 0 ? name : `(${name} ${count < 0 ? '-' : '+'} ${Math.abs(count)})`;
  const width = first.rows.widthNode.getText();
  const start = `${counted} * ${width}`;
  const limits = `${start}, ${start} + ${width}`;
  const columns = new Map(
    mentions.map((mention) => [mention.node, columnIn(mention, context) ?? behind(mention, start)]),
  );
  const array = symbol.getName();
  const flat = { made: `${array}.slice(${limits})`, view: `${array}.subarray(${limits})`, columns };
  return { symbol, kind: 'flat row', text: array, mentions: nodes, scope: body, flat };
}

const isNothing = ({ constant, counters, invariants }: NonNullable<ReturnType<typeof sumOf>>): boolean =>
  constant === 0 && counters.size + invariants.size === 0;

/** The column as a text that means the same at the mention; null where a constant stands for a part of it that is not just a counter. */
function columnIn({ node, side, rows: { column } }: Mention, { body, checker }: PlaceContext): string | null {
  const subscript = node.argumentExpression;
  const isCounter = (of: ts.Expression): boolean => {
    const symbol = ts.isIdentifier(of) ? symbolOf(of, checker) : undefined;
    if (!symbol || !side.context.counters.has(symbol)) return false;
    const counting = ts.findAncestor(declarationOf(symbol), ts.isForStatement) ?? body;
    return namesIn(counting, of.getText()).every((name) => symbolOf(name, checker) === symbol);
  };
  const isKnown = ({ times, of }: Term): boolean =>
    Math.abs(times) === 1 &&
    of !== null &&
    ((of.pos >= subscript.pos && of.end <= subscript.end) || ts.isNumericLiteral(of) || isCounter(of));
  if (!column.every(isKnown)) return null;
  const signed = column.map(({ times, of }) => `${times < 0 ? '-' : '+'} ${of!.getText()}`).join(' ');
  return signed === '' ? '0' : signed.replace(/^\+ /, '').replace(/^- /, '-');
}

const behind = ({ node }: Mention, start: string): string => {
  const subscript = unwrap(node.argumentExpression);
  return `${ts.isIdentifier(subscript) ? subscript.text : `(${subscript.getText()})`} - ${start}`;
};
