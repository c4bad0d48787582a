import { ts } from 'ts-morph';
import type { OfferedLoop } from '../analysis/judgeLoop.js';
import { isFreshPush } from '../analysis/split/freshPush.js';
import { isAssignedIn, isAssignment } from '../analysis/source/assignments.js';
import type { Piece } from '../analysis/split/splitState.js';
import { declaredNames, isFunctionNode, symbolOf } from '../analysis/source/symbols.js';
import type { PieceNames } from './computeText.js';
import { inputsText } from './inputsText.js';
import { poolCall } from './poolCall.js';
import { itemText, listText, pairText, resultText } from './resultText.js';
import type { Style } from './style.js';
import { usedPattern } from './usedPattern.js';
import { endBefore, endOnLine, indentAt, lineSpan, reindented, type Patch, withoutText } from '../nodeText.js';
import { typeText } from '../typeText.js';

/** Names the rewritten loop uses for what it imports and takes. */
export interface CommitNames {
  /** Awaited calls instead of blocking ones. */
  readonly awaits: boolean;
  readonly pool: string;
  readonly range: string;
  readonly keysIn: string;
  readonly inTurn: string;
  readonly task: string;
  /** The generator that runs ahead. */
  readonly inputs: string;
  /** What the task calls fields of `this` and variables of the environment, by their keys. */
  readonly fields: ReadonlyMap<string, string>;
  readonly pieces: PieceNames;
  /** The list of values of one iteration, and the position in it, in `emits` mode. */
  readonly values: string;
  readonly cursor: string;
  /** The index, where a `forEach` uses it while it commits. */
  readonly index: string | null;
  /** What a callback is worth for one item, where it computes whole. */
  readonly value: string;
}

/** The patches that turn the loop into its commit part, and the stretch where it then stands. */
export interface CommitPart {
  readonly patches: readonly Patch[];
  /** The functions of the library that make the items. */
  readonly library: readonly ('range' | 'keysIn' | 'inTurn')[];
  /** The type of a declaration that is gone, and stands in the place of the loop now. */
  readonly keptType?: ts.TypeNode | undefined;
}

export function commitPart(
  offer: OfferedLoop,
  names: CommitNames,
  style: Style,
  checker: ts.TypeChecker,
  strictIndex: boolean,
): CommitPart {
  const { loop, split } = offer;
  const source = loop.node.getSourceFile();
  const call = poolCall(offer, names, style, checker);
  const library = loop.lead ? [] : libraryFor(loop.source);
  const whole = (text: string): CommitPart => ({
    patches: [{ start: loop.node.getStart(), end: loop.node.end, text }],
    library,
  });
  if (loop.result === 'promised-list')
    return whole(promisedText(offer, `${names.pool}.${loop.settled ? 'allSettled' : 'map'}(${call})`));
  if (split.mode === 'map')
    return whole(
      offer.isMap
        ? listText(loop, mapCall(names, call, loop.result === 'flat-list' || needsParentheses(loop.node)))
        : resultText(loop, `${names.pool}.zipSync(${call})`, `([, ${names.value}]) => ${names.value}`),
    );
  const push = isFreshPush(loop, split, offer.helpers, checker);
  if (push)
    return {
      patches: freshArray(offer, push, mapCall(names, call, false), names, style, checker),
      library,
      keptType: push.declarationList.declarations[0]?.type,
    };

  const body = bodyPatches(offer, names, style, checker, strictIndex);
  const bodyText = (): string => reindented(loop.body, indentAt(source.text, loop.node.getStart()), body);
  if (loop.result !== 'none') {
    const index = loop.index && !names.index && usesName(offer, loop.index, checker) ? `, ${loop.index.text}` : '';
    const accumulator = loop.fold ? `${loop.fold.accumulator.getText()}, ` : '';
    return whole(
      resultText(
        loop,
        `${names.pool}.zipSync(${call})`,
        `(${accumulator}${pattern(offer, names, style, checker)}${index}) => ${bodyText()}`,
      ),
    );
  }
  const keyword = offer.itemIsAssigned ? 'let' : 'const';
  const [loopWord, zip] = names.awaits ? ['for await', 'zip'] : ['for', 'zipSync'];
  const head = `${beforeText(loop, names, style, checker)}${loopWord} (${keyword} ${pattern(offer, names, style, checker)} of ${names.pool}.${zip}(${call}))`;
  if (loop.callback) {
    const indent = indentAt(source.text, loop.node.getStart());
    const isBlock = ts.isBlock(loop.body);
    const label = hasInnerReturn(loop.body) ? `${names.cursor}Each: ` : '';
    const inner = isBlock
      ? bodyText()
      : `{${style.eol}${indent}${style.indent}${bodyText()}${style.semicolon}${style.eol}${indent}}`;
    return {
      patches: [{ start: loop.node.getStart(), end: loop.node.end, text: `${label}${head} ${inner}` }],
      library,
    };
  }
  const tail = ts.isDoStatement(loop.node) ? [{ start: loop.body.end, end: loop.node.end, text: '' }] : [];
  return {
    patches: [
      { start: loop.node.getStart(), end: headEnd(loop.node as ts.IterationStatement), text: head },
      ...body,
      ...tail,
    ],
    library,
  };
}

function libraryFor(source: OfferedLoop['loop']['source']): CommitPart['library'] {
  if (source.kind === 'range') return ['range'];
  if (source.kind !== 'iterable') return [];
  if (source.view === 'keys') return ['keysIn'];
  return source.awaited === 'promises' ? ['inTurn'] : [];
}

/** The lines before a loop: the generator that runs ahead, or other variables of its head with their values. */
function beforeText(loop: OfferedLoop['loop'], names: CommitNames, style: Style, checker: ts.TypeChecker): string {
  const { before, node, lead } = loop;
  const indent = indentAt(node.getSourceFile().text, node.getStart());
  if (lead && loop.result === 'none')
    return `const ${names.inputs} = ${inputsText(loop, indent, style)}${style.semicolon}${style.eol}${indent}`;
  return before
    .map((part) => {
      const keyword = ts.isVariableDeclaration(part) ? `${keywordOf(part, node, checker)} ` : '';
      return `${keyword}${part.getText()}${style.semicolon}${style.eol}${indent}`;
    })
    .join('');
}

function keywordOf(declaration: ts.VariableDeclaration, loop: ts.Node, checker: ts.TypeChecker): string {
  if (!(declaration.parent.flags & ts.NodeFlags.BlockScoped)) return 'var';
  const symbol = checker.getSymbolAtLocation(declaration.name);
  return declaration.initializer && symbol && !isAssignedIn(loop, symbol, checker) ? 'const' : 'let';
}

function mapCall(names: CommitNames, call: string, parentheses: boolean): string {
  if (!names.awaits) return `${names.pool}.mapSync(${call})`;
  const text = `await ${names.pool}.map(${call})`;
  return parentheses ? `(${text})` : text;
}

/** What becomes of `await Promise.all(…)`: a list without holes, as that makes one. */
function promisedText({ loop, holes }: OfferedLoop, call: string): string {
  if (!ts.isAwaitExpression(loop.node)) return call;
  if (loop.settled) return `await ${call}`;
  return holes === 'none' || ts.isExpressionStatement(loop.node.parent) ? `await ${call}` : `Array.from(await ${call})`;
}

/** Whether something is asked of the call's value at once: `await` binds less than a dot. */
function needsParentheses(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) &&
    parent.expression === node
  );
}

/** `[file, hash]`: the item and the values, as far as the loop uses them. */
function pattern(offer: OfferedLoop, names: CommitNames, style: Style, checker: ts.TypeChecker): string {
  const { loop } = offer;
  if (loop.lead) return `[${handedText(offer, checker)}, ${valuesText(offer, names)}]`;
  const isUsed = (name: ts.BindingName): boolean => usesName(offer, name, checker);
  const used = (name: ts.BindingName | null): string => {
    if (!name || !isUsed(name)) return '';
    return style.onlyUsed ? itemText(name, usedPattern(name, isUsed, checker)) : itemText(name);
  };
  const [key, own] = [used(loop.key), used(loop.item)];
  const item = loop.source.kind === 'iterable' && loop.source.view === 'pairs' ? pairText(key, own) : own;
  return `[${item}, ${valuesText(offer, names)}]`;
}

/** What the task has computed for one item, as the loop takes it. */
function valuesText({ split }: OfferedLoop, names: CommitNames): string {
  if (split.mode === 'emits') return names.values;
  const called = split.pieces.map((p) => names.pieces.get(p)!);
  if (names.index) called.unshift(names.index);
  return called.length === 1 ? called[0]! : `{ ${called.join(', ')} }`;
}

/** What a lead gives, as far as the commit part uses it. */
function handedText(offer: OfferedLoop, checker: ts.TypeChecker): string {
  const { given } = offer.loop.lead!;
  const used = given.filter((symbol) => usesSymbols(offer, new Set([symbol]), checker)).map((s) => s.getName());
  if (used.length === 0) return '';
  return given.length === 1 ? used[0]! : `{ ${used.join(', ')} }`;
}

/** Whether the commit part uses the index of a callback, and has to be told it: counting does where there are no holes. */
export function usesIndex(offer: OfferedLoop, checker: ts.TypeChecker): boolean {
  const { loop, holes } = offer;
  if (!loop.index || loop.result === 'list' || (loop.result !== 'none' && holes !== 'skip')) return false;
  return usesName(offer, loop.index, checker);
}

/** Whether the commit part uses a name that the head declares. */
function usesName(offer: OfferedLoop, name: ts.BindingName, checker: ts.TypeChecker): boolean {
  // A counter that outlives the loop is there by itself.
  if (offer.split.mode === 'map' || offer.loop.advance) return false;
  return usesSymbols(offer, new Set(declaredNames(name, checker)), checker);
}

function usesSymbols({ loop, split }: OfferedLoop, declared: ReadonlySet<ts.Symbol>, checker: ts.TypeChecker): boolean {
  let used = false;
  const visit = (node: ts.Node): void => {
    if (split.removed.has(node) || split.pieces.some((p) => p.expression === node)) return;
    if (ts.isIdentifier(node)) {
      const symbol = symbolOf(node, checker);
      used ||= symbol !== undefined && declared.has(symbol);
    }
    ts.forEachChild(node, visit);
  };
  visit(loop.body);
  return used;
}

/** Behind the closing parenthesis of the head. */
function headEnd(node: ts.IterationStatement): number {
  if (ts.isDoStatement(node)) return node.getStart() + 'do'.length;
  const source = node.getSourceFile();
  const closing = node
    .getChildren(source)
    .filter((child) => child.kind === ts.SyntaxKind.CloseParenToken && child.end <= node.statement.getStart());
  return closing.at(-1)!.end;
}

/** `const rows = []` and its loop become one declaration, where the loop stood. */
function freshArray(
  offer: OfferedLoop,
  declaration: ts.VariableStatement,
  call: string,
  names: CommitNames,
  style: Style,
  checker: ts.TypeChecker,
): Patch[] {
  const { loop } = offer;
  const [declared] = declaration.declarationList.declarations;
  const keyword = declaration.declarationList.flags & ts.NodeFlags.Const ? 'const' : 'let';
  const type = declared!.type ? `: ${declared!.type.getText()}` : '';
  const gone = lineSpan(declaration);
  const comments = declaration.getSourceFile().text.slice(gone.start, declaration.getStart()).trim();
  const lead =
    comments === '' ? '' : comments + style.eol + indentAt(declaration.getSourceFile().text, loop.node.getStart());
  const end = endOnLine(loop.node);
  const ending = endBefore(loop.node.getSourceFile().text, end, style.semicolon);
  return [
    withoutText(gone, declaration.getSourceFile().text, style.semicolon),
    {
      start: loop.node.getStart(),
      end,
      text: `${beforeText(loop, names, style, checker)}${lead}${keyword} ${declared!.name.getText()}${type} = ${call}${ending}`,
    },
  ];
}

/** Patches inside the body: computed statements go, values take the place of what was computed. */
function bodyPatches(
  offer: OfferedLoop,
  names: CommitNames,
  style: Style,
  checker: ts.TypeChecker,
  strictIndex: boolean,
): Patch[] {
  const { loop, split } = offer;
  const emits = split.mode === 'emits';
  const read = createValueReader(offer, names, style, checker, strictIndex);
  const patches: Patch[] = [];
  const lines = new Map<ts.Node, string[]>();
  for (const piece of split.pieces) {
    if (piece.expression) {
      const text = emits ? read(piece) : names.pieces.get(piece)!;
      const bare = ts.isExpressionStatement(piece.expression.parent);
      // Without semicolons the line before would go on.
      const opens = style.semicolon === '' && text.startsWith('(') && startsStatement(piece.expression) ? ';' : '';
      patches.push({
        start: piece.expression.getStart(),
        end: piece.expression.end,
        text: opens + (bare ? `void ${text}` : text),
      });
    } else if (emits) {
      const line = piece.local ? `const ${names.pieces.get(piece)!} = ${read(piece)}` : `void ${read(piece)}`;
      lines.set(piece.at, [...(lines.get(piece.at) ?? []), `${line};`]);
    }
  }
  const outermost = [...split.removed].filter(
    (n) => ![...split.removed].some((m) => m !== n && n.pos >= m.pos && n.end <= m.end),
  );
  for (const node of outermost) patches.push(removal(node, lines.get(node) ?? [], style));
  if (loop.callback && loop.result === 'none') patches.push(...returnPatches(loop.body, names, style));
  patches.push(...openingPatches(offer, names, style));
  return patches;
}

function startsStatement(expression: ts.Expression): boolean {
  let node: ts.Node = expression;
  while (!ts.isStatement(node)) node = node.parent;
  return node.getStart() === expression.getStart();
}

/** How a value is read in `emits` mode: `values[0]`, or `values[at++]` where some are in branches or nested loops. */
function createValueReader(
  offer: OfferedLoop,
  names: CommitNames,
  style: Style,
  checker: ts.TypeChecker,
  strictIndex: boolean,
): (piece: Piece) => string {
  const { split, loop } = offer;
  const typeOf = ({ type }: Piece): string =>
    type ? typeText(checker.getBaseTypeOfLiteralType(type), loop.node, checker) : 'undefined';
  const types = new Set(split.pieces.map(typeOf));
  if (names.index) types.add('number');
  const moving = isMoving(offer);
  let position = names.index ? 1 : 0;
  return (piece) => {
    const place = `${names.values}[${moving ? `${names.cursor}++` : String(position++)}]${strictIndex && style.typed ? '!' : ''}`;
    if (!style.typed || types.size === 1 || !piece.type) return place;
    const cast = `${place} as ${typeOf(piece)}`;
    return piece.local || standsAlone(piece.expression!) ? cast : `(${cast})`;
  };
}

/** Whether a cast may stand in the place of an expression without parentheses: no operator that binds more closely is beside it. */
function standsAlone(expression: ts.Expression): boolean {
  const { parent } = expression;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== expression;
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === expression;
  if (isAssignment(parent)) return parent.right === expression;
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isIfStatement(parent) ||
    ts.isSwitchStatement(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isParenthesizedExpression(parent)
  );
}

const isMoving = ({ split }: OfferedLoop): boolean => split.mode === 'emits' && split.pieces.some((p) => p.nested);

/** Takes a statement out, or puts lines in its place. The body of an `if` without braces keeps a block. */
function removal(node: ts.Node, lines: readonly string[], style: Style): Patch {
  const inBlock = ts.isBlock(node.parent) || ts.isSourceFile(node.parent) || ts.isCaseOrDefaultClause(node.parent);
  const { text } = node.getSourceFile();
  if (lines.length === 0)
    return inBlock
      ? withoutText(lineSpan(node), text, style.semicolon)
      : { start: node.getStart(), end: node.end, text: '{}' };
  const indent = indentAt(text, node.getStart());
  return {
    start: node.getStart(),
    end: inBlock ? endOnLine(node) : node.end,
    text: inBlock ? lines.join(style.eol + indent) : `{ ${lines.join(' ')} }`,
  };
}

/** The lines at the head of the body: the position among the values, and the index. */
function openingPatches(offer: OfferedLoop, names: CommitNames, style: Style): Patch[] {
  const { loop } = offer;
  const opening: string[] = [];
  const { text } = loop.node.getSourceFile();
  const start = loop.body.getStart();
  const end = ts.isBlock(loop.body) ? endBefore(text, start + 1, style.semicolon) : ';';
  if (isMoving(offer)) opening.push(`let ${names.cursor} = ${names.index ? 1 : 0}${end}`);
  if (names.index && offer.split.mode === 'emits')
    opening.push(`const ${names.index} = ${names.values}[0]${style.typed ? ' as number' : ''}${end}`);
  if (opening.length === 0) return [];
  if (ts.isBlock(loop.body)) {
    const first = loop.body.statements[0];
    const indent = first ? indentAt(text, first.getStart()) : indentAt(text, loop.node.getStart()) + style.indent;
    return [{ start: start + 1, end: start + 1, text: opening.map((l) => style.eol + indent + l).join('') }];
  }
  return ts.isStatement(loop.body)
    ? [
        { start, end: start, text: `{ ${opening.join(' ')} ` },
        { start: loop.body.end, end: loop.body.end, text: ' }' },
      ]
    : [];
}

/** In a loop, the `return` of a `forEach` callback is `continue`. */
function returnPatches(body: ts.Node, names: CommitNames, style: Style): Patch[] {
  const patches: Patch[] = [];
  const visit = (node: ts.Node, nested: boolean): void => {
    if (isFunctionNode(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node)) {
      const next = nested ? `continue ${names.cursor}Each` : 'continue';
      if (node.expression) {
        patches.push(
          { start: node.getStart(), end: node.expression.getStart(), text: '{ ' },
          { start: node.expression.end, end: endOnLine(node), text: `; ${next}${style.semicolon} }` },
        );
      } else patches.push({ start: node.getStart(), end: node.getStart() + 'return'.length, text: next });
    }
    ts.forEachChild(node, (child) => visit(child, nested || ts.isIterationStatement(node, false)));
  };
  visit(body, false);
  return patches;
}

function hasInnerReturn(body: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node, nested: boolean): void => {
    if (isFunctionNode(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && nested) found = true;
    ts.forEachChild(node, (child) => visit(child, nested || ts.isIterationStatement(node, false)));
  };
  visit(body, false);
  return found;
}
