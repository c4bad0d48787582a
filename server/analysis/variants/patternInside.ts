import { ts } from 'ts-morph';
import { computedIn } from '../../forms/computedIn.js';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { indentAt } from '../../nodeText.js';
import { uniqueName } from '../../uniqueName.js';
import { namesIn } from '../source/names.js';
import { isConstant } from '../source/symbols.js';
import type { SameLoop } from './sameLoop.js';

/**
 * The same loop, which takes its items apart in the body: `for (const item of items) { const { size = limit } = item; … }` in place
 * of `for (const { size = limit } of items)`. What is computed there may need names that a task is handed beside its item.
 *
 * @returns null for a loop whose head computes nothing, or whose pattern means something else in the body
 */
export function patternInside({ node }: FoundLoop | DeclinedLoop): SameLoop | null {
  if (!ts.isForOfStatement(node) || !ts.isVariableDeclarationList(node.initializer)) return null;
  const [item, more] = node.initializer.declarations;
  if (!item || more || !isConstant(item) || ts.isIdentifier(item.name) || !computedIn({ name: item.name })) return null;
  const { statement } = node;
  // A `var` may have the name of a variable of the head, and not that of a constant of the body.
  if (/\bvar\b/.test(statement.getText())) return null;
  const source = node.getSourceFile();
  const name = uniqueName('item', new Set(), (text) => namesIn(source, text).length > 0);
  const eol = source.text.includes('\r\n') ? '\r\n' : '\n';
  const outer = indentAt(source.text, node.getStart());
  const taken = `${eol}${outer}  const ${item.name.getText()} = ${name};`;
  const start = ts.isBlock(statement) ? statement.getStart() + 1 : statement.getStart();
  return {
    patches: [
      { start: item.name.getStart(), end: item.name.end, text: name },
      ...(ts.isBlock(statement)
        ? [{ start, end: start, text: taken }]
        : [
            { start, end: start, text: `{${taken}${eol}${outer}  ` },
            { start: statement.end, end: statement.end, text: `${eol}${outer}}` },
          ]),
    ],
    assumed: [],
  };
}
