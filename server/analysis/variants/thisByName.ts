import { ts } from 'ts-morph';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import type { FileAnalysis } from '../program/programFacts.js';
import type { SameLoop } from './sameLoop.js';
import { enclosingFunction, isFunctionNode } from '../source/symbols.js';
import { whyNotCopied } from '../transfer/transfer.js';
import { uniqueName } from '../../uniqueName.js';

/**
 * Gives `this` a name in a loop of a method, by `const self = this;` before it, so that it can be handed to a task as any other
 * value is. The rewritten text says `this` again.
 *
 * @param taken names that are given already
 * @returns null where the loop does not stand in a method of a class whose instances can travel, or not in a statement of a block
 */
export function thisByName(
  { node }: FoundLoop | DeclinedLoop,
  { reading: { checker } }: FileAnalysis,
  taken: Set<string>,
): SameLoop | null {
  const places = placesOfThis(node);
  const self = places.length > 0 ? nameForThis(node, checker, taken) : null;
  if (!self) return null;
  const { name, head, finish } = self;
  return {
    patches: [head, ...places.map((p) => ({ start: p.getStart(), end: p.end, text: name }))],
    assumed: [],
    finish,
  };
}

/** A name for the `this` around a loop, and the change that declares it. */
interface NamedThis {
  readonly name: string;
  readonly head: SameLoop['patches'][number];
  readonly finish: (text: string) => string;
}

/** Null where `this` is no instance that can be made again in a worker. */
export function nameForThis(node: ts.Node, checker: ts.TypeChecker, taken: Set<string>): NamedThis | null {
  const statement = ts.findAncestor(node, ts.isStatement);
  const home = classAround(node);
  if (!home || !statement || !ts.isBlock(statement.parent)) return null;
  if (whyNotCopied(checker.getTypeAtLocation(home), checker)) return null;
  const { text } = node.getSourceFile();
  const around = enclosingFunction(node).getText();
  const name = uniqueName('self', taken, (candidate) => new RegExp(`\\b${candidate}\\b`).test(around));
  const start = statement.getStart();
  const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const head = { start, end: start, text: `const ${name} = this;${eol}${indent}` };
  return { name, head, finish: (written) => withThisAgain(written, name) };
}

/** The name is `this` again, but for the object of values that the task is given, in which it stands alone among names. */
export function withThisAgain(text: string, name: string): string {
  return text
    .replace(new RegExp(`const ${name} = this;\\s*`), '')
    .replace(
      new RegExp(`((?<!\\$)\\{\\s*(?:[\\w$]+(?:: [\\w$.]+)?,\\s*)*)\\b${name}\\b(?=\\s*[,}])`, 'g'),
      `$1${name}: this`,
    )
    .replace(new RegExp(`\\b${name}\\b(?!:)`, 'g'), 'this');
}

/** Every `this` of a loop that is the `this` around it. */
export function placesOfThis(loop: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind === ts.SyntaxKind.ThisKeyword) found.push(node);
    if (ts.isClassLike(node) || (isFunctionNode(node) && !ts.isArrowFunction(node))) return;
    ts.forEachChild(node, visit);
  };
  visit(loop);
  return found;
}

/** The class whose instance `this` is: that of the method or accessor which the code stands in. */
export function classAround(loop: ts.Node): ts.ClassLikeDeclaration | null {
  let home: ts.Node = loop.parent;
  while (!ts.isSourceFile(home) && (!isFunctionNode(home) || ts.isArrowFunction(home))) {
    if (ts.isClassLike(home)) return null;
    home = home.parent;
  }
  if ((!ts.isMethodDeclaration(home) && !ts.isAccessor(home)) || !ts.isClassLike(home.parent)) return null;
  return ts.getCombinedModifierFlags(home) & ts.ModifierFlags.Static ? null : home.parent;
}
