import { ts } from 'ts-morph';
import { type CapturedField, fieldKey } from '../analysis/transfer/capturedFields.js';
import { environmentName } from '../analysis/transfer/environment.js';
import { statementsOfCase } from '../analysis/calls/control.js';
import type { OfferedLoop } from '../analysis/judgeLoop.js';
import type { LocalFunction } from '../analysis/helpers/localFunctions.js';
import { unwrap } from '../analysis/source/symbols.js';
import { uniqueName } from '../uniqueName.js';
import type { Piece } from '../analysis/split/splitState.js';
import { type localTypes, localTypeText, usedTypes } from './localTypes.js';
import type { NarrowedPaths } from './narrowedPaths.js';
import { type TypesInBody, withTypesInBody } from './typesInBody.js';
import { indentAt, lineSpan, patched, reindented, statementOf, type Patch } from '../nodeText.js';

/** How each value is called: the same in the worker module and in the loop. */
export type PieceNames = ReadonlyMap<Piece, string>;

/** How the body of a task is written. */
export interface ComputeStyle {
  /** What the task calls fields of `this` and variables of the environment. */
  readonly fields: ReadonlyMap<string, string>;
  /** Private and protected members: TypeScript lets code outside the class name them in brackets only. */
  readonly closed: ReadonlySet<string>;
  /** Properties that checks before the loop have shown to have a narrower type. */
  readonly narrowed: NarrowedPaths;
  readonly quote: string;
  /** The name by which the function hands over one value after another, in `emits` mode. */
  readonly emit: string;
  /** The index, where the loop takes it along with the values. */
  readonly index: string | null;
  readonly typed: boolean;
  /** Indentation of the closing brace, and of one level more. */
  readonly base: string;
  readonly unit: string;
  readonly semicolon: string;
  /** Names that the code of the loop has. */
  readonly taken: Set<string>;
  /** Whether a condition tells TypeScript of which type something is in the branches behind it. */
  narrows(condition: ts.Expression, branches: ts.IfStatement): boolean;
  /** Types that only the code around the loop knows. */
  readonly types: ReturnType<typeof localTypes>;
  /** What is written for those that the worker module could not know. */
  readonly typesInBody: TypesInBody;
  /** A temporary with its type. */
  declare(symbol: ts.Symbol): string;
}

/**
 * The body of the task's function: the statements that compute, in their original order, with the values handed over
 * where the commit part takes them.
 *
 * @returns an expression, or a block with its braces
 */
export function computeText(offer: OfferedLoop, names: PieceNames, style: ComputeStyle): string {
  const inner = style.base + style.unit;
  const known = (text: string, head?: string): string => withTypesInBody(text, style.typesInBody, head);
  const body = known(withNames(bodyText(offer, names, style), style), 'async () => ');
  const locals = offer.helpers.locals.map((fn) => inner + known(localText(fn, inner)));
  const types = usedTypes(style.types, [body, ...locals].join('\n')).map(
    (type) => inner + known(localTypeText(type, inner)),
  );
  const functions = [...types, ...locals];
  if (functions.length === 0) return body;
  if (body.startsWith('{')) return ['{', ...functions, body.slice(1).replace(/^\r?\n/, '')].join('\n');
  return ['{', ...functions, `${inner}return ${body}${style.semicolon}`, `${style.base}}`].join('\n');
}

/** A body that has been given fields of `this` and variables of the environment by themselves, and stands outside of any class and behind no check. */
function withNames(body: string, { fields, closed, narrowed, quote: q }: ComputeStyle): string {
  if (fields.size === 0 && closed.size === 0 && narrowed.size === 0) return body;
  const head = 'async () => ';
  const source = ts.createSourceFile('body.ts', head + body, ts.ScriptTarget.Latest, true);
  const patches: Patch[] = [];
  /** @param isThis whether `this` means what it means around the loop */
  const visit = (node: ts.Node, isThis: boolean): void => {
    if (ts.isClassLike(node) || (ts.isFunctionLike(node) && !ts.isArrowFunction(node))) isThis = false;
    const isField = ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
    const isGiven = (isField && isThis) || environmentName(node) !== null;
    const text = isGiven ? fields.get(fieldKey(node as CapturedField)) : undefined;
    if (text === undefined) {
      if (isThis && ts.isPropertyAccessExpression(node) && closed.has(node.name.text)) {
        const optional = node.questionDotToken ? '?.' : '';
        const start = node.expression.end;
        patches.push({ start, end: node.name.end, text: `${optional}[${q}${node.name.text}${q}]` });
      }
      const shown = ts.isPropertyAccessExpression(node) && narrowed.get(node.getText());
      if (shown) {
        const [start, end] = [node.getStart(), node.end];
        patches.push({ start, end: start, text: shown[0] }, { start: end, end, text: shown[1] });
      }
      ts.forEachChild(node, (child) => visit(child, isThis));
    } else patches.push({ start: node.getStart(), end: node.end, text });
  };
  visit(source, true);
  return patched(source.text, head.length, source.text.length, patches);
}

/** A function of the function around the loop, declared once more, with its comments. */
function localText(fn: LocalFunction, indent: string): string {
  const statement = statementOf(fn);
  const { text } = fn.getSourceFile();
  const comments = text.slice(lineSpan(statement).start, statement.getStart()).trim();
  const from = indentAt(text, statement.getStart());
  const above = comments && `${comments.split(`\n${from}`).join(`\n${indent}`)}\n${indent}`;
  const own = reindented(fn, indent);
  return above + (ts.isFunctionDeclaration(fn) ? own : `const ${own};`);
}

function bodyText(offer: OfferedLoop, names: PieceNames, style: ComputeStyle): string {
  const { loop, split } = offer;
  const { base, unit, semicolon, emit, index } = style;
  if (split.given) return `${loop.body.getText()}(${split.given.join(', ')})`;
  if (split.mode === 'map')
    return ts.isBlock(loop.body) ? reindented(loop.body, base) : concise(reindented(loop.body, base));
  const inner = base + unit;
  const statements = ts.isBlock(loop.body) ? loop.body.statements : ts.isStatement(loop.body) ? [loop.body] : [];
  const lines = new ComputePrinter(offer, style).statements(statements, inner);
  const privates = offer.helpers.privates.map((symbol) => style.declare(symbol));
  if (privates.length > 0) lines.unshift(`${inner}let ${privates.join(', ')}${semicolon}`);
  if (split.mode === 'values') {
    const only = split.pieces.length === 1 && !index ? initializerOf(split.pieces[0]!) : null;
    if (only && lines.length === 1 && split.computed.has(only.parent.parent))
      return concise(reindented(only.initializer!, base));
    const value = result(split.pieces, names, index);
    if (lines.length === 0) return concise(value);
    lines.push(`${inner}return ${value}${semicolon}`);
  } else {
    if (index) lines.unshift(`${inner}${emit}(${index})${semicolon}`);
    if (statements.length === 0)
      for (const piece of split.pieces) lines.push(`${inner}${emit}(${textOf(piece)})${semicolon}`);
  }
  return `{\n${lines.join('\n')}\n${base}}`;
}

/** The declaration of a value that is a constant and nothing else: `const hash = …` */
function initializerOf(piece: Piece): ts.VariableDeclaration | null {
  const declaration = piece.local?.valueDeclaration;
  if (
    !declaration ||
    !ts.isVariableDeclaration(declaration) ||
    !declaration.initializer ||
    !ts.isVariableDeclarationList(declaration.parent) ||
    !(declaration.parent.flags & ts.NodeFlags.Const)
  )
    return null;
  return declaration.parent.declarations.length === 1 ? declaration : null;
}

/** `hash`, or `{ lo, hi: work(x) }` where there are several. */
function result(pieces: readonly Piece[], names: PieceNames, index: string | null): string {
  if (pieces.length === 1 && !index) return textOf(pieces[0]!);
  const parts = pieces.map((p) => (textOf(p) === names.get(p) ? textOf(p) : `${names.get(p)!}: ${textOf(p)}`));
  return `{ ${[...(index ? [index] : []), ...parts].join(', ')} }`;
}

/** The text of a value, or of what it is asked for; `text` is that of its expression, where it has an indent of its own. */
function textOf({ kind, expression, local }: Piece, text = expression?.getText() ?? local!.getName()): string {
  if (kind !== 'condition') return text;
  return ts.isIdentifier(expression!) ? `!!${text}` : `!!(${text})`;
}

const concise = (expression: string): string => (expression.startsWith('{') ? `(${expression})` : expression);

class ComputePrinter {
  private readonly emit: string;
  private readonly semicolon: string;
  private readonly unit: string;

  constructor(
    private readonly offer: OfferedLoop,
    private readonly style: ComputeStyle,
  ) {
    ({ emit: this.emit, unit: this.unit } = style);
    // Always written: the next line may begin with a bracket.
    this.semicolon = ';';
  }

  statements(statements: readonly ts.Statement[], indent: string): string[] {
    return statements.flatMap((s) => this.statement(s, indent));
  }

  private get emits(): boolean {
    return this.offer.split.mode === 'emits';
  }

  /** Values that are there when `node` is done: locals, and the empty value that marks that no error came. */
  private ready(node: ts.Node, indent: string): string[] {
    if (!this.emits) return [];
    return this.offer.split.pieces
      .filter((p) => !p.expression && p.at === node)
      .map((p) => `${indent}${this.emit}(${p.local?.getName() ?? 'undefined'})${this.semicolon}`);
  }

  private inside(node: ts.Node): Piece[] {
    return this.offer.split.pieces.filter(
      (p) => p.expression && p.expression.pos >= node.pos && p.expression.end <= node.end,
    );
  }

  /** Whether anything below `node` belongs to the compute part. */
  private concerns(node: ts.Node): boolean {
    const { pieces, computed, exits } = this.offer.split;
    const below = (n: ts.Node): boolean => n.pos >= node.pos && n.end <= node.end;
    return pieces.some((p) => below(p.expression ?? p.at)) || [...computed].some(below) || [...exits].some(below);
  }

  private statement(node: ts.Statement, indent: string): string[] {
    const { split } = this.offer;
    if (split.pure.has(node))
      return split.computed.has(node) ? [indent + this.own(node, indent), ...this.ready(node, indent)] : [];
    if (!this.concerns(node)) return [];
    if (ts.isBlock(node)) return [`${indent}{`, ...this.statements(node.statements, indent + this.unit), `${indent}}`];
    // The loop reads the values in the block; an error ends the task.
    if (ts.isTryStatement(node)) {
      const { statements } = node.tryBlock;
      if (!statements.some(ts.isDeclarationStatement) && !statements.some(ts.isVariableStatement))
        return this.statements(statements, indent);
      return [`${indent}{`, ...this.statements(statements, indent + this.unit), `${indent}}`];
    }
    if (split.exits.has(node)) return [...this.emitted(node, indent), indent + this.exit(node)];
    if (ts.isIfStatement(node)) return this.branch(node, indent);
    if (ts.isSwitchStatement(node)) return this.choice(node, indent);
    // Only the commit part walks over a list that is handed over.
    const isListed = split.pieces.some((p) => p.expression && p.at === node);
    if (ts.isIterationStatement(node, false) && !isListed) return this.loop(node, indent);
    return this.emitted(node, indent);
  }

  private own(node: ts.Node, indent: string): string {
    const text = reindented(node, indent);
    // Without semicolons the line before would go on.
    return this.style.semicolon === '' && /^[([`/+-]/.test(text) ? `;${text}` : text;
  }

  private emitted(node: ts.Node, indent: string): string[] {
    return this.emits
      ? this.inside(node).map(
          (p) => `${indent}${this.emit}(${textOf(p, reindented(p.expression!, indent))})${this.semicolon}`,
        )
      : [];
  }

  private exit(node: ts.Node): string {
    const { index, typed } = this.style;
    const value = index ? `{ ${index} }` : 'undefined';
    const nothing = this.emits ? 'return;' : `return ${value}${typed ? ' as never' : ''};`;
    if (ts.isReturnStatement(node)) return nothing;
    return targetsLoop(node as ts.BreakOrContinueStatement, this.offer.loop.node) ? nothing : node.getText();
  }

  private branch(node: ts.IfStatement, indent: string): string[] {
    const then = this.block(node.thenStatement, indent);
    const otherwise = node.elseStatement ? this.block(node.elseStatement, indent) : [];
    const condition = this.patchedText(node.expression);
    if (then.length === 0 && otherwise.length === 0) {
      return this.emitted(node.expression, indent);
    }
    const lines = [...(this.told(node, indent) ?? [`${indent}if (${condition}) {`]), ...then];
    if (otherwise.length > 0) lines.push(`${indent}} else {`, ...otherwise);
    return [...lines, `${indent}}`];
  }

  /** The head of a branch whose condition is handed over: what TypeScript concludes from that, it does not from `emit` of it. */
  private told(node: ts.IfStatement, indent: string): string[] | null {
    const { typed, taken } = this.style;
    const condition = node.expression;
    const [only] = typed && this.emits ? this.inside(condition) : [];
    if (only?.expression !== condition) return null;
    if (canNarrow(condition))
      return [...this.emitted(condition, indent), `${indent}if (${reindented(condition, indent)}) {`];
    if (!this.style.narrows(condition, node)) return null;
    const name = uniqueName('met', taken);
    return [
      `${indent}const ${name} = ${reindented(condition, indent)}${this.semicolon}`,
      `${indent}${this.emit}(${name})${this.semicolon}`,
      `${indent}if (${name}) {`,
    ];
  }

  private choice(node: ts.SwitchStatement, indent: string): string[] {
    const inner = indent + this.unit;
    const { clauses } = node.caseBlock;
    if (!clauses.some((clause) => this.concerns(clause))) return this.emitted(node.expression, indent);
    const cases = clauses.flatMap((clause, i) => {
      const label = ts.isCaseClause(clause) ? `case ${clause.expression.getText()}:` : 'default:';
      const [first, more] = clause.statements;
      if (!first) return [inner + label];
      const isInBraces = !more && ts.isBlock(first);
      const statements = this.statements(statementsOfCase(clause), inner + this.unit);
      // What leaves the iteration there may do so in the loop alone.
      const isOpen = i < clauses.length - 1 && !this.hasLeft(statementsOfCase(clause).at(-1));
      const end = isOpen ? [`${inner}${this.unit}break${this.semicolon}`] : [];
      return [`${inner}${label}${isInBraces ? ' {' : ''}`, ...statements, ...end, ...(isInBraces ? [`${inner}}`] : [])];
    });
    return [`${indent}switch (${this.patchedText(node.expression)}) {`, ...cases, `${indent}}`];
  }

  private hasLeft(last: ts.Statement | undefined): boolean {
    const { exits, computed } = this.offer.split;
    return last !== undefined && (exits.has(last) || (ts.isThrowStatement(last) && computed.has(last)));
  }

  private block(node: ts.Statement, indent: string): string[] {
    const inner = indent + this.unit;
    if (!ts.isBlock(node)) return this.statements([node], inner);
    // A block that only computes is one statement of the split.
    const { pure, computed } = this.offer.split;
    if (!pure.has(node)) return this.statements(node.statements, inner);
    return computed.has(node)
      ? [...node.statements.map((s) => inner + this.own(s, inner)), ...this.ready(node, inner)]
      : [];
  }

  private loop(node: ts.IterationStatement, indent: string): string[] {
    const source = node.getSourceFile().text;
    const body = this.block(node.statement, indent);
    if (ts.isDoStatement(node))
      return [`${indent}do {`, ...body, `${indent}} while (${node.expression.getText()})${this.semicolon}`];
    const head = source.slice(node.getStart(), node.statement.getFullStart()).trimEnd();
    return [`${indent}${head} {`, ...body, `${indent}}`];
  }

  /** A condition's text; a value in it is handed over where it stands, `emit` returns what it is given. */
  private patchedText(node: ts.Expression): string {
    const patches: Patch[] = this.emits
      ? this.inside(node).map((p) => ({
          start: p.expression!.getStart(),
          end: p.expression!.end,
          text: `${this.emit}(${textOf(p)})`,
        }))
      : [];
    return reindented(node, '', patches);
  }
}

/** Whether TypeScript may conclude from a condition what type something has. It costs nothing to ask again, then. */
function canNarrow(condition: ts.Expression): boolean {
  const node = unwrap(condition);
  const isPlace = (e: ts.Expression): boolean =>
    ts.isIdentifier(e) || (ts.isPropertyAccessExpression(e) && isPlace(unwrap(e.expression)));
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === ts.SyntaxKind.ExclamationToken && canNarrow(node.operand);
  if (!ts.isBinaryExpression(node)) return isPlace(node);
  const { left, right, operatorToken } = node;
  if (/^(&&|\|\|)$/.test(operatorToken.getText())) return canNarrow(left) && canNarrow(right);
  const isWord = (e: ts.Expression): boolean =>
    ts.isStringLiteralLike(e) || e.kind === ts.SyntaxKind.NullKeyword || e.getText() === 'undefined';
  const isSubject = (e: ts.Expression): boolean => isPlace(e) || (ts.isTypeOfExpression(e) && isPlace(e.expression));
  if (/^[!=]==?$/.test(operatorToken.getText()))
    return (isSubject(left) && isWord(right)) || (isWord(left) && isSubject(right));
  return operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword && isPlace(left) && isPlace(right);
}

/** Whether a `break` or `continue` ends an iteration of `loop` rather than of a loop inside it. */
export function targetsLoop(node: ts.BreakOrContinueStatement, loop: ts.Node): boolean {
  if (node.label) return true;
  for (let outer: ts.Node = node.parent; outer !== loop; outer = outer.parent) {
    if (ts.isIterationStatement(outer, false)) return false;
    if (ts.isSwitchStatement(outer) && ts.isBreakStatement(node)) return false;
    if (outer.parent === undefined) return false;
  }
  return true;
}
