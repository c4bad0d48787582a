import { ts } from 'ts-morph';
import { isBuffer, typedArrayName } from '../../forms/iteration.js';
import type { Access } from '../source/access.js';
import { contains } from '../calls/control.js';
import { levelOf } from '../dependences/loopLevels.js';
import { relateSubscripts, sideOf } from '../dependences/subscripts.js';
import { itemExists } from '../dependences/itemExists.js';
import {
  areSameNames,
  asserted,
  isDeleted,
  isReadAgain,
  linearIn,
  type OwnPlace,
  type PlaceContext,
  scopesOf,
  servesItself,
  sourceOf,
  subscriptNames,
} from './ownPlace.js';
import { declarationOf, isConstant, isDeclaredIn, isPrimitive, symbolOf, unwrap } from '../source/symbols.js';

type Part = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/**
 * The places of an object that are always written in one way, `p.x` or `R[k][j]`: each holds a number, a text or the like, and no
 * other way of writing can mean it. Each iteration can keep such a place in a variable of its own.
 *
 * @returns none where one cannot be told from the others
 */
export function ownCellsOf(symbol: ts.Symbol, context: PlaceContext): readonly OwnPlace[] {
  const { checker, effects, item, body } = context;
  const source = symbol === item ? sourceOf(context) : undefined;
  const accesses = effects.accesses.filter((a) => a.symbol === symbol || (source && a.symbol === source));
  const contents = accesses.filter((a) => a.content);
  if (accesses.some((a) => (a.content ? a.within !== null : a.write))) return [];
  const cells = new Map<string, Part[]>();
  for (const { write, node } of contents) if (write && isPart(node)) cells.set(textOf(node), []);
  const depth = Math.min(...contents.filter((a) => a.write).map((a) => a.path.length));
  // What only leads to a place stays the same, whatever is in the place.
  const leads = ({ write, path }: Access): boolean =>
    !write && path.length < depth && path.every((step) => step.kind !== 'any');
  const others = new Set<Part>();
  for (const access of contents) {
    const { node } = access;
    if (isPart(node) && cells.has(textOf(node))) {
      const cell = cells.get(textOf(node))!;
      if (!cell.includes(node)) cell.push(node);
    } else if (!leads(access)) {
      if (!isPart(node)) return [];
      others.add(node);
    }
  }
  const all = [...cells.values()];
  if (all.some((cell) => cell.some((one) => !holdsPlainValue(one, checker)))) return [];
  const parts = [...all.flat(), ...others];
  return all.flatMap((mentions) => {
    const cell = cellOf(mentions, symbol, body, context);
    const inScope = cell ? parts.filter((part) => !mentions.includes(part) && contains(cell.scope, part)) : [];
    // Where a place may be the same one as another, what is in one of them would not be seen in the other.
    const isAlone = inScope.every((part) => isApart(mentions[0]!, part, context) || isGivenLast(part, mentions, cell!));
    return cell && isAlone ? [cell] : [];
  });
}

/** Whether a place is only given, by `c[j][i] = c[i][j];` at the end of a scope, what is in the other one then: whether it is the same one is of no matter. */
function isGivenLast(part: Part, mentions: readonly Part[], { scope }: OwnPlace): boolean {
  if (!ts.isBlock(scope)) return false;
  const last = scope.statements.findLastIndex((s) => !givesTo(s, mentions)) + 1;
  const copies = scope.statements.slice(last);
  return (
    copies.some((s) => (s as ts.ExpressionStatement & { expression: ts.BinaryExpression }).expression.left === part) &&
    scope.statements.slice(0, last).every((s) => !contains(s, part))
  );
}

/** `…[…] = cell;` */
function givesTo(statement: ts.Statement, cell: readonly Part[]): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false;
  const { left, right, operatorToken } = statement.expression;
  return (
    operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    isPart(left) &&
    !cell.includes(left) &&
    cell.includes(unwrap(right) as Part)
  );
}

const isPart = (node: ts.Node): node is Part =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

const textOf = (part: Part): string => part.getText().replace(/\s/g, '');

function cellOf(
  mentions: readonly Part[],
  symbol: ts.Symbol,
  body: ts.Statement,
  { checker, effects }: PlaceContext,
): OwnPlace | null {
  const [first] = mentions as readonly [Part];
  const isElement = ts.isElementAccessExpression(first);
  const type = checker.getTypeAtLocation(first.expression);
  const typed = typedArrayName(type);
  // Narrower numbers are rounded whenever they are stored; behind its end, a typed array forgets what it is given.
  if (isElement && ((typed && typed !== 'Float64Array') || isBuffer(type))) return null;
  if (isElement && typed && !itemExists(first, checker) && !mentions.every((m) => servesItself(m))) return null;
  const names = namesOnTheWay(first, checker);
  if (!names || mentions.some((m) => isDeleted(asserted(m)))) return null;
  if (!mentions.every((m) => areSameNames(namesOnTheWay(m, checker), names))) return null;
  const isFixedIn = (scope: ts.Statement, s: ts.Symbol): boolean =>
    (!isDeclaredIn(s, scope) || declaredBefore(s, scope, mentions) !== null) &&
    !effects.accesses.some(
      (a) => a.write && !a.content && a.symbol === s && contains(scope, a.node) && !isDeclaration(a.node),
    );
  const scope = scopesOf(mentions, body).find((one) => names.every((s) => isFixedIn(one, s)));
  if (!scope || !isReadAgain(mentions, scope)) return null;
  const after = names
    .flatMap((s) => declaredBefore(s, scope, mentions) ?? [])
    .sort((a, b) => a.pos - b.pos)
    .at(-1);
  const name = ts.isPropertyAccessExpression(first) ? { name: first.name.text } : {};
  return { symbol, kind: 'element', text: first.getText(), mentions, scope, ...name, ...(after ? { after } : {}) };
}

const isDeclaration = ({ parent }: ts.Node): boolean => ts.isVariableDeclaration(parent) || ts.isBindingElement(parent);

/** The statement of a block that declares a constant, where all the mentions of a place are behind it. */
function declaredBefore(symbol: ts.Symbol, scope: ts.Statement, mentions: readonly ts.Node[]): ts.Statement | null {
  const declaration = declarationOf(symbol);
  if (!isConstant(declaration) || !ts.isBlock(scope)) return null;
  const statement = declaration.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.parent !== scope) return null;
  return mentions.every((m) => m.pos >= statement.end) ? statement : null;
}

/** The names that say which place is meant; null where something else does. */
function namesOnTheWay(part: Part, checker: ts.TypeChecker): readonly ts.Symbol[] | null {
  const base = unwrap(part.expression);
  const own = ts.isElementAccessExpression(part) ? subscriptNames(part.argumentExpression, checker) : [];
  if (!own) return null;
  if (ts.isIdentifier(base)) {
    const symbol = symbolOf(base, checker);
    return symbol ? [symbol, ...own] : null;
  }
  if (!ts.isPropertyAccessExpression(base) && !ts.isElementAccessExpression(base)) return null;
  const before = namesOnTheWay(base, checker);
  return before && [...before, ...own];
}

/** Whether a place holds what can be kept in a variable, and reading it runs nothing. */
function holdsPlainValue(part: Part, checker: ts.TypeChecker): boolean {
  if (!isPrimitive(checker.getTypeAtLocation(part), checker)) return false;
  // A property that may be missing would be there afterwards.
  const isPlain = (step: Part): boolean => {
    if (step.questionDotToken || ts.isElementAccessExpression(step)) return !step.questionDotToken;
    const property = checker.getSymbolAtLocation(step.name);
    return property !== undefined && !(property.flags & (ts.SymbolFlags.Optional | ts.SymbolFlags.Accessor));
  };
  return wayTo(part).steps.every(isPlain);
}

interface Way {
  readonly root: ts.Identifier | null;
  readonly steps: readonly Part[];
}

function wayTo(part: Part): Way {
  const base = unwrap(part.expression);
  if (ts.isPropertyAccessExpression(base) || ts.isElementAccessExpression(base)) {
    const { root, steps } = wayTo(base);
    return { root, steps: [...steps, part] };
  }
  return { root: ts.isIdentifier(base) ? base : null, steps: [part] };
}

/** Whether two ways from one name part at properties, or at elements with different numbers. */
function isApart(a: Part, b: Part, context: PlaceContext): boolean {
  const { checker } = context;
  const [one, other] = [wayTo(a), wayTo(b)];
  if (!one.root || !other.root || symbolOf(one.root, checker) !== symbolOf(other.root, checker)) return false;
  for (let i = 0; i < Math.min(one.steps.length, other.steps.length); i++) {
    const [left, right] = [one.steps[i]!, other.steps[i]!];
    if (stepText(left) === stepText(right)) continue;
    if (ts.isPropertyAccessExpression(left) && ts.isPropertyAccessExpression(right)) return true;
    return (isNumbered(left) && isNumbered(right)) || neverMeet(left, right, context);
  }
  return false;
}

/** Whether two elements of one array are different ones in every iteration: `b[i * n + j]` and `b[k * n + j]` with `k` from `i + 1` on. */
function neverMeet(a: Part, b: Part, context: PlaceContext): boolean {
  const { loop, checker } = context;
  const linear = linearIn(context);
  if (!linear || !ts.isElementAccessExpression(a) || !ts.isElementAccessExpression(b)) return false;
  // Rows of an array of arrays may be one and the same.
  if (a.expression.getText() !== b.expression.getText() || !isPrimitive(checker.getTypeAtLocation(a), checker))
    return false;
  const outermost = levelOf(loop, checker);
  const [one, other] = [a, b].map((part) => sideOf(part.argumentExpression, loop, outermost, linear));
  return relateSubscripts(one!, other!, [outermost]).some(
    (r) => r === 'disjoint' || (r !== 'unknown' && r.level === outermost && !r.same),
  );
}

const stepText = (part: Part): string =>
  ts.isPropertyAccessExpression(part)
    ? `.${part.name.text}`
    : `[${part.argumentExpression.getText().replace(/\s/g, '')}]`;

const isNumbered = (part: Part): boolean =>
  ts.isElementAccessExpression(part) && ts.isNumericLiteral(part.argumentExpression);
