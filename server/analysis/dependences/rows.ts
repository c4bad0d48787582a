import { ts } from 'ts-morph';
import { endOf, type Run } from './counterRuns.js';
import { constant, linearOf, type Linear, type LinearContext, minus, scale, sum } from './linear.js';
import { declarationOf, isConstant, isDeclaredIn, symbolOf, unwrap } from '../source/symbols.js';
import { isWhole } from './wholeNumbers.js';

/** A part of a sum: so many times an expression, or times 1. */
export interface Term {
  readonly times: number;
  readonly of: ts.Expression | null;
}

/** A subscript with the loops that stand around it. */
export interface Side {
  readonly terms: readonly Term[];
  readonly context: LinearContext;
  readonly runs: ReadonlyMap<ts.Symbol, Run>;
}

/** The place `row * width + column` of a flat array, with 0 ≤ column < width. */
export interface Rows {
  readonly width: string;
  readonly widthNode: ts.Expression;
  /** Where the place is reached, the width is above 0; otherwise all rows may begin at one place. */
  readonly isPositive: boolean;
  readonly row: readonly Term[];
  readonly column: readonly Term[];
}

/** An expression as a sum; a constant of the region stands for its value. */
export function termsOf(expression: ts.Expression, context: LinearContext, times = 1, depth = 0): readonly Term[] {
  const node = resolve(expression, context);
  const again = (e: ts.Expression, factor: number): readonly Term[] => termsOf(e, context, factor, depth + 1);
  if (depth < 8 && ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.PlusToken) return [...again(node.left, times), ...again(node.right, times)];
    if (kind === ts.SyntaxKind.MinusToken) return [...again(node.left, times), ...again(node.right, -times)];
  }
  return [{ times, of: node }];
}

export function sumOf(terms: readonly Term[], context: LinearContext): Linear | null {
  let total: Linear | null = constant(0);
  for (const { times, of } of terms) total = sum(total, scale(of ? linearOf(of, context) : constant(1), times));
  return total;
}

/** Takes a place of a flat array apart, if the column stays in the row. */
export function rowsOf(side: Side): Rows | null {
  // `i * width + width - 1` is the last place of row `i`, and no place before row `i + 1`.
  return rowsWith(side, true) ?? rowsWith(side, false);
}

function rowsWith({ terms, context, runs }: Side, isNextRow: boolean): Rows | null {
  const [factors] = terms.flatMap(({ of }) => (of && factorsOf(of, context)) ?? []);
  if (!factors) return null;
  const { width, node: widthNode } = factors;
  const row: Term[] = [];
  const column: Term[] = [];
  for (const term of terms) {
    const { times, of } = term;
    const product = of && factorsOf(of, context);
    if (product && product.key === keyOf(width)) row.push(...termsOf(product.rest, context, times));
    else if (isNextRow && of && keyOf(linearOf(of, context)) === keyOf(width)) row.push({ times, of: null });
    else column.push(term);
  }
  if (!staysIn(column, width, context, runs) && !isLastOf(column, width, widthNode, { context, runs })) return null;
  return { width: keyOf(width), widthNode, isPositive: column.length > 0 || isPositive(width, runs), row, column };
}

/**
 * The row that lies between two places: from `row * width` up to `(row + 1) * width`. Those of different iterations have nothing
 * in common, where places below 0, which count from the end, and fractions are out of the question.
 */
export function rowBetween(from: Side, to: Side): Pick<Rows, 'width' | 'row'> | null {
  return wholeRowBetween(from, to) ?? partBetween(from, to) ?? placeBetween(from, to);
}

/** The one place from `i` up to `i + 1`. */
function placeBetween(from: Side, to: Side): Pick<Rows, 'width' | 'row'> | null {
  const [place, next] = [sumOf(from.terms, from.context), sumOf(to.terms, to.context)];
  const length = minus(next, place);
  const isOne = length?.constant === 1 && length.counters.size + length.invariants.size === 0;
  return isOne && place && startsAtZero(place, from.runs) ? { width: '1 place', row: from.terms } : null;
}

function wholeRowBetween(from: Side, to: Side): Rows | null {
  const [rows, next] = [rowsOf(from), rowsOf(to)];
  if (!rows || !next || rows.width !== next.width || rows.column.length + next.column.length > 0) return null;
  const [row, after] = [sumOf(rows.row, from.context), sumOf(next.row, to.context)];
  const height = minus(after, row);
  const isOne = height?.constant === 1 && height.counters.size + height.invariants.size === 0;
  return row && isOne && startsAtZero(row, from.runs) && isWhole(rows.widthNode, from.context.checker) ? rows : null;
}

/**
 * The same where both places are products alike, such as `row * width * 4` and `(row + 1) * width * 4`, of whatever numbers: what
 * they are rounded to grows from row to row, or is nothing.
 */
function partBetween(from: Side, to: Side): Pick<Rows, 'width' | 'row'> | null {
  const [one, other] = [from, to].map(({ terms: [term, more], context }) =>
    term?.of && term.times === 1 && !more ? productOf(term.of, context) : null,
  );
  if (!one || other?.shape !== one.shape) return null;
  const sums = [one, other].map(({ factors }, k) => factors.map((factor) => linearOf(factor, [from, to][k]!.context)));
  const [keys, others] = sums.map((side) => side.map(keyOf));
  const [at, more] = keys!.flatMap((key, k) => (key !== '' && key === others![k] ? [] : [k]));
  if (at === undefined || more !== undefined) return null;
  const row = sums[0]![at]!;
  const height = minus(sums[1]![at]!, row);
  const isOne = height?.constant === 1 && height.counters.size + height.invariants.size === 0;
  return isOne && row && startsAtZero(row, from.runs)
    ? { width: `${one.shape} ${keys!.join(', ')}`, row: termsOf(one.factors[at]!, from.context) }
    : null;
}

interface Product {
  readonly factors: readonly ts.Expression[];
  /** How they are put together. */
  readonly shape: string;
}

function productOf(expression: ts.Expression, context: LinearContext, depth = 0): Product {
  const node = resolve(expression, context);
  if (depth > 8 || !ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.AsteriskToken)
    return { factors: [node], shape: '.' };
  const [left, right] = [node.left, node.right].map((side) => productOf(side, context, depth + 1));
  return { factors: [...left!.factors, ...right!.factors], shape: `(${left!.shape}${right!.shape})` };
}

/** Whether a loop around the place counts from 0 on and stays below the width, or the width is a number. */
function isPositive(width: Linear, runs: ReadonlyMap<ts.Symbol, Run>): boolean {
  if (width.invariants.size === 0) return width.constant > 0;
  return [...runs].some(([counter]) => {
    const value: Linear = { constant: 0, counters: new Map([[counter, 1]]), invariants: new Map() };
    return startsAtZero(value, runs) && endsBelow(value, width, runs);
  });
}

interface Factors {
  readonly width: Linear;
  readonly node: ts.Expression;
  readonly key: string;
  readonly rest: ts.Expression;
}

/** `y * width`, where the width is a number or keeps its value. */
function factorsOf(expression: ts.Expression, context: LinearContext): Factors | null {
  const node = resolve(expression, context);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.AsteriskToken) return null;
  for (const [factor, rest] of [
    [node.right, node.left],
    [node.left, node.right],
  ] as const) {
    const width = linearOf(factor, context);
    const [only, more] = width?.invariants.values() ?? [];
    const isName = width?.constant === 0 && only === 1 && more === undefined;
    const isNumber = width?.invariants.size === 0 && width.constant > 1;
    if (width && width.counters.size === 0 && (isName || isNumber))
      return { width, node: factor, key: keyOf(width), rest };
  }
  return null;
}

/** A width as text: two that are the same have the same. */
const keyOf = (width: Linear | null): string =>
  !width || width.counters.size > 0 ? '' : [width.constant, ...[...width.invariants].flat()].join(' ');

/** Whether a column is surely one of a row: neither below 0 nor as far as the width. */
function staysIn(
  column: readonly Term[],
  width: Linear,
  context: LinearContext,
  runs: ReadonlyMap<ts.Symbol, Run>,
): boolean {
  const [only, more] = column;
  if (!only) return true;
  if (!more && only.times === 1 && only.of)
    return isFromZero(only.of, context, runs) && isBelow(only.of, width, context, runs);
  const total = sumOf(column, context);
  return total !== null && startsAtZero(total, runs) && endsBelow(total, width, runs);
}

/** `width - 1` of a whole width above 0 */
function isLastOf(
  column: readonly Term[],
  width: Linear,
  widthNode: ts.Expression,
  { context, runs }: Pick<Side, 'context' | 'runs'>,
): boolean {
  const left = minus(width, sumOf(column, context));
  const isLast = left?.constant === 1 && left.counters.size + left.invariants.size === 0;
  return isLast && isWhole(widthNode, context.checker) && isPositive(width, runs);
}

export function startsAtZero(value: Linear, runs: ReadonlyMap<ts.Symbol, Run>): boolean {
  const end = endOf(value, runs, 'low', null);
  return end !== null && end.sum.invariants.size === 0 && end.sum.constant >= 0;
}

function endsBelow(value: Linear, width: Linear, runs: ReadonlyMap<ts.Symbol, Run>): boolean {
  const end = endOf(value, runs, 'high', null);
  const room = end && minus(end.sum, width);
  return room !== null && room.invariants.size === 0 && (end!.open ? room.constant <= 0 : room.constant < 0);
}

function isFromZero(expression: ts.Expression, context: LinearContext, runs: ReadonlyMap<ts.Symbol, Run>): boolean {
  const node = resolve(expression, context);
  const again = (e: ts.Expression): boolean => isFromZero(e, context, runs);
  if (isRemainder(node)) return again(node.left);
  const chosen = chosenFrom(node);
  if (chosen) return chosen.which === 'max' ? chosen.from.some(again) : chosen.from.every(again);
  const total = sumOf(termsOf(node, context), context);
  return total !== null && startsAtZero(total, runs);
}

function isBelow(
  expression: ts.Expression,
  width: Linear,
  context: LinearContext,
  runs: ReadonlyMap<ts.Symbol, Run>,
): boolean {
  const node = resolve(expression, context);
  const again = (e: ts.Expression): boolean => isBelow(e, width, context, runs);
  if (isRemainder(node)) return keyOf(linearOf(node.right, context)) === keyOf(width);
  const chosen = chosenFrom(node);
  if (chosen) return chosen.which === 'min' ? chosen.from.some(again) : chosen.from.every(again);
  const total = sumOf(termsOf(node, context), context);
  return total !== null && endsBelow(total, width, runs);
}

const isRemainder = (node: ts.Expression): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PercentToken;

/** The arguments of `Math.min(…)` or `Math.max(…)`. */
function chosenFrom(node: ts.Expression): { which: 'min' | 'max'; from: readonly ts.Expression[] } | null {
  if (!ts.isCallExpression(node) || node.arguments.length === 0) return null;
  const name = /^Math\.(min|max)$/.exec(node.expression.getText())?.[1];
  return name && !node.arguments.some(ts.isSpreadElement)
    ? { which: name as 'min' | 'max', from: node.arguments }
    : null;
}

/** What a constant of the region was set to. */
function resolve(expression: ts.Expression, { checker, region }: LinearContext, depth = 0): ts.Expression {
  const node = unwrap(expression);
  if (!ts.isIdentifier(node) || depth > 8) return node;
  const symbol = symbolOf(node, checker);
  const declaration = symbol && isDeclaredIn(symbol, region) ? declarationOf(symbol) : undefined;
  return isConstant(declaration) && declaration.initializer
    ? resolve(declaration.initializer, { checker, region } as LinearContext, depth + 1)
    : node;
}
