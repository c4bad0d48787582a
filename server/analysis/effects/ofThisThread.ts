import { ts } from 'ts-morph';
import type { OutsideCode } from '../source/access.js';
import { importOf, type ImportedName } from '../source/importedNames.js';
import { isGlobal, symbolOf, unwrap } from '../source/symbols.js';

type Part = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** What of `process` is the same in a worker. */
const SHARED: ReadonlySet<string> = new Set('platform arch version versions pid'.split(' '));

/** What of `process` workers are handed as it is when they start. */
const HANDED: ReadonlySet<string> = new Set(['env', 'argv']);

/** A worker has streams of these names, too, but they are no terminals. */
const STREAMS: ReadonlySet<string> = new Set(['stdout', 'stderr']);

/** What is noted of a property that may be another one in a worker: `process.stdout.isTTY`, or anything kept on the global object. */
export function codeOfPart(node: Part, checker: ts.TypeChecker): OutsideCode | null {
  if (/^process\.env$/.test(node.expression.getText())) return 'environment';
  const inner = innermost(node);
  if (!ts.isIdentifier(inner.expression)) return null;
  const symbol = symbolOf(inner.expression, checker);
  const name = ts.isPropertyAccessExpression(inner) ? inner.name.text : '';
  if (inner.expression.text === 'process' && isGlobal(symbol)) return codeOfProcess(name, inner === node);
  const imported = symbol && importOf(symbol);
  if (imported) return isProcess(imported) ? codeOfProcess(name, inner === node) : null;
  const isOnGlobal = ['globalThis', 'global', 'self', 'window'].includes(inner.expression.text);
  return inner === node && isOnGlobal && isGlobal(symbol) ? 'environment' : null;
}

/** What is noted of an imported name that may be something else in a worker: `isMainThread`. */
export function codeOfImport(imported: ImportedName): OutsideCode | null {
  if (isProcess(imported)) return 'environment';
  if (imported.module === 'process')
    return SHARED.has(imported.name) || HANDED.has(imported.name) ? 'environment' : 'thread';
  return imported.module === 'worker_threads' || imported.module === 'cluster' ? 'thread' : null;
}

function codeOfProcess(name: string, isWhole: boolean): OutsideCode | null {
  if (SHARED.has(name)) return null;
  if (HANDED.has(name)) return isWhole ? 'environment' : null;
  return STREAMS.has(name) && isWhole ? null : 'thread';
}

const isProcess = ({ module, name }: ImportedName): boolean =>
  module === 'process' && (name === '*' || name === 'default');

/** `process.stdout` of `process.stdout.isTTY` */
function innermost(node: Part): Part {
  const base = unwrap(node.expression);
  return ts.isPropertyAccessExpression(base) || ts.isElementAccessExpression(base) ? innermost(base) : node;
}
