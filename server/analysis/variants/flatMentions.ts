import { ts } from 'ts-morph';
import { levelOf } from '../dependences/loopLevels.js';
import { constant, type Linear, minus } from '../dependences/linear.js';
import { isDeleted, isLength, linearIn, type PlaceContext } from './ownPlace.js';
import { type Rows, rowsOf, type Side, type Term } from '../dependences/rows.js';
import { sideOf } from '../dependences/subscripts.js';
import { namesIn } from '../source/names.js';
import { declarationOf, symbolOf } from '../source/symbols.js';
import { isWhole } from '../dependences/wholeNumbers.js';

/** `a[row * width + column]` */
export interface FlatMention {
  readonly node: ts.ElementAccessExpression;
  readonly side: Side;
  readonly rows: Rows;
}

/** Every mention of a flat array whose rows are equally wide, where a counter goes through the iterations; else null. */
export function flatMentions(
  names: readonly ts.Identifier[],
  context: PlaceContext,
): readonly [FlatMention, ...FlatMention[]] | null {
  const { loop, item, checker } = context;
  const outermost = levelOf(loop, checker);
  const linear = linearIn(context);
  if (loop.source.kind !== 'range' || outermost.counter !== item || !linear) return null;
  const found: FlatMention[] = [];
  for (const use of names) {
    const node = use.parent;
    if (isLength(node)) continue;
    if (!ts.isElementAccessExpression(node) || node.expression !== use || isDeleted(node)) return null;
    const side = sideOf(node.argumentExpression, loop, outermost, linear);
    const rows = rowsOf(side);
    if (!rows?.isPositive) return null;
    found.push({ node, side, rows });
  }
  const [first, ...others] = found;
  const isAsWide = first && others.every(({ rows }) => rows.width === first.rows.width);
  return isAsWide && isWhole(first.rows.widthNode, checker) ? [first, ...others] : null;
}

/** How far a sum is behind the counter; null where it is no fixed way. */
export function behindCounter(total: Linear | null, counter: ts.Symbol): number | null {
  const rest = minus(total, { ...constant(0), counters: new Map([[counter, 1]]) });
  return rest && rest.counters.size + rest.invariants.size === 0 ? rest.constant : null;
}

/** `i`, or `(i + 2)`. */
export const counted = (counter: ts.Symbol, count: number): string =>
  count === 0 ? counter.getName() : `(${counter.getName()} ${count < 0 ? '-' : '+'} ${Math.abs(count)})`;

/** The row or column as a text that means the same at the mention; null where a constant stands for a part of it that is not just a counter. */
export function textOfPart(
  part: readonly Term[],
  { node, side }: FlatMention,
  { body, checker }: PlaceContext,
): string | null {
  const subscript = node.argumentExpression;
  const isCounter = (of: ts.Expression): boolean => {
    const symbol = ts.isIdentifier(of) ? symbolOf(of, checker) : undefined;
    if (!symbol || !side.context.counters.has(symbol)) return false;
    const counting = ts.findAncestor(declarationOf(symbol), ts.isForStatement) ?? body;
    return namesIn(counting, of.getText()).every((name) => symbolOf(name, checker) === symbol);
  };
  const isKnown = ({ times, of }: Term): boolean =>
    of === null ||
    (Math.abs(times) === 1 &&
      ((of.pos >= subscript.pos && of.end <= subscript.end) || ts.isNumericLiteral(of) || isCounter(of)));
  if (!part.every(isKnown)) return null;
  const signed = part.map(({ times, of }) => `${times < 0 ? '-' : '+'} ${of?.getText() ?? Math.abs(times)}`).join(' ');
  return signed === '' ? '0' : signed.replace(/^\+ /, '').replace(/^- /, '-');
}

/** The subscript of a mention, to reckon with. */
export function subscriptText({ node: { argumentExpression } }: FlatMention): string {
  return ts.isIdentifier(argumentExpression) ? argumentExpression.text : `(${argumentExpression.getText()})`;
}
