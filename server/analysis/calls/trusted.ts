import { ts } from 'ts-morph';
import type { Trust } from '../../trust.js';
import { importOf } from '../source/importedNames.js';
import { symbolOf, unwrap } from '../source/symbols.js';

/**
 * Whether the user vouches for what `callee(…)` runs. Asked only where the callee's body cannot be read: what a body
 * shows always counts.
 */
export function isTrusted(callee: ts.Expression, { names }: Trust, checker: ts.TypeChecker): boolean {
  if (names.size === 0) return false;
  const path: string[] = [];
  let root = unwrap(callee);
  for (; ts.isPropertyAccessExpression(root); root = unwrap(root.expression)) path.unshift(root.name.text);
  if (!ts.isIdentifier(root)) return false;
  const symbol = symbolOf(root, checker);
  const imported = symbol ? importOf(symbol) : null;
  if (!imported) return false;
  // Have: a function, or a part, of an imported module.
  const whole = imported.name === '*' || (imported.name === 'default' && path.length > 0);
  const name = [...(whole ? [] : [imported.name]), ...path].join('.');
  return names.has(`${imported.module}#*`) || names.has(`${imported.module}#${name}`);
}
