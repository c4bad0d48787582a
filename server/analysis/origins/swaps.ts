import { ts } from 'ts-morph';
import { isAssignment, isWritten } from '../source/assignments.js';
import { namesIn } from '../source/names.js';
import { isNewThroughout } from './newObjects.js';
import { happensBefore, leaks } from './sharing.js';
import { declarationOf, enclosingFunction, symbolOf, unwrap } from '../source/symbols.js';
import { rememberedWithBoth } from '../untyped/remembering.js';

/**
 * Whether two variables hold one of two objects each, made for them, and are only ever exchanged: `[now, next] = [next, now]`, or
 * `const old = now; now = next; next = old`. They never hold the same one, then.
 */
export function areSwapped(a: ts.Symbol, b: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  const declarations = [a, b].map(declarationOf);
  const [home, other] = declarations.map((d) => d && enclosingFunction(d));
  if (!home || home !== other) return false;
  const isMadeHere = declarations.every(
    (d) =>
      d !== undefined &&
      ts.isVariableDeclaration(d) &&
      d.initializer !== undefined &&
      isNewThroughout(d.initializer, checker),
  );
  if (!isMadeHere) return false;
  const isOne = (node: ts.Node | undefined, symbol: ts.Symbol): boolean =>
    node !== undefined && ts.isIdentifier(node) && symbolOf(node, checker) === symbol;
  const swaps = swapsIn(home, (x, y) => (isOne(x, a) && isOne(y, b)) || (isOne(x, b) && isOne(y, a)), checker);
  const isInSwap = (use: ts.Node): boolean => swaps.some(({ pos, end }) => use.pos >= pos && use.end <= end);
  return [a, b].every((symbol, i) => {
    const uses = namesIn(home, symbol.getName()).filter((use) => symbolOf(use, checker) === symbol);
    const isChanged = uses.some((use) => use.parent !== declarations[i] && isWritten(use) && !isInSwap(use));
    const counts = (use: ts.Node): boolean => !isInSwap(use) && happensBefore(use, declarations[i]!, loop);
    return !isChanged && !leaks(symbol, home, checker, counts, loop);
  });
}

/** Whether a variable and another one are only ever exchanged: no third name leads to what they hold. */
export const isExchanged = rememberedWithBoth((symbol: ts.Symbol, loop: ts.Node, checker): boolean => {
  const declaration = declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  const partners = new Set<ts.Symbol>();
  const nameOf = (node: ts.Node | undefined): ts.Symbol | undefined =>
    node && ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
  const note = (x: ts.Node | undefined, y: ts.Node | undefined): false => {
    const [one, other] = [nameOf(x), nameOf(y)];
    if (one && other && (one === symbol || other === symbol)) partners.add(one === symbol ? other : one);
    return false;
  };
  swapsIn(enclosingFunction(declaration), note, checker);
  return [...partners].some((partner) => partner !== symbol && areSwapped(symbol, partner, loop, checker));
});

interface Stretch {
  readonly pos: number;
  readonly end: number;
}

/** Statements by which two variables exchange what they hold. */
function swapsIn(
  home: ts.Node,
  areThey: (x: ts.Node | undefined, y: ts.Node | undefined) => boolean,
  checker: ts.TypeChecker,
): readonly Stretch[] {
  const found: Stretch[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node)) {
      const { expression } = node;
      if (isAssignment(expression) && isExchange(expression, areThey)) found.push(node);
    }
    if (ts.isBlock(node) || ts.isSourceFile(node))
      node.statements.forEach((first, at) => {
        const [second, third] = [node.statements[at + 1], node.statements[at + 2]];
        const kept = second && third && keptIn(first);
        if (!kept) return;
        const [one, two] = [assignmentIn(second), assignmentIn(third)];
        const isRound =
          one !== null &&
          two !== null &&
          areThey(one.left, one.right) &&
          areThey(kept.value, two.left) &&
          sameName(kept.value, one.left, checker) &&
          sameName(one.right, two.left, checker) &&
          sameName(kept.name, two.right, checker);
        if (isRound && isUsedTwice(kept.name, home, checker)) found.push({ pos: first.pos, end: third.end });
      });
    ts.forEachChild(node, visit);
  };
  visit(home);
  return found;
}

/** `[x, y] = [y, x]` */
function isExchange(
  { left, right, operatorToken }: ts.BinaryExpression,
  areThey: (x: ts.Node | undefined, y: ts.Node | undefined) => boolean,
): boolean {
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  if (!ts.isArrayLiteralExpression(left) || !ts.isArrayLiteralExpression(right)) return false;
  const [x, y, more] = left.elements;
  const [first, second, another] = right.elements;
  return !more && !another && areThey(x, y) && x!.getText() === second?.getText() && y!.getText() === first?.getText();
}

/** The name that `const old = now` or `old = now` gives to a value. */
function keptIn(statement: ts.Statement): { readonly name: ts.Node; readonly value: ts.Node } | null {
  if (!ts.isVariableStatement(statement)) {
    const assignment = assignmentIn(statement);
    return assignment && { name: assignment.left, value: assignment.right };
  }
  const [declared, more] = statement.declarationList.declarations;
  return declared?.initializer && !more ? { name: declared.name, value: unwrap(declared.initializer) } : null;
}

function assignmentIn(statement: ts.Statement): { readonly left: ts.Expression; readonly right: ts.Expression } | null {
  if (!ts.isExpressionStatement(statement) || !isAssignment(statement.expression)) return null;
  const { left, right, operatorToken } = statement.expression;
  return operatorToken.kind === ts.SyntaxKind.EqualsToken ? { left: unwrap(left), right: unwrap(right) } : null;
}

function sameName(a: ts.Node, b: ts.Node, checker: ts.TypeChecker): boolean {
  return ts.isIdentifier(a) && ts.isIdentifier(b) && symbolOf(a, checker) === symbolOf(b, checker);
}

/** Whether a name is only given its value and asked for it once: nobody else looks at what it held. */
function isUsedTwice(name: ts.Node, home: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isIdentifier(name)) return false;
  const symbol = symbolOf(name, checker);
  const uses = namesIn(home, name.text).filter((use) => symbolOf(use, checker) === symbol);
  const isDeclaration = (use: ts.Node): boolean => ts.isVariableDeclaration(use.parent) && use.parent.name === use;
  const plain = uses.filter((use) => !isDeclaration(use) || use === name);
  return plain.length === 2 && symbol !== undefined && enclosingFunction(declarationOf(symbol) ?? home) === home;
}
