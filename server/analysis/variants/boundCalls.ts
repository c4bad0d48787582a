import { ts } from 'ts-morph';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { resolveCallee } from '../calls/callees.js';
import { runsAtOnce } from '../calls/runsAtOnce.js';
import type { FileAnalysis } from '../program/programFacts.js';
import type { SameLoop } from './sameLoop.js';
import { constantBehind, declarationOf, isConstant, isFunctionNode, symbolOf, unwrap } from '../source/symbols.js';
import { ownBinding } from '../../forms/callback.js';

/**
 * The same loop, in which calls of a bound function say what it is bound to: `apply(x)` is `transform(config, x)`, where
 * `const apply = transform.bind(null, config)`, and `hash(x)` is `hasher.hash(x)`, where `const hash = hasher.hash.bind(hasher)`.
 *
 * @returns null where there is no such call, or something could have another value by then
 */
export function boundCalls(
  { node }: FoundLoop | DeclinedLoop,
  { reading: { checker } }: FileAnalysis,
): SameLoop | null {
  const patches: SameLoop['patches'][number][] = [];
  const visit = (part: ts.Node): void => {
    const value = ts.isIdentifier(part) && !isName(part) ? constantBehind(part, checker)?.value : undefined;
    const bound = value && boundBy(unwrap(value), checker);
    const { parent } = part;
    if (!bound || !bound.names.every((name) => meansTheSame(name, part, checker))) return ts.forEachChild(part, visit);
    if (ts.isCallExpression(parent) && parent.expression === part && !parent.questionDotToken) {
      const [first] = parent.arguments;
      patches.push({ start: part.getStart(), end: part.end, text: bound.called });
      const given = bound.given.join(', ');
      const start = first?.getStart() ?? parent.end - 1;
      if (given) patches.push({ start, end: start, text: first ? `${given}, ` : given });
    } else if (ts.isCallExpression(parent) && parent.arguments[0] === part && runsAtOnce(parent, checker)) {
      // As a callback, it uses no more than its parameters.
      const more = bound.takes === 1 ? ['item'] : [];
      const text = `(${more.join()}) => ${bound.called}(${[...bound.given, ...more].join(', ')})`;
      if (bound.takes !== null && bound.takes <= 1 && !bound.names.some((name) => name.text === 'item'))
        patches.push({ start: part.getStart(), end: part.end, text });
    }
  };
  visit(node);
  return patches.length > 0 ? { patches, assumed: [] } : null;
}

interface Bound {
  readonly names: readonly ts.Identifier[];
  readonly called: string;
  readonly given: readonly string[];
  /** How many more arguments the function uses; null where that cannot be told. */
  readonly takes: number | null;
}

const isName = ({ parent, text }: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(parent) && parent.name.text === text && parent.expression.getText() !== text) ||
  ts.isBindingElement(parent) ||
  ts.isVariableDeclaration(parent) ||
  ts.isPropertyAssignment(parent);

/** `f.bind(null, a)` or `o.f.bind(o, a)`, of one function of the program and of constants. */
function boundBy(value: ts.Expression, checker: ts.TypeChecker): Bound | null {
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return null;
  const { expression: target, name } = value.expression;
  const [self, ...given] = value.arguments;
  if (name.text !== 'bind' || !self) return null;
  const callee = resolveCallee(target, checker);
  const [fn, more] = callee.kind === 'program' && !callee.closure ? callee.functions : [];
  if (!fn || more || !isFunctionNode(fn) || !fn.body) return null;
  const isMethod = ts.isPropertyAccessExpression(target);
  const isSameThis = isMethod
    ? ts.isIdentifier(target.expression) && target.expression.text === self.getText() && isLasting(self, checker)
    : ts.isIdentifier(target) && (ts.isArrowFunction(fn) || ownBinding(fn.body) === null);
  if (!isSameThis || !given.every((one) => isLasting(one, checker))) return null;
  const isOpen = fn.parameters.some((p) => p.dotDotDotToken) || usesArguments(fn.body);
  const takes = isOpen ? null : Math.max(0, fn.parameters.length - given.length);
  const names = [isMethod ? target.expression : target, ...given].map((one) => unwrap(one)).filter(ts.isIdentifier);
  return { names, called: target.getText(), given: given.map((one) => one.getText()), takes };
}

/** Whether a name is seen at another place, and no other of that name. */
function meansTheSame(name: ts.Identifier, place: ts.Node, checker: ts.TypeChecker): boolean {
  const flags = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;
  return checker.resolveName(name.text, place, flags, false) === symbolOf(name, checker);
}

const usesArguments = (node: ts.Node): boolean =>
  (ts.isIdentifier(node) && node.text === 'arguments') ||
  (ts.forEachChild(node, (child) => usesArguments(child) || undefined) ?? false);

/** Whether an expression has one value for all time: a literal, or a constant of the file. */
function isLasting(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) {
    const symbol = symbolOf(node, checker);
    const declaration = symbol && declarationOf(symbol);
    return isConstant(declaration) && ts.isSourceFile(declaration.parent.parent.parent);
  }
  return ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.NullKeyword;
}
