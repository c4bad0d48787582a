import { ts } from 'ts-morph';
import type { OutsideCode } from '../source/access.js';
import { createEffectReader } from '../effects/effects.js';
import type { FileAnalysis } from '../program/programFacts.js';
import { filesWith } from '../source/filesBehind.js';
import { namesIn } from '../source/names.js';
import {
  enclosingFunction,
  type FunctionNode,
  isAnything,
  isFunctionNode,
  isInside,
  isPrimitive,
} from '../source/symbols.js';
import { isPlainField, placesGiven } from '../transfer/capturedFields.js';

/** What a loop may do without running code that it does not name. */
const FOLLOWED: ReadonlySet<OutsideCode> = new Set<OutsideCode>([
  'prints',
  'writes-files',
  'reads-files',
  'random',
  'clock',
  'environment',
  'thread',
  'identity',
  'class-instance',
  'this',
]);

/** Methods that run without being named. */
const UNNAMED = new Set('constructor next return then throw toJSON toString valueOf'.split(' '));

/**
 * Whether `this.name` is a field that keeps its value while a loop runs: the functions that give it another one, and all that name
 * those, are not named in the loop, which runs nothing that cannot be followed.
 */
export function isKeptMeanwhile(
  { name }: ts.PropertyAccessExpression,
  loop: ts.Node,
  { reading: { checker }, summaries }: FileAnalysis,
): boolean {
  const [field, more] = checker.getSymbolAtLocation(name)?.declarations ?? [];
  if (!field || more || field.getSourceFile().isDeclarationFile || !isPlainField(field)) return false;
  const files = [...filesWith(loop.getSourceFile(), checker)];
  const writers = new Set<string>();
  for (const place of files.flatMap((file) => placesGiven(field, name.text, file, checker))) {
    if (isInside(place, loop)) return false;
    const home = enclosingFunction(place);
    // What a file does while it is loaded, no loop does; what a constructor does, it does to a new object.
    if (ts.isSourceFile(home) || (ts.isConstructorDeclaration(home) && isInside(field, home.parent))) continue;
    const writer = nameOf(home);
    if (writer === null || UNNAMED.has(writer)) return false;
    writers.add(writer);
  }
  const mayRun = (use: ts.Identifier): boolean => ts.isPropertyAccessExpression(use.parent) || isCallable(use, checker);
  if (!addCallers(writers, files, mayRun)) return false;
  if ([...writers].some((writer) => namesIn(loop, writer).some(mayRun))) return false;
  const { outside } = createEffectReader(loop, checker, summaries).effectsOf(loop);
  return outside.every(({ code }) => FOLLOWED.has(code));
}

/** Adds every function that names one of some functions; false where one of these has no name. */
function addCallers(
  names: Set<string>,
  files: readonly ts.SourceFile[],
  mayRun: (use: ts.Identifier) => boolean,
): boolean {
  for (let size = -1; size !== names.size;) {
    size = names.size;
    for (const use of [...names].flatMap((name) => files.flatMap((file) => namesIn(file, name)))) {
      const home = enclosingFunction(use);
      if (ts.isSourceFile(home) || !mayRun(use)) continue;
      const caller = nameOf(home);
      if (caller === null || UNNAMED.has(caller)) return false;
      names.add(caller);
    }
  }
  return true;
}

/** Whether a name may stand for a function: a number that is called as one is cannot be run. */
function isCallable(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(name);
  return isAnything(type) || !isPrimitive(type, checker);
}

/** The name by which code runs a function; null where there is none. */
function nameOf(fn: FunctionNode): string | null {
  const { parent } = fn;
  const named =
    fn.name ??
    (isFunctionNode(fn) && (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent))
      ? parent.name
      : undefined);
  return named && (ts.isIdentifier(named) || ts.isPrivateIdentifier(named)) ? named.text : null;
}
