import { ts } from 'ts-morph';
import { isAssignment } from './assignments.js';
import { forEachUse, isFunctionNode, namesOf, symbolOf } from './symbols.js';

/** Which names of a region are defined with the help of which others, by their syntax alone. */
export interface Mentions {
  /** The names whose value may come from `source`, itself included; that no other does is certain. */
  leadingTo(source: ts.Symbol): ReadonlySet<ts.Symbol>;
}

/** Reads a region once, when it is first asked. The search for origins is dear; most pairs of names have nothing to do with each other. */
export function createMentions(region: ts.Node, checker: ts.TypeChecker): Mentions {
  let users: Map<ts.Symbol, Set<ts.Symbol>> | null = null;
  const reached = new Map<ts.Symbol, ReadonlySet<ts.Symbol>>();
  return {
    leadingTo(source) {
      const known = reached.get(source);
      if (known) return known;
      users ??= inverted(definitions(region, checker));
      const found = new Set([source]);
      for (const symbol of found) for (const user of users.get(symbol) ?? []) found.add(user);
      reached.set(source, found);
      return found;
    },
  };
}

function inverted(sourcesOf: ReadonlyMap<ts.Symbol, ReadonlySet<ts.Symbol>>): Map<ts.Symbol, Set<ts.Symbol>> {
  const users = new Map<ts.Symbol, Set<ts.Symbol>>();
  for (const [name, sources] of sourcesOf)
    for (const source of sources) {
      const known = users.get(source);
      if (known) known.add(name);
      else users.set(source, new Set([name]));
    }
  return users;
}

/** For each name, the names in everything it is defined by: values, collections walked over, what a callback is given along with. */
function definitions(region: ts.Node, checker: ts.TypeChecker): Map<ts.Symbol, Set<ts.Symbol>> {
  const found = new Map<ts.Symbol, Set<ts.Symbol>>();
  const define = (names: readonly ts.Node[], sources: readonly ts.Node[]): void => {
    const symbols = sources.flatMap((source) => symbolsIn(source, checker));
    for (const name of names) {
      for (const symbol of symbolsIn(name, checker)) {
        const known = found.get(symbol) ?? new Set();
        for (const s of symbols) known.add(s);
        found.set(symbol, known);
      }
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node)) {
      const loop = node.parent.parent;
      const source = ts.isForOfStatement(loop) || ts.isForInStatement(loop) ? loop.expression : node.initializer;
      if (source) define(namesOf(node.name), [source]);
    }
    if (ts.isForOfStatement(node) && !ts.isVariableDeclarationList(node.initializer))
      define([node.initializer], [node.expression]);
    if (isAssignment(node)) define([node.left], [node.right]);
    if (ts.isCallExpression(node)) {
      const callbacks = node.arguments.flatMap((a) => (isFunctionNode(a) ? [a] : []));
      const parameters = callbacks.flatMap((fn) => fn.parameters.flatMap((p) => namesOf(p.name)));
      if (parameters.length > 0) define(parameters, [node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(region);
  return found;
}

/** The name that a node is, or the names that are used in it; names of properties lead nowhere, and to resolve them is dear. */
function symbolsIn(node: ts.Node, checker: ts.TypeChecker): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  const note = (name: ts.Identifier): void => {
    const symbol = symbolOf(name, checker);
    if (symbol) found.push(symbol);
  };
  if (ts.isIdentifier(node)) note(node);
  else forEachUse(node, note);
  return found;
}
