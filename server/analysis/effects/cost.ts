import { ts } from 'ts-morph';
import { resolveCallee } from '../calls/callees.js';
import { type FunctionNode, isFunctionNode, unwrap } from '../source/symbols.js';

/** A loop of unknown length counts as this many rounds. */
export const ROUNDS = 20;
const RECURSION = 1000;
const UNKNOWN = 50;

/** From this cost on, an expression is worth moving to a worker at all. */
export const WORTH_MOVING = 8;
/** From this cost on, an iteration looks worth a thread. */
export const HEAVY = 60;

/** A rough static cost of evaluating `node` once; a plain operator is 1. It decides what is advertised, never what is allowed. */
export function costOf(node: ts.Node, checker: ts.TypeChecker, active: Active = createActive()): number {
  if (ts.isIdentifier(node) || ts.isTypeNode(node)) return 0;
  if (isFunctionNode(node)) return 1;
  const given = costOfParts(node, checker, active);
  if (ts.isIterationStatement(node, false)) return Math.min(1e9, given * ROUNDS);
  if (
    ts.isBinaryExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isTemplateExpression(node)
  )
    return given + 1;
  if (ts.isElementAccessExpression(node) || ts.isConditionalExpression(node)) return given + 1;
  if (ts.isRegularExpressionLiteral(node) || ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node))
    return given + 2;
  if (ts.isNewExpression(node)) return given + 5;
  if (ts.isPropertyAccessExpression(node)) return given + getterCost(node, checker, active);
  if (!ts.isCallExpression(node)) return given;
  const callee = resolveCallee(node.expression, checker);
  const callbacks = node.arguments.flatMap((argument) => functionsGiven(argument, checker));
  switch (callee.kind) {
    case 'builtin':
      return given + callee.entry.cost + callbacks.reduce((sum, fn) => sum + ROUNDS * bodyCost(fn, checker, active), 0);
    case 'program':
      return given + 5 + Math.max(0, ...callee.functions.map((fn) => bodyCost(fn, checker, active)));
    default:
      return given + UNKNOWN;
  }
}

function costOfParts(node: ts.Node, checker: ts.TypeChecker, active: Active): number {
  let sum = 0;
  ts.forEachChild(node, (child) => {
    sum += costOf(child, checker, active);
  });
  return sum;
}

/** The functions of the program that an argument may be, written there or named. */
function functionsGiven(argument: ts.Expression, checker: ts.TypeChecker): readonly FunctionNode[] {
  const given = unwrap(argument);
  if (isFunctionNode(given)) return [given];
  if (!ts.isIdentifier(given) && !ts.isPropertyAccessExpression(given)) return [];
  if (checker.getTypeAtLocation(given).getCallSignatures().length === 0) return [];
  const callee = resolveCallee(given, checker);
  return callee.kind === 'program' ? callee.functions : [];
}

/** What reading a property runs of the program. */
function getterCost(node: ts.PropertyAccessExpression, checker: ts.TypeChecker, active: Active): number {
  const property = checker.getSymbolAtLocation(node.name);
  if (!property || !(property.flags & ts.SymbolFlags.GetAccessor)) return 0;
  const getters = (property.declarations ?? []).filter(ts.isGetAccessor).filter((getter) => getter.body);
  return Math.max(0, ...getters.map((getter) => 5 + bodyCost(getter, checker, active)));
}

/** How often a part of an iteration is run in it, as far as its loops tell. */
export function roundsOf(part: ts.Node, body: ts.Node): number {
  let rounds = 1;
  for (let { parent } = part; parent.pos >= body.pos && parent !== body.parent; { parent } = parent)
    if (ts.isIterationStatement(parent, false)) rounds *= ROUNDS;
  return rounds;
}

/** The functions that the search is in, outermost first, and the place of the outermost that was called again. */
interface Active {
  readonly functions: FunctionNode[];
  again: number;
  /** What functions of a circle cost, as long as the search is in the one that it began with. */
  readonly circle: Map<FunctionNode, { readonly cost: number; readonly again: number }>;
}

const createActive = (): Active => ({ functions: [], again: Infinity, circle: new Map() });

const known = new WeakMap<ts.TypeChecker, Map<FunctionNode, number>>();

function bodyCost(fn: FunctionNode, checker: ts.TypeChecker, active: Active): number {
  let costs = known.get(checker);
  if (!costs) known.set(checker, (costs = new Map<FunctionNode, number>()));
  const before = costs.get(fn);
  if (before !== undefined) return before;
  const depth = active.functions.length;
  const position = active.functions.indexOf(fn);
  if (position >= 0) {
    active.again = Math.min(active.again, position);
    return RECURSION;
  }
  if (!fn.body) return UNKNOWN;
  const inCircle = active.circle.get(fn);
  if (inCircle) {
    active.again = Math.min(active.again, inCircle.again);
    return inCircle.cost;
  }
  const againBefore = active.again;
  active.again = Infinity;
  active.functions.push(fn);
  const cost = Math.min(1e9, costOf(fn.body, checker, active));
  active.functions.pop();
  const { again } = active;
  // What a function costs that calls one it was called by depends on where the search began.
  if (again < depth) active.circle.set(fn, { cost, again });
  else {
    costs.set(fn, cost);
    for (const [one, { again: place }] of active.circle) if (place >= depth) active.circle.delete(one);
  }
  active.again = again < depth ? Math.min(againBefore, again) : againBefore;
  return cost;
}
