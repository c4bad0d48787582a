import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import { behindCounter, counted, type FlatMention, flatMentions, subscriptText, textOfPart } from './flatMentions.js';
import { isReadAgain, type OwnPlace, type PlaceContext } from './ownPlace.js';
import { sumOf } from '../dependences/rows.js';
import { declarationOf, symbolOf, unwrap } from '../source/symbols.js';
import { isWhole } from '../dependences/wholeNumbers.js';

/**
 * `a[r * width + i]` of a typed array, wherever it is mentioned, with the counter `i` in the row: the column is the iteration's
 * own. Behind its end, and before its begin, such an array forgets what it is given, and so does the copy of a column, which has
 * as many places as the array has rows that reach so far.
 */
export function ownFlatColumnOf(
  symbol: ts.Symbol,
  names: readonly ts.Identifier[],
  context: PlaceContext,
): OwnPlace | null {
  const { body, item, checker } = context;
  const mentions = flatMentions(names, context);
  const [first] = mentions ?? [];
  const kind = first && typedArrayName(checker.getTypeAtLocation(first.node.expression));
  if (!mentions || !kind) return null;
  const offsetOf = ({ rows, side }: FlatMention): number | null =>
    behindCounter(sumOf(rows.column, side.context), item);
  const offset = offsetOf(first);
  const isColumn = (mention: FlatMention): boolean =>
    offsetOf(mention) === offset &&
    sumOf(mention.rows.row, mention.side.context) !== null &&
    mention.rows.row.every(({ of }) => of === null || isWholeAt(of, mention, context));
  const nodes = mentions.map(({ node }) => node);
  if (offset === null || !mentions.every(isColumn) || !isReadAgain(nodes, body)) return null;
  const width = first.rows.widthNode.getText();
  const column = counted(item, offset);
  const array = symbol.getName();
  const isPerhapsMissing = (node: ts.Node): boolean => {
    const type = checker.getTypeAtLocation(node);
    return checker.getNonNullableType(type) !== type;
  };
  const sure = nodes.some(isPerhapsMissing) ? '!' : '';
  const copy: OwnPlace['copy'] = {
    made(free) {
      const [unused, row] = [free('_'), free('row')];
      const count = `Math.ceil((${array}.length - ${column}) / ${width})`;
      return `${kind}.from({ length: ${count} }, (${unused}, ${row}) => ${array}[${row} * ${width} + ${column}]${sure})`;
    },
    back(own, free) {
      const [value, row] = [free('value'), free('row')];
      return [`${own}.forEach((${value}, ${row}) => {`, `  ${array}[${row} * ${width} + ${column}] = ${value};`, '});'];
    },
    subscripts: new Map(
      mentions.map((m) => [
        m.node,
        textOfPart(m.rows.row, m, context) ?? `(${subscriptText(m)} - ${column}) / ${width}`,
      ]),
    ),
  };
  return { symbol, kind: 'flat part', text: array, mentions: nodes, scope: body, copy };
}

/** Whether a part of a row has no fraction: made of whole numbers and of counters that begin with them. */
function isWholeAt(part: ts.Expression, mention: FlatMention, context: PlaceContext, depth = 0): boolean {
  const node = unwrap(part);
  const again = (e: ts.Expression): boolean => isWholeAt(e, mention, context, depth + 1);
  if (depth > 8) return false;
  if (ts.isBinaryExpression(node) && /^[-+*]$/.test(node.operatorToken.getText()))
    return again(node.left) && again(node.right);
  const symbol = ts.isIdentifier(node) ? symbolOf(node, context.checker) : undefined;
  if (!symbol || !mention.side.context.counters.has(symbol)) return isWhole(node, context.checker);
  const declaration = declarationOf(symbol);
  const { source } = context.loop;
  if (symbol === context.item) return source.kind === 'range' && (source.start === null || again(source.start));
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    again(declaration.initializer)
  );
}
