import { ts } from 'ts-morph';
import type { FoundLoop, LoopResult } from '../forms/foundLoop.js';
import type { CommitNames } from './commitText.js';

/** What the value of one item is called, by what becomes of it. */
export const VALUE_NAMES: Readonly<Record<LoopResult, string>> = {
  none: 'result',
  list: 'result',
  'flat-list': 'results',
  'promised-list': 'result',
  kept: 'keep',
  some: 'hit',
  every: 'holds',
  find: 'hit',
  'find-index': 'hit',
  'find-last-index': 'hit',
  fold: 'result',
};

/**
 * The value of the whole call, made of what a callback returns for each pair of item and result.
 *
 * @param pairs `pool.zipSync(…)`
 * @param callback what the original callback has become
 */
export function resultText(loop: FoundLoop, pairs: string, callback: string): string {
  switch (loop.result) {
    case 'none':
    case 'promised-list':
      throw new Error(`the loop ${loop.form} has no list`);
    case 'list':
    case 'flat-list':
      return listText(loop, `Array.from(${pairs}, ${callback})`);
    case 'kept':
      return inClass(loop, `${pairs}.filter(${callback}).map(([item]) => item).toArray()`);
    case 'some':
      return `${pairs}.some(${callback})`;
    case 'every':
      return `${pairs}.every(${callback})`;
    case 'find': {
      const item = loop.source.kind === 'iterable' && loop.source.view === 'pairs' ? '[0][1]' : '[0]';
      return isAsked(loop.node) ? `(${pairs}.find(${callback})?.${item})` : `${pairs}.find(${callback})?.${item}`;
    }
    case 'find-last-index':
      return standsAlone(loop.node)
        ? `${pairs}.find(${callback})?.[0][0] ?? -1`
        : `(${pairs}.find(${callback})?.[0][0] ?? -1)`;
    case 'find-index':
      return `${pairs}.findIndex(${callback})`;
    case 'fold':
      return `${pairs}.reduce${typeArguments(loop)}(${callback}, ${loop.fold!.initial.getText()})`;
  }
}

/** A list of what the callback returned, as the call would have given it. */
export function listText(loop: FoundLoop, list: string): string {
  return inClass(loop, loop.result === 'flat-list' ? `${list}.flat()` : list);
}

const inClass = ({ into }: FoundLoop, list: string): string => (into ? `${into}.from(${list})` : list);

/** Whether something is asked of the value at once: it must not become part of an optional chain. */
function isAsked(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isNonNullExpression(parent) ||
    ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) &&
      parent.expression === node &&
      !parent.questionDotToken)
  );
}

/** Whether no operator around an expression can bind closer than its own. */
function standsAlone(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent)) return parent.expression !== node;
  return (
    ts.isTemplateSpan(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isExpressionStatement(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isArrowFunction(parent)
  );
}

/** `<Record<string, number>>`, where the call says what it folds to. */
function typeArguments({ node }: FoundLoop): string {
  const given = ts.isCallExpression(node) ? (node.typeArguments ?? []) : [];
  return given.length === 0 ? '' : `<${given.map((t) => t.getText()).join(', ')}>`;
}

/**
 * The items in the order in which they are asked for. `slice` keeps holes.
 *
 * @param names what the library's functions are called
 */
export function itemsText(
  { expression, reversed, view, awaited }: FoundLoop['source'] & { kind: 'iterable' },
  names: Pick<CommitNames, 'keysIn' | 'inTurn'>,
): string {
  const text = expression.getText();
  if (awaited === 'promises') return `${names.inTurn}(${text})`;
  if (view === 'keys') return `${names.keysIn}(${text})`;
  const list = ts.isLeftHandSideExpression(expression) ? text : `(${text})`;
  if (!reversed) return view === 'values' ? `${list}.values()` : text;
  return view === 'pairs' ? `[...${list}.entries()].reverse()` : `${list}.slice().reverse()`;
}

/** `[key, item]`, as far as the names are used. */
export function pairText(key: string, item: string): string {
  if (key === '' && item === '') return '';
  return item === '' ? `[${key}]` : `[${key}, ${item}]`;
}

/** The item as it is bound, with its default value. */
export function itemText(item: ts.BindingName, name = item.getText()): string {
  const { parent } = item;
  return ts.isParameter(parent) && parent.initializer ? `${name} = ${parent.initializer.getText()}` : name;
}
