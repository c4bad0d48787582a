import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import { indentAt } from '../../nodeText.js';
import { uniqueName } from '../../uniqueName.js';
import { lastValuesOf } from '../dependences/privates.js';
import type { FileAnalysis } from '../program/programFacts.js';
import { namesIn } from '../source/names.js';
import { declarationOf, symbolOf } from '../source/symbols.js';
import { firstGiven } from './firstGiven.js';
import type { SameLoop } from './sameLoop.js';

/**
 * The same loop, in which variables from outside that every iteration gives a value anew are its own until it ends:
 * `let ownX = xs[i]; …; x = ownX;` for `x = xs[i]; …`. What they hold behind the loop is the last value.
 *
 * @param taken names that are given already
 * @returns null where there are none, or the body is no block
 */
export function lastValues(
  { node, body, advance }: FoundLoop,
  { reading: { checker } }: FileAnalysis,
  taken: Set<string>,
): SameLoop | null {
  if (!ts.isIterationStatement(node, false) || !ts.isBlock(body)) return null;
  const last = body.statements.findLast((s) => s !== advance);
  const symbols = [...lastValuesOf(node, body, checker)];
  if (!last || symbols.length === 0) return null;
  const { text, fileName } = node.getSourceFile();
  const around = new Set(text.match(/[\w$]+/g));
  const patches: SameLoop['patches'][number][] = [];
  const declared: string[] = [];
  const given: string[] = [];
  for (const symbol of symbols) {
    const name = symbol.getName();
    const own = uniqueName(`own${name[0]!.toUpperCase()}${name.slice(1)}`, taken, (n) => around.has(n));
    const mentions = namesIn(body, name).filter((mention) => symbolOf(mention, checker) === symbol);
    const first = firstGiven(mentions, body);
    const typed = `${own}${/\.[cm]?tsx?$/.test(fileName) ? typeText(symbol, checker) : ''}`;
    if (!first) declared.push(typed);
    for (const mention of mentions) {
      const isShort = ts.isShorthandPropertyAssignment(mention.parent);
      const instead = mention === first ? `let ${typed}` : isShort ? `${name}: ${own}` : own;
      patches.push({ start: mention.getStart(), end: mention.end, text: instead });
    }
    given.push(`${name} = ${own};`);
  }
  const start = body.getStart() + 1;
  if (declared.length > 0) patches.push({ start, end: start, text: ` let ${declared.join(', ')};` });
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const separator = `${eol}${indentAt(text, last.getStart())}`;
  // A statement without its semicolon ends at the end of its line.
  const gap = text[last.end - 1] === ';' || text[last.end - 1] === '}' ? '' : ';';
  patches.push({ start: last.end, end: last.end, text: `${gap}${given.map((g) => `${separator}${g}`).join('')}` });
  return { patches: patches.sort((a, b) => a.start - b.start || a.end - b.end), assumed: [] };
}

/** The type of a variable, as it is declared, or where it is a plain one. */
function typeText(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const { type, name } = declarationOf(symbol) as ts.VariableDeclaration;
  if (type) return `: ${type.getText()}`;
  const found = checker.typeToString(checker.getTypeAtLocation(name));
  return /^(number|string|boolean|bigint)$/.test(found) ? `: ${found}` : '';
}
