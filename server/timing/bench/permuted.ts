/** The file with the iterations of one loop in another order, for as many kinds of loops as have iterations that are known beforehand. */
import { ts } from 'ts-morph';
import type { Order } from '../values/iterationOrder.js';
import { parseFile, type ParsedFile } from '../source/parsedFile.js';
import { ORDER_GLOBAL } from '../protocol.js';
import { namesOf } from '../source/region.js';
import { symbolOf } from '../source/references.js';
import { TimingError } from '../timingError.js';

export interface LoopPlace {
  /** Where the loop stands in the text. */
  readonly start: number;
  readonly end: number;
}

export interface Permuted extends LoopPlace {
  readonly text: string;
  /** Variables of the head that live on after the loop, with another value than they had. */
  readonly counters: readonly string[];
}

interface Replacement extends LoopPlace {
  readonly text: string;
}

/** Methods that call a function once for each item. */
const METHODS = new Set(['map', 'forEach', 'filter', 'flatMap', 'reduce']);

const OTHER_FORM = 'calls of this form are not covered';

/**
 * @param loop where the loop stands, and where its keyword or the name of its method does
 * @throws TimingError that says why the iterations of this loop cannot be put into another order
 */
export function permuted(file: string, text: string, loop: LoopPlace & { anchor: number }, order: Order): Permuted {
  const parsed = parseFile(file, text);
  const node = nodeAt(parsed.source, loop.anchor);
  const { start, end, text: inserted } = replacementOf(parsed, node, order);
  return {
    text: text.slice(0, start) + inserted + text.slice(end),
    start: loop.start,
    end: loop.end + inserted.length - (end - start),
    counters: countersOf(node),
  };
}

function replacementOf(file: ParsedFile, node: ts.Node, order: Order): Replacement {
  const call = (name: string): string => `globalThis.process.${ORDER_GLOBAL}.${name}('${order}', `;
  if (ts.isForOfStatement(node)) {
    if (node.awaitModifier) refuse('its items are awaited one after the other');
    refuseExits(node);
    const { expression } = node;
    return { ...placeOf(expression), text: `${call('items')}${expression.getText()})` };
  }
  if (ts.isForStatement(node) || ts.isForInStatement(node)) {
    refuseExits(node);
    const names = ts.isForStatement(node) ? variablesOfHead(file, node) : [keyOf(node)];
    const [open, close] = [ts.SyntaxKind.OpenParenToken, ts.SyntaxKind.CloseParenToken].map((kind) =>
      node.getChildren().find((child) => child.kind === kind),
    ) as [ts.Node, ts.Node];
    const head = file.source.text.slice(open.end, close.getStart());
    const variables = `[${names.join(', ')}]`;
    const walk = `(__looppoolTake) => { for (${head}) if (__looppoolTake(${variables})) break; }`;
    return { start: open.end, end: close.getStart(), text: `let ${variables} of ${call('counted')}${walk})` };
  }
  if (ts.isIterationStatement(node, false))
    refuse('only while it runs does such a loop find out what its next iteration is');
  return replacementOfCall(node, call);
}

function replacementOfCall({ parent }: ts.Node, call: (name: string) => string): Replacement {
  if (!ts.isPropertyAccessExpression(parent) || !ts.isCallExpression(parent.parent)) return refuse(OTHER_FORM);
  const { expression: receiver, name, questionDotToken } = parent;
  const { arguments: given, questionDotToken: calledIfThere } = parent.parent;
  const method = name.text;
  if (questionDotToken || calledIfThere || given.length === 0) return refuse(OTHER_FORM);
  const place = placeOf(parent.parent);
  const written = given.map((one) => one.getText()).join(', ');
  if (method === 'from') return { ...place, text: `${call('from')}${receiver.getText()}, ${written})` };
  if (!METHODS.has(method)) return refuse(`\`${method}\` goes on from what it has found so far`);
  return { ...place, text: `${call('call')}${receiver.getText()}, '${method}', [${written}])` };
}

/** The variables that a head counts with: it declares them, and nothing but the head changes them, or is changed by it. */
function variablesOfHead(
  file: ParsedFile,
  { initializer, condition, incrementor, statement }: ts.ForStatement,
): string[] {
  const declared = initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  const names = declared.map(({ name }) => (ts.isIdentifier(name) ? name : refuse('its head takes something apart')));
  if (names.length === 0) refuse('its head does not declare its counter');
  if (!condition || !incrementor) refuse('its head does not say where it ends');
  if ([initializer, condition, incrementor].some((part) => part && holdsAwait(part))) refuse('its head awaits');
  const counters = new Set(names.map((name) => file.checker.getSymbolAtLocation(name)));
  if (assignedIn(file, statement).some((symbol) => counters.has(symbol))) refuse('its body changes the counter');
  const changed = [condition, incrementor].flatMap((part) => (part ? assignedIn(file, part) : []));
  if (!changed.every((symbol) => counters.has(symbol))) refuse('its head changes other variables');
  return names.map((name) => name.text);
}

function countersOf(loop: ts.Node): string[] {
  if (!ts.isForStatement(loop) && !ts.isForInStatement(loop) && !ts.isForOfStatement(loop)) return [];
  const { initializer } = loop;
  if (!initializer || !ts.isVariableDeclarationList(initializer) || initializer.flags & ts.NodeFlags.BlockScoped)
    return [];
  return initializer.declarations.flatMap(({ name }) => namesOf(name));
}

function keyOf({ initializer }: ts.ForInStatement): string {
  const [first] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  return first && ts.isIdentifier(first.name) ? first.name.text : refuse('its head does not declare its variable');
}

/** Which iteration ends a loop is a question of their order. */
function refuseExits(loop: ts.ForStatement | ts.ForOfStatement | ts.ForInStatement): void {
  const own = new Set<string>();
  for (let node: ts.Node = loop.parent; ts.isLabeledStatement(node); node = node.parent) own.add(node.label.text);
  visit(loop.statement, false, false, []);

  function visit(node: ts.Node, inLoop: boolean, inSwitch: boolean, labels: readonly string[]): void {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node)) refuseExit(node);
    if (ts.isBreakOrContinueStatement(node)) {
      const label = node.label?.text;
      const leaves = ts.isBreakStatement(node)
        ? label === undefined
          ? !inLoop && !inSwitch
          : !labels.includes(label)
        : label !== undefined && !labels.includes(label) && !own.has(label);
      if (leaves) refuseExit(node);
    }
    const within = ts.isLabeledStatement(node) ? [...labels, node.label.text] : labels;
    ts.forEachChild(node, (child) =>
      visit(child, inLoop || ts.isIterationStatement(node, false), inSwitch || ts.isSwitchStatement(node), within),
    );
  }
}

function refuseExit(node: ts.Node): never {
  const { line } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
  return refuse(`it may end early, in line ${line + 1}`);
}

/** The variables that code writes to by their names. */
function assignedIn(file: ParsedFile, root: ts.Node): (ts.Symbol | undefined)[] {
  const found: (ts.Symbol | undefined)[] = [];
  const target = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(symbolOf(file.checker, node));
    else if (ts.isShorthandPropertyAssignment(node)) found.push(symbolOf(file.checker, node.name));
    else if (ts.isPropertyAssignment(node)) target(node.initializer);
    else if (ts.isBinaryExpression(node)) target(node.left);
    else if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) ts.forEachChild(node, target);
  };
  const visit = (node: ts.Node): void => {
    const assigns =
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
    if (assigns) target(node.left);
    const steps = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
    if (steps && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken))
      target(node.operand);
    if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && ts.isExpression(node.initializer))
      target(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function holdsAwait(node: ts.Node): boolean {
  return ts.isAwaitExpression(node) || (ts.forEachChild(node, (child) => holdsAwait(child) || undefined) ?? false);
}

/** The innermost node that the character at `position` belongs to. */
function nodeAt(source: ts.SourceFile, position: number): ts.Node {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(source) <= position && child.end > position ? child : undefined,
    );
    if (!inner) return node;
    node = inner;
  }
}

const placeOf = (node: ts.Node): LoopPlace => ({ start: node.getStart(), end: node.end });

export function refuse(why: string): never {
  throw new TimingError(`The iterations of this loop cannot be put into another order: ${why}.`);
}
