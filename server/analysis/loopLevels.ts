import { ts } from 'ts-morph';
import type { FoundLoop } from '../forms/foundLoop.js';
import { isAssignment } from './assignments.js';
import { unwrap } from './symbols.js';

/** One loop around both places: the judged one, or one inside it. */
export interface Level {
  /** Counts its iterations; null where nothing does. */
  readonly counter: ts.Symbol | null;
  readonly forward: boolean;
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
    forward: source.kind === 'range' ? source.step > 0 : source.kind === 'head' || !source.reversed,
    node: loop.callback ?? loop.node,
  };
}

/** The loops inside the region that enclose both nodes, outermost first. */
export function commonLevels(a: ts.Node, b: ts.Node, region: ts.Node, checker: ts.TypeChecker): Level[] {
  const levels: Level[] = [];
  for (let node = a.parent; node && node !== region && node.pos >= region.pos; node = node.parent) {
    if (!ts.isIterationStatement(node, false) || b.pos < node.pos || b.end > node.end) continue;
    const counter = ts.isForStatement(node) ? plainCounter(node, checker) : null;
    levels.unshift({ counter: counter?.symbol ?? null, forward: counter?.forward ?? true, node });
  }
  return levels;
}

/** The counter of `for (let j = …; …; j++)`, or of `for (j = …; …; j++)`, where the body leaves it alone. */
export function plainCounter(
  loop: ts.ForStatement,
  checker: ts.TypeChecker,
): { symbol: ts.Symbol; forward: boolean } | null {
  const { initializer, incrementor } = loop;
  const [declared, more] =
    initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations : ([] as undefined[]);
  const name = declared?.name ?? (initializer && isAssignment(initializer) ? initializer.left : undefined);
  if (!name || more || !incrementor || !ts.isIdentifier(name)) return null;
  const text = incrementor.getText().replace(/\s/g, '');
  const up = text === `${name.text}++` || text === `++${name.text}` || new RegExp(`^${name.text}\\+=\\d+$`).test(text);
  const down = text === `${name.text}--` || text === `--${name.text}` || new RegExp(`^${name.text}-=\\d+$`).test(text);
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol || (!up && !down) || assigns(loop.statement, name.text)) return null;
  return { symbol, forward: up };
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
