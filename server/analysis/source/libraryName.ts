import { ts } from 'ts-morph';
import { importOf } from './importedNames.js';
import { symbolOf } from './symbols.js';

/** What of Looppool's own library an expression names: `task`, or `map` of `pool.map`; null for what others call so. */
export function libraryName(callee: ts.Expression, checker: ts.TypeChecker): string | null {
  const root = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  const symbol = ts.isIdentifier(root) ? symbolOf(root, checker) : undefined;
  const imported = symbol ? importOf(symbol) : null;
  if (imported?.module !== 'looppool') return null;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : imported.name;
}

const WALKS: ReadonlySet<string | null> = new Set([
  'map',
  'mapSync',
  'zip',
  'zipSync',
  'imap',
  'imapUnordered',
  'allSettled',
]);

/** Whether a call hands each item of its second argument to the task that is its first: `pool.map(task, items, captures)`. */
export function isPoolWalk(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  return ts.isPropertyAccessExpression(call.expression) && WALKS.has(libraryName(call.expression, checker));
}
