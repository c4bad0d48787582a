import { ts } from 'ts-morph';
import type { FoundLoop } from '../forms/foundLoop.js';
import type { SameLoop } from './sameLoop.js';
import { enclosingFunction, isFunctionNode } from './symbols.js';

/**
 * Gives `this` a name in a loop of a method, by `const self = this;` before it, so that it can be handed to a task as any other
 * value is. The rewritten text says `this` again.
 *
 * @param taken names that are given already
 * @returns null where the loop does not stand in a method of a class, or not in a statement of a block
 */
export function thisByName({ node }: FoundLoop, taken: Set<string>): SameLoop | null {
  const statement = ts.findAncestor(node, ts.isStatement);
  const places = placesOfThis(node);
  const [first] = places;
  if (!first || !statement || !ts.isBlock(statement.parent) || !isInMethod(node)) return null;
  const source = node.getSourceFile();
  let name = 'self';
  const around = enclosingFunction(node).getText();
  for (let n = 2; taken.has(name) || new RegExp(`\\b${name}\\b`).test(around); n++) name = `self${n}`;
  taken.add(name);
  const start = statement.getStart();
  const indent = /[ \t]*$/.exec(source.text.slice(0, start))?.[0] ?? '';
  const eol = source.text.includes('\r\n') ? '\r\n' : '\n';
  const head = { start, end: start, text: `const ${name} = this;${eol}${indent}` };
  return {
    patches: [head, ...places.map((p) => ({ start: p.getStart(), end: p.end, text: name }))],
    assumed: [],
    finish: (text) => withThisAgain(text, name),
  };
}

/** The name is `this` again, but for the object of values that the task is given, in which it stands alone among names. */
export function withThisAgain(text: string, name: string): string {
  return text
    .replace(new RegExp(`const ${name} = this;\\s*`), '')
    .replace(new RegExp(`(\\{\\s*(?:[\\w$]+(?:: [\\w$.]+)?,\\s*)*)\\b${name}\\b(?=\\s*[,}])`, 'g'), `$1${name}: this`)
    .replace(new RegExp(`\\b${name}\\b(?!:)`, 'g'), 'this');
}

/** Every `this` of a loop that is the `this` around it. */
function placesOfThis(loop: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.ThisKeyword) found.push(node);
    if (ts.isClassLike(node) || (isFunctionNode(node) && !ts.isArrowFunction(node))) return;
    ts.forEachChild(node, visit);
  };
  visit(loop);
  return found;
}

/** Whether `this` is the instance of a class whose method or accessor the code stands in. */
function isInMethod(loop: ts.Node): boolean {
  let home: ts.Node = loop.parent;
  while (!ts.isSourceFile(home) && (!isFunctionNode(home) || ts.isArrowFunction(home))) {
    if (ts.isClassLike(home)) return false;
    home = home.parent;
  }
  const isStatic =
    ts.canHaveModifiers(home) && ts.getModifiers(home)?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword);
  return (ts.isMethodDeclaration(home) || ts.isAccessor(home)) && ts.isClassLike(home.parent) && !isStatic;
}
