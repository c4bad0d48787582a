import { ts } from 'ts-morph';
import type { PlacedLoop } from '../../forms/index.js';
import {
  declarationOf,
  type FunctionNode,
  isFunctionNode,
  isInside,
  resolveAlias,
  symbolOf,
  wrapped,
} from '../source/symbols.js';

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
  const outer = new Map(found.map((one) => [one, new Set<PlacedLoop>()]));
  for (const one of found) {
    for (const called of calledFrom([one.loop.node])) if (called !== one) outer.get(called)!.add(one);
    for (const other of found)
      if (other !== one && isInside(other.loop.node, one.loop.node)) outer.get(other)!.add(one);
  }
  const outerFirst = new Set<PlacedLoop>();
  while (outerFirst.size < found.length) {
    const left = found.filter((one) => !outerFirst.has(one));
    // Functions that call each other have no outermost loop: the first in the text is taken.
    const next = left.find((one) => [...outer.get(one)!].every((other) => outerFirst.has(other)));
    outerFirst.add(next ?? left[0]!);
  }
  return { outerFirst: [...outerFirst], calledFrom };
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
