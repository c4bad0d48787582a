import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import { indentAt } from '../../nodeText.js';
import { uniqueName } from '../../uniqueName.js';
import { asserted, type FreeName, linesPuttingBack, type OwnPlace, type PlaceContext } from './ownPlace.js';
import type { SameLoop } from './sameLoop.js';
import { enclosingFunction } from '../source/symbols.js';
import { isGivenValue } from '../source/memberWrites.js';

function namesWithin(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) names.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

type Patch = SameLoop['patches'][number];

/** The changes by which every iteration works on copies of its places, and puts them back at its end. */
export function copyingPatches(places: readonly OwnPlace[], { loop, checker }: PlaceContext): SameLoop['patches'] {
  const taken = namesWithin(enclosingFunction(loop.node));
  const free: FreeName = (name) => uniqueName(name, taken);
  const parameters = new Map<string, string>();
  /** Of a function that is written in, which knows no other one: they may have the same. */
  const parameter: FreeName = (name) => {
    const known = parameters.get(name) ?? free(name);
    parameters.set(name, known);
    return known;
  };
  const patches: Patch[] = [];
  const scopes = new Map<ts.Statement, { head: string[]; tail: string[] }>();
  for (const place of places) {
    const { text, scope, symbol } = place;
    const parts = scopes.get(scope) ?? { head: [], tail: [] };
    scopes.set(scope, parts);
    if (place.back !== undefined) {
      patches.push(
        ...place.mentions.map((name) => ({ start: name.getStart(), end: name.end, text: place.made ?? '' })),
      );
      parts.tail.push(...place.back(parameter));
      continue;
    }
    const named = (place.name ?? symbol.getName()).replace('#', '');
    const name = free(place.kind === 'row' ? 'ownRow' : `own${named.replace(/^[a-z]/, (c) => c.toUpperCase())}`);
    let replaced = place.mentions;
    if (place.copy) {
      parts.head.push(`const ${name} = ${place.copy.made(parameter)};`);
      parts.tail.push(...place.copy.back(name, parameter));
    } else if (place.kind === 'made') {
      const { left } = firstGiven(place)!;
      patches.push({ start: left.getStart(), end: left.end, text: `const ${name}${place.type}` });
      replaced = replaced.filter((node) => node !== left);
      parts.tail.push(`${text} = ${name};`);
    } else if (place.kind !== 'element') {
      parts.head.push(`const ${name} = ${place.made ?? `${text}.slice()`};`);
      if (place.isUsedAfter !== false) parts.tail.push(...linesPuttingBack(text, name, parameter));
    } else {
      const first = firstGiven(place);
      if (first) {
        patches.push({ start: first.getStart(), end: first.left.end, text: `let ${name}` });
        replaced = replaced.filter((node) => node !== first.left);
      } else {
        const line = `let ${name} = ${asserted(place.mentions[0]!).getText()};`;
        const { after } = place;
        if (after) patches.push({ start: after.end, end: after.end, text: lineBehind(after, line) });
        else parts.head.push(line);
      }
      const isSure =
        first !== null ||
        ts.isPropertyAccessExpression(place.mentions[0]!) ||
        typedArrayName(checker.getTypeAtLocation((place.mentions[0] as ts.ElementAccessExpression).expression)) !==
          null;
      parts.tail.push(`${isSure || isAlwaysGiven(place) ? '' : `if (${name} !== undefined) `}${text} = ${name};`);
    }
    for (const mention of replaced) {
      const subscript = place.copy?.subscripts.get(mention);
      const node = subscript ? mention : asserted(mention);
      patches.push({ start: node.getStart(), end: node.end, text: subscript ? `${name}[${subscript}]` : name });
    }
  }
  // Where several begin or end at one place, the outer one begins first and ends last.
  const outerFirst = [...scopes].sort(([a], [b]) => a.pos - b.pos || b.end - a.end);
  const [heads, tails]: [Patch[], Patch[]] = [[], []];
  for (const [scope, { head, tail }] of outerFirst) {
    const { text } = scope.getSourceFile();
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const outer = /(?:^|\n)([ \t]*)[^\n]*$/.exec(text.slice(0, scope.parent.getStart()))?.[1] ?? '';
    const inner = `${outer}  `;
    const lines = (list: readonly string[]): string => list.map((line) => `${eol}${inner}${line}`).join('');
    if (ts.isBlock(scope)) {
      const end = scope.statements.at(-1)?.end ?? scope.end - 1;
      heads.push({ start: scope.getStart() + 1, end: scope.getStart() + 1, text: lines(head) });
      tails.unshift({ start: end, end, text: lines(tail) });
    } else {
      const end = scope.getStart();
      const start = /\S/.test(text.slice(scope.pos, end)) ? end : scope.pos;
      heads.push({ start, end, text: `${start < end ? ' ' : ''}{${lines(head)}${eol}${inner}` });
      tails.unshift({ start: scope.end, end: scope.end, text: `${lines(tail)}${eol}${outer}}` });
    }
  }
  return [...heads, ...patches, ...tails].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** A line of its own behind a statement. */
function lineBehind(statement: ts.Statement, line: string): string {
  const { text } = statement.getSourceFile();
  return `${text.includes('\r\n') ? '\r\n' : '\n'}${indentAt(text, statement.getStart())}${line}`;
}

/** `sum[i] = …;` as the first thing that happens to the place, and not in a branch: there the variable is declared. */
function firstGiven({ scope, mentions }: OwnPlace): (ts.BinaryExpression & { readonly left: ts.Expression }) | null {
  if (!ts.isBlock(scope)) return null;
  const holder = scope.statements.find((s) => mentions.some((m) => m.pos >= s.pos && m.end <= s.end));
  if (!holder || !ts.isExpressionStatement(holder) || !ts.isBinaryExpression(holder.expression)) return null;
  const { left, operatorToken, right } = holder.expression;
  const isOnly = mentions.includes(left) && !mentions.some((m) => m.pos >= right.pos && m.end <= right.end);
  return isOnly && operatorToken.kind === ts.SyntaxKind.EqualsToken ? holder.expression : null;
}

/** Whether a statement that surely runs gives the place a value. */
function isAlwaysGiven({ scope, mentions }: OwnPlace): boolean {
  const statements = ts.isBlock(scope) ? scope.statements : [scope];
  return statements.some(
    (s) =>
      ts.isExpressionStatement(s) &&
      ts.isBinaryExpression(s.expression) &&
      mentions.includes(s.expression.left) &&
      isGivenValue(s.expression.left),
  );
}
