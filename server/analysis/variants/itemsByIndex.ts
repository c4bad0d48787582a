import { ts } from 'ts-morph';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { indentAt } from '../../nodeText.js';
import { uniqueName } from '../../uniqueName.js';
import type { FileAnalysis } from '../program/programFacts.js';
import type { SameLoop } from './sameLoop.js';
import { namesIn } from '../source/names.js';
import { isConstant, symbolOf } from '../source/symbols.js';

/**
 * The same loop, which takes its items out of their list by a subscript: `for (let i = 0; i < bodies.length; i++)` and `const body =
 * bodies[i]` in place of `for (const body of bodies)`. A task that is handed the list finds its item among the others then, and
 * `other === body` is what it was.
 *
 * @returns null for a loop that does not go over an array by its name
 */
export function itemsByIndex(
  { node }: FoundLoop | DeclinedLoop,
  { reading: { checker } }: FileAnalysis,
): SameLoop | null {
  if (!ts.isForOfStatement(node) || node.awaitModifier || !ts.isBlock(node.statement)) return null;
  const { initializer, expression: list, statement } = node;
  const [item, more] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  if (!item || more || !isConstant(item) || !ts.isIdentifier(item.name) || !ts.isIdentifier(list)) return null;
  if (!checker.isArrayType(checker.getTypeAtLocation(list)) || !symbolOf(list, checker)) return null;
  const { text } = node.getSourceFile();
  const index = uniqueName('i', new Set(), (name) => namesIn(node.getSourceFile(), name).length > 0);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const inner = `${indentAt(text, node.getStart())}  `;
  const start = statement.getStart() + 1;
  const type = item.type ? `: ${item.type.getText()}` : '';
  // An array that may have holes gives `undefined` in both ways, and its type does not say so in either.
  const exact = item.getSourceFile().fileName.match(/\.[cm]?tsx?$/) ? '!' : '';
  return {
    patches: [
      {
        start: initializer.getStart(),
        end: list.end,
        text: `let ${index} = 0; ${index} < ${list.text}.length; ${index}++`,
      },
      { start, end: start, text: `${eol}${inner}const ${item.name.text}${type} = ${list.text}[${index}]${exact};` },
    ],
    assumed: [],
  };
}
