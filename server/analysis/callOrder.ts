import { ts } from 'ts-morph';
import type { PlacedLoop } from '../forms/index.js';
import {
  declarationOf,
  type FunctionNode,
  isFunctionNode,
  isInside,
  resolveAlias,
  symbolOf,
  wrapped,
} from './symbols.js';

/** The loops of one file by who runs whom. */
export interface CallOrder {
  /** Every loop behind those that stand around it, or call the function that it stands in; otherwise as in the text. */
  readonly outerFirst: readonly PlacedLoop[];
  /** Loops in functions that some code calls or mentions, directly or by others. */
  readonly calledFrom: (nodes: readonly ts.Node[]) => readonly PlacedLoop[];
}

/** @param found the loops of the file, outer loops before inner ones */
export function createCallOrder(
  found: readonly PlacedLoop[],
  source: ts.SourceFile,
  checker: ts.TypeChecker,
): CallOrder {
  const functions = namedFunctions(source);
  const calledFrom = (nodes: readonly ts.Node[]): readonly PlacedLoop[] => {
    const reached = new Set<FunctionNode>();
    for (const node of nodes) reach(node, functions, reached, checker);
    return found.filter(({ loop }) => [...reached].some((fn) => isInside(loop.node, fn)));
  };
  const inner = new Map(found.map((one) => [one, calledFrom([one.loop.node])]));
  const placed = new Set<PlacedLoop>();
  const path = new Set<PlacedLoop>();
  const place = (one: PlacedLoop): void => {
    if (placed.has(one) || path.has(one)) return; // the second: functions that call each other
    path.add(one);
    for (const other of found)
      if (inner.get(other)!.includes(one) || isInside(one.loop.node, other.loop.node)) place(other);
    path.delete(one);
    placed.add(one);
  };
  found.forEach(place);
  return { outerFirst: [...placed], calledFrom };
}

/** Adds the functions that code names, and those that they name. */
function reach(
  node: ts.Node,
  functions: ReadonlyMap<string, readonly FunctionNode[]>,
  reached: Set<FunctionNode>,
  checker: ts.TypeChecker,
): void {
  if (ts.isIdentifier(node)) {
    const symbol = functions.has(node.text) ? symbolOf(node, checker) : undefined;
    const declaration = symbol && declarationOf(resolveAlias(symbol, checker));
    for (const fn of functions.get(node.text) ?? []) {
      if (reached.has(fn) || nameHolder(fn) !== declaration) continue;
      reached.add(fn);
      reach(fn, functions, reached, checker);
    }
    return;
  }
  ts.forEachChild(node, (child) => reach(child, functions, reached, checker));
}

/** Functions, methods and constants that hold a function, by name. */
function namedFunctions(source: ts.SourceFile): ReadonlyMap<string, readonly FunctionNode[]> {
  const functions = new Map<string, FunctionNode[]>();
  const visit = (node: ts.Node): void => {
    const name = isFunctionNode(node) ? ts.getNameOfDeclaration(nameHolder(node)) : undefined;
    if (name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)))
      functions.set(name.text, [...(functions.get(name.text) ?? []), node as FunctionNode]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return functions;
}

/** What declares the name of a function: itself, its class, or the constant or property that holds it. */
function nameHolder(fn: FunctionNode): ts.Declaration {
  if (ts.isConstructorDeclaration(fn)) return fn.parent;
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return fn;
  const whole = wrapped(fn);
  const { parent } = whole;
  const holds = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  return holds && parent.initializer === whole ? parent : fn;
}
