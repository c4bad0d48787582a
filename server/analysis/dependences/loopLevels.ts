import { ts } from 'ts-morph';
import { stepOf } from '../../forms/counter.js';
import type { FoundLoop } from '../../forms/foundLoop.js';
import { isAssignment } from '../source/assignments.js';
import { unwrap } from '../source/symbols.js';

/** One loop around both places: the judged one, or one inside it. */
export interface Level {
  /** Counts its iterations; null where nothing does. */
  readonly counter: ts.Symbol | null;
  /** What the counter grows by, below 0 where it counts down; else only the sign says something. */
  readonly step: number;
  /** The loop or callback that is given an item each time. */
  readonly node: ts.Node;
}

/** The judged loop as the outermost level. A callback's index counts like a counter. */
export function levelOf(loop: FoundLoop, checker: ts.TypeChecker): Level {
  const { source, item, index } = loop;
  const name = source.kind === 'range' ? item : index;
  const counter = (name && checker.getSymbolAtLocation(name)) ?? null;
  return {
    counter,
    step: source.kind === 'range' ? source.step : source.kind === 'iterable' && source.reversed ? -1 : 1,
    node: loop.callback ?? loop.node,
  };
}

/** The loops inside the region that enclose both nodes, outermost first. */
export function commonLevels(a: ts.Node, b: ts.Node, region: ts.Node, checker: ts.TypeChecker): Level[] {
  const levels: Level[] = [];
  for (let node = a.parent; node && node !== region && node.pos >= region.pos; node = node.parent) {
    if (!ts.isIterationStatement(node, false) || b.pos < node.pos || b.end > node.end) continue;
    const counter = ts.isForStatement(node) ? plainCounter(node, checker) : null;
    levels.unshift({ counter: counter?.symbol ?? null, step: counter?.step ?? 1, node });
  }
  return levels;
}

/** The counter of `for (let j = …; …; j++)`, or of `for (j = …; …; j++)`, where the body leaves it alone. */
export function plainCounter(
  loop: ts.ForStatement,
  checker: ts.TypeChecker,
): { symbol: ts.Symbol; step: number } | null {
  const name = begun(loop)?.name;
  const step = name && loop.incrementor ? stepOf(loop.incrementor, name.text, checker) : null;
  const symbol = name && checker.getSymbolAtLocation(name);
  return !symbol || step === null || assigns(loop.statement, name.text) ? null : { symbol, step };
}

/** The value that the counter begins with. */
export const initialOf = (loop: ts.ForStatement): ts.Expression | null => begun(loop)?.initial ?? null;

function begun({ initializer }: ts.ForStatement): { name: ts.Identifier; initial: ts.Expression | undefined } | null {
  if (!initializer) return null;
  if (!ts.isVariableDeclarationList(initializer))
    return isAssignment(initializer) && ts.isIdentifier(initializer.left)
      ? { name: initializer.left, initial: initializer.right }
      : null;
  const [declared, more] = initializer.declarations;
  return declared && !more && ts.isIdentifier(declared.name)
    ? { name: declared.name, initial: declared.initializer }
    : null;
}

function assigns(node: ts.Node, name: string): boolean {
  let found = false;
  const visit = (child: ts.Node): void => {
    if (isAssignment(child)) {
      const target = unwrap(child.left);
      const isPart = ts.isElementAccessExpression(target) || ts.isPropertyAccessExpression(target);
      found ||= !isPart && new RegExp(`\\b${name}\\b`).test(target.getText());
    }
    if (ts.isPrefixUnaryExpression(child) || ts.isPostfixUnaryExpression(child))
      found ||= child.operand.getText() === name && child.operator !== ts.SyntaxKind.MinusToken;
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** The counter of a counted loop, which may be declared before it. */
export function counterOf({ source, item }: FoundLoop, checker: ts.TypeChecker): ts.Symbol | undefined {
  return source.kind === 'range' && item ? checker.getSymbolAtLocation(item) : undefined;
}
