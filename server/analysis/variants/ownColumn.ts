import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import { behindCounter, counted } from './flatMentions.js';
import { levelOf } from '../dependences/loopLevels.js';
import {
  asserted,
  holdsNumbers,
  isDeleted,
  isLength,
  isReadAgain,
  linearIn,
  type OwnPlace,
  type PlaceContext,
  subscriptNames,
} from './ownPlace.js';
import { rowAliasing } from '../origins/rowAliasing.js';
import { sumOf } from '../dependences/rows.js';
import { sideOf } from '../dependences/subscripts.js';
import { unwrap } from '../source/symbols.js';

/**
 * `g[r][i]` of an array of arrays of numbers, wherever it is mentioned, with the counter `i` in the row: the column is the
 * iteration's own, where the rows are different arrays.
 */
export function ownColumnOf(
  symbol: ts.Symbol,
  names: readonly ts.Identifier[],
  context: PlaceContext,
): OwnPlace | null {
  const { loop, body, checker, item } = context;
  const outermost = levelOf(loop, checker);
  const linear = linearIn(context);
  if (loop.source.kind !== 'range' || outermost.counter !== item || !linear) return null;
  const subscripts = new Map<ts.Node, string>();
  let offset: number | null = null;
  for (const use of names) {
    const row = use.parent;
    if (isLength(row)) continue;
    if (!ts.isElementAccessExpression(row) || row.expression !== use || !isOfNumbers(row, checker)) return null;
    const cell = asserted(row).parent;
    const isCell = ts.isElementAccessExpression(cell) && unwrap(cell.expression) === row && !isDeleted(cell);
    if (!isCell || !subscriptNames(row.argumentExpression, checker)) return null;
    const side = sideOf(cell.argumentExpression, loop, outermost, linear);
    const behind = behindCounter(sumOf(side.terms, side.context), item);
    if (behind === null || (offset !== null && behind !== offset)) return null;
    offset = behind;
    subscripts.set(cell, row.argumentExpression.getText());
  }
  const mentions = [...subscripts.keys()];
  if (offset === null || !isReadAgain(mentions, body)) return null;
  const aliasing = rowAliasing(symbol, loop.node, checker, 'different');
  if (aliasing === 'certain') return null;
  const array = symbol.getName();
  const column = counted(item, offset);
  const sure = mentions.some((cell) => isPerhapsMissing(cell, checker)) ? '!' : '';
  const copy: OwnPlace['copy'] = {
    made: (free) => {
      const [unused, row] = [free('_'), free('row')];
      return `Array.from({ length: ${array}.length }, (${unused}, ${row}) => ${array}[${row}]${sure}[${column}]${sure})`;
    },
    back(own, free) {
      const [value, row] = [free('value'), free('row')];
      const line = `${array}[${row}]${sure}[${column}] = ${value};`;
      return [`${own}.forEach((${value}, ${row}) => {`, `  if (${value} !== undefined) ${line}`, '});'];
    },
    subscripts,
  };
  const assumed: OwnPlace['assumed'] =
    aliasing === 'never' ? [] : [{ code: 'different-rows', node: loop.node, detail: array }];
  return { symbol, kind: 'flat part', text: array, mentions, scope: body, copy, assumed };
}

/** Whether a row holds numbers as they are: narrower ones are rounded whenever they are stored. */
function isOfNumbers(row: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(row));
  const typed = typedArrayName(type);
  return holdsNumbers(type, checker) && (typed === null || typed === 'Float64Array');
}

function isPerhapsMissing(node: ts.Node, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(node);
  return checker.getNonNullableType(type) !== type;
}
