import { ts } from 'ts-morph';
import { namesIn } from '../analysis/source/names.js';

/** A function of a file that draws random numbers. */
export interface Drawing {
  readonly node: ts.FunctionDeclaration | ts.ArrowFunction | ts.FunctionExpression;
  readonly body: ts.ConciseBody;
  /** Others than its calls in this file may call it, or it cannot have one more parameter: it stays as it is. */
  readonly isOpen: boolean;
}

/** `Math.random()` */
export function isDraw({ expression, arguments: { length } }: ts.CallExpression): boolean {
  return length === 0 && isRandom(expression);
}

function isRandom(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'random') return false;
  return ts.isIdentifier(node.expression) && node.expression.text === 'Math' && !node.questionDotToken;
}

/** How often `Math.random` stands below a node, called or not. */
export function mentionsOfRandom(node: ts.Node): number {
  let count = isRandom(node) ? 1 : 0;
  ts.forEachChild(node, (child) => void (count += mentionsOfRandom(child)));
  return count;
}

/** The functions at the top level of a file that draw, themselves or in others of these, by name. */
export function drawingFunctions(source: ts.SourceFile): ReadonlyMap<string, Drawing> {
  const all = new Map<string, Drawing>();
  for (const statement of source.statements)
    for (const { name, node } of functionsOf(statement)) {
      if (!node.body) continue;
      const isOpen =
        isExported(statement) ||
        node.parameters.some((p) => p.dotDotDotToken !== undefined) ||
        has(node, (n) => ts.isIdentifier(n) && n.text === 'arguments') ||
        // One is the name itself.
        namesIn(source, name).filter((one) => !isWholeCall(one, node.parameters.length)).length !== 1;
      all.set(name, { node, body: node.body, isOpen });
    }
  const drawing = new Map<string, Drawing>();
  for (let before = -1; before !== drawing.size;) {
    before = drawing.size;
    for (const [name, fn] of all) {
      const draws = (n: ts.Node): boolean => isRandom(n) || (ts.isIdentifier(n) && drawing.has(n.text));
      if (!drawing.has(name) && has(fn.body, draws)) drawing.set(name, fn);
    }
  }
  return drawing;
}

function functionsOf(statement: ts.Statement): { name: string; node: Drawing['node'] }[] {
  if (ts.isFunctionDeclaration(statement))
    return statement.name ? [{ name: statement.name.text, node: statement }] : [];
  if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const)) return [];
  return statement.declarationList.declarations.flatMap(({ name, type, initializer }) =>
    initializer &&
    !type &&
    ts.isIdentifier(name) &&
    (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
      ? [{ name: name.text, node: initializer }]
      : [],
  );
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false);

/** A call with a value for each parameter, so that one more argument is the new one. */
function isWholeCall(name: ts.Identifier, parameters: number): boolean {
  const { parent } = name;
  return (
    ts.isCallExpression(parent) &&
    parent.expression === name &&
    !parent.questionDotToken &&
    parent.arguments.length === parameters &&
    !parent.arguments.some(ts.isSpreadElement)
  );
}

function has(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || (ts.forEachChild(node, (child) => has(child, test) || undefined) ?? false);
}
