import { ts } from 'ts-morph';
import type { FoundLoop } from '../forms/foundLoop.js';
import type { Style } from './style.js';
import { reindented } from '../nodeText.js';

/**
 * The generator that runs ahead of a loop: its head, and the statements that lead.
 *
 * @param indent of the line on which it begins
 */
export function inputsText(loop: FoundLoop, indent: string, style: Style): string {
  const { lead, node, source, callback } = loop;
  const { before, after, given, index } = lead!;
  const { eol, unit, semicolon } = { eol: style.eol, unit: style.indent, semicolon: style.semicolon };
  const inner = indent + unit + unit;
  const names = given.map((symbol) => symbol.getName());
  const value = names.length === 1 ? ` ${names[0]!}` : names.length > 1 ? ` { ${names.join(', ')} }` : '';
  const lines = [
    ...before.map((s) => inner + reindented(s, inner)),
    `${inner}yield${value}${semicolon}`,
    ...after.map((s) => inner + reindented(s, inner)),
  ];
  const head = callback && source.kind === 'iterable' ? walkText(loop, source.expression, index) : headText(node);
  const tail = ts.isDoStatement(node) ? ` while (${node.expression.getText()})${semicolon}` : '';
  return [`function* () {`, `${indent}${unit}${head} {`, ...lines, `${indent}${unit}}${tail}`, `${indent}}`].join(eol);
}

/** The head of a loop as it is written. */
function headText(node: ts.Node): string {
  const loop = node as ts.IterationStatement;
  return loop.getSourceFile().text.slice(loop.getStart(), loop.statement.getFullStart()).trimEnd();
}

/** The head of a loop over what a method is called on. */
function walkText({ item }: FoundLoop, list: ts.Expression, index: ts.Identifier | null): string {
  const text = list.getText();
  const whole = ts.isLeftHandSideExpression(list) ? text : `(${text})`;
  const name = item?.getText() ?? '_item';
  return index ? `for (const [${index.text}, ${name}] of ${whole}.entries())` : `for (const ${name} of ${text})`;
}
