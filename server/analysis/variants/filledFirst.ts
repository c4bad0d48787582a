import { ts } from 'ts-morph';
import { isGivenValue } from '../source/memberWrites.js';
import { namesIn } from '../source/names.js';
import { isFunctionNode } from '../source/symbols.js';

/**
 * Whether a statement list begins with giving every element of an array a value, as far as it is about the array, and reads none
 * before: `xs.fill(0)`, or `xs[0] = a; for (let k = 1; k < n; k++) xs[k] = f(xs[k - 1])`.
 *
 * @param mentions the names that stand for the array, all of them in the list
 * @param length the text of its length
 * @see Tu and Padua, "Automatic array privatization", LCPC 1993, on must-defined regions
 */
export function isFilledFirst(scope: ts.Statement, mentions: readonly ts.Identifier[], length: string): boolean {
  if (!ts.isBlock(scope)) return false;
  /** The elements below have a value. */
  let known = 0;
  for (const statement of scope.statements) {
    const own = mentionsIn(statement, mentions);
    // Whoever looks at the array afterwards would find it half filled.
    if (own.length === 0 && known > 0 && leavesEarly(statement)) return false;
    if (own.length === 0) continue;
    if (isFill(statement, own) || isFillingLoop(statement, own, length, known)) return true;
    if (!isElementSet(statement, own, known)) return false;
    known++;
  }
  return false;
}

const mentionsIn = (node: ts.Node, mentions: readonly ts.Identifier[]): ts.Identifier[] =>
  mentions.filter((mention) => mention.pos >= node.pos && mention.end <= node.end);

const plain = (node: ts.Node): string => node.getText().replace(/\s/g, '');

/** `xs.fill(value)` */
function isFill(statement: ts.Statement, [mention, more]: readonly ts.Identifier[]): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false;
  const { expression: target, arguments: given } = statement.expression;
  const isIt = ts.isPropertyAccessExpression(target) && target.expression === mention && target.name.text === 'fill';
  return isIt && given.length === 1 && !more;
}

/** `xs[0] = value`, where the value is made of elements below at most. */
function isElementSet(statement: ts.Statement, own: readonly ts.Identifier[], known: number): boolean {
  const value = valueSet(statement, own, String(known));
  return value !== null && mentionsIn(value, own).every((mention) => isBelow(mention, known));
}

/** The value in `xs[index] = value`; null for any other statement. */
function valueSet(statement: ts.Statement, own: readonly ts.Identifier[], index: string): ts.Expression | null {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return null;
  const { left, operatorToken, right } = statement.expression;
  const isIt = ts.isElementAccessExpression(left) && left.expression === own[0];
  return isIt && operatorToken.kind === ts.SyntaxKind.EqualsToken && plain(left.argumentExpression) === index
    ? right
    : null;
}

/** `xs[0]`, of an element that has a value. */
function isBelow({ parent }: ts.Identifier, known: number): boolean {
  const index = ts.isElementAccessExpression(parent) ? parent.argumentExpression : undefined;
  return index !== undefined && ts.isNumericLiteral(index) && Number(index.text) < known;
}

/** `for (let k = 1; k < n; k++) { …; xs[k] = value; … }`, which reads what has a value by then: `xs[k - 1]`, and `xs[k]` behind it. */
function isFillingLoop(
  loop: ts.Statement,
  own: readonly ts.Identifier[],
  length: string,
  known: number,
): loop is ts.ForStatement {
  if (!ts.isForStatement(loop) || !loop.condition || !loop.incrementor || leavesEarly(loop.statement)) return false;
  const { initializer, condition, incrementor, statement } = loop;
  const [counter, other] = initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  if (!counter || other || !ts.isIdentifier(counter.name) || !counter.initializer) return false;
  const from = ts.isNumericLiteral(counter.initializer) ? Number(counter.initializer.text) : NaN;
  // Nothing is left out between what was set before and what the loop sets.
  if (!Number.isInteger(from) || from > known) return false;
  const k = counter.name.text;
  const bounds = [length, `${own[0]!.text}.length`].map((bound) => `${k}<${bound}`);
  if (!bounds.includes(plain(condition)) || !new RegExp(`^(${k}\\+\\+|\\+\\+${k}|${k}\\+=1)$`).test(plain(incrementor)))
    return false;
  if (namesIn(statement, k).some((name) => isGivenValue(name) || isDeclared(name))) return false;
  const statements = ts.isBlock(statement) ? statement.statements : [statement];
  const inBody = mentionsIn(statement, own);
  const filling = statements.find((one) => valueSet(one, mentionsIn(one, inBody), k) !== null);
  if (!filling) return false;
  return inBody.every((mention) => {
    const { parent } = mention;
    if (!ts.isElementAccessExpression(parent) || parent.expression !== mention) return isLengthOf(mention);
    const index = plain(parent.argumentExpression);
    const isSet = index === k && (mention.pos >= filling.end || mention === mentionsIn(filling, inBody)[0]);
    return isSet || isBelow(mention, known) || isBehind(index, k, from);
  });
}

/** Whether a name is declared there: it means something else from there on. */
const isDeclared = (name: ts.Identifier): boolean => 'name' in name.parent && name.parent.name === name;

const isLengthOf = ({ parent }: ts.Identifier): boolean =>
  ts.isPropertyAccessExpression(parent) && parent.name.text === 'length';

/** `k - 1`: an element of an earlier round, or one from before the first. */
function isBehind(index: string, counter: string, from: number): boolean {
  const distance = index.startsWith(`${counter}-`) ? Number(index.slice(counter.length + 1)) : NaN;
  return Number.isInteger(distance) && distance >= 1 && distance <= from;
}

function leavesEarly(node: ts.Node): boolean {
  if (ts.isBreakOrContinueStatement(node) || ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
  return !isFunctionNode(node) && (ts.forEachChild(node, leavesEarly) ?? false);
}
