import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import type { FileAnalysis } from '../program/programFacts.js';
import { namesIn } from '../source/names.js';
import { privateNames, temporariesOf } from '../dependences/privates.js';
import { firstGiven } from './firstGiven.js';
import type { SameLoop } from './sameLoop.js';
import { declarationOf, symbolOf } from '../source/symbols.js';

/**
 * The same loop, with the temporaries that were declared outside declared in its body: `let row;` before the loop, and
 * `row = rows[i];` in it. What they are is known then in every place where they are used.
 *
 * @returns null where there are none, or the body is no block
 */
export function temporariesInside({ node, body }: FoundLoop, { reading: { checker } }: FileAnalysis): SameLoop | null {
  if (!ts.isIterationStatement(node, false) || !ts.isBlock(body)) return null;
  const own = privateNames(node, body, checker);
  const temporaries = [...temporariesOf(node, body, checker)].filter((symbol) => !own.has(symbol));
  if (temporaries.length === 0) return null;
  const start = body.getStart() + 1;
  const declared: string[] = [];
  const patches: SameLoop['patches'][number][] = [];
  for (const symbol of temporaries) {
    const mentions = namesIn(body, symbol.getName()).filter((name) => symbolOf(name, checker) === symbol);
    const first = firstGiven(mentions, body);
    const { type } = declarationOf(symbol) as ts.VariableDeclaration;
    const name = `${symbol.getName()}${type ? `: ${type.getText()}` : ''}`;
    if (first) patches.push({ start: first.getStart(), end: first.end, text: `let ${name}` });
    else declared.push(name);
  }
  if (declared.length > 0) patches.push({ start, end: start, text: ` let ${declared.join(', ')};` });
  return { patches: patches.sort((a, b) => a.start - b.start), assumed: [] };
}
