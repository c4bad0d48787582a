/** Which functions the loops of a file call: what ties a stack of calls to the loop it came through. */
import { ts } from 'ts-morph';
import type { LoopSite } from '../../model.js';
import type { Reading } from '../../project.js';

export interface CallingLoop {
  readonly site: LoopSite;
  /** Key of the function that the loop stands in: see `functionKey`. */
  readonly home: string;
  /** Keys of the functions it calls itself, as far as they can be told. */
  readonly calls: ReadonlySet<string>;
  /** Names of the functions it calls and that cannot be told. */
  readonly names: ReadonlySet<string>;
}

/** The loops at `sites` of one file, with what they call. */
export function loopCalls({ source, checker }: Reading, sites: readonly LoopSite[]): CallingLoop[] {
  return sites.map((site) => {
    const calls = new Set<string>();
    const names = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (node.end <= site.span.start || node.pos >= site.span.end) return;
      // What a method is called on comes before its name, and is no part of the loop.
      const within =
        node.getStart(source) >= site.span.start && node.end <= site.span.end && node.end > site.anchor.start;
      if (within && (ts.isCallExpression(node) || ts.isNewExpression(node))) {
        const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
        const found = functionsOf(checker, callee);
        for (const one of found) calls.add(keyOf(one));
        if (found.length === 0 && ts.isIdentifier(callee)) names.add(callee.text);
        // A function that is handed over is called from there, or from what it is handed to.
        for (const argument of node.arguments ?? [])
          if (ts.isIdentifier(argument)) for (const one of functionsOf(checker, argument)) calls.add(keyOf(one));
      }
      // What a function in the loop calls comes through its own frame, which stands in the loop.
      if (within && ts.isFunctionLike(node)) return;
      ts.forEachChild(node, visit);
    };
    visit(source);
    return { site, home: functionKey(source, site.span.start), calls, names };
  });
}

/** Tells a function by its file and where it begins; the file itself is the function around its top level. */
export function functionKey(source: ts.SourceFile, offset: number): string {
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > offset || node.end <= offset) return;
    if (ts.isFunctionLike(node) && 'body' in node && node.body) found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return keyOf(found);
}

function keyOf(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${ts.isSourceFile(node) ? 'top' : node.getStart(source)}`;
}

/** The functions with a body behind a name. */
function functionsOf(checker: ts.TypeChecker, name: ts.Node): ts.Node[] {
  let symbol = checker.getSymbolAtLocation(name);
  if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  return (symbol?.declarations ?? []).flatMap((declaration): ts.Node[] => {
    if (ts.isClassLike(declaration)) return declaration.members.filter(ts.isConstructorDeclaration);
    const node =
      (ts.isVariableDeclaration(declaration) ||
        ts.isPropertyAssignment(declaration) ||
        ts.isPropertyDeclaration(declaration)) &&
      declaration.initializer
        ? declaration.initializer
        : declaration;
    return ts.isFunctionLike(node) && 'body' in node && node.body ? [node] : [];
  });
}
