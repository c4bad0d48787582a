import { ts } from 'ts-morph';
import { listedBySyntax } from './bySyntax.js';
import { createImports, createProgramFiles, type ProgramFiles } from './programFiles.js';

/** The checker of a program that another one is like, but for one file, which imports the same in either. */
export interface Likeness {
  readonly checker: ts.TypeChecker;
  readonly before: ts.SourceFile;
  readonly after: ts.SourceFile;
}

interface Files {
  readonly own: readonly ts.SourceFile[];
  readonly importsOf: (file: ts.SourceFile) => readonly ts.SourceFile[];
}

const files = new WeakMap<ts.TypeChecker, Files>();

/**
 * @param own the program's files, packages apart
 * @param like a program whose imports are known already
 */
export function noteFiles(checker: ts.TypeChecker, own: readonly ts.SourceFile[], like?: Likeness): void {
  files.set(checker, { own, importsOf: (like && importsLike(like)) ?? createImports(own, checker) });
}

function importsLike({ checker, before, after }: Likeness): Files['importsOf'] | undefined {
  const importsOf = files.get(checker)?.importsOf;
  if (!importsOf) return undefined;
  return (file) => {
    const found = importsOf(file === after ? before : file);
    return found.includes(before) ? found.map((one) => (one === before ? after : one)) : found;
  };
}

/** The files of the program that a checker is for, packages apart. */
export const filesBehind = (checker: ts.TypeChecker): readonly ts.SourceFile[] => files.get(checker)?.own ?? [];

/** For each checker, which of its files run together, and what was found out of each. */
const together = new WeakMap<
  ts.TypeChecker,
  { readonly files: ProgramFiles; readonly known: Map<ts.SourceFile, ReadonlySet<ts.SourceFile>> }
>();

/**
 * Those of the files behind a checker that may run in one process with a file: only they can get hold of what it makes. Scripts,
 * which are no modules, all may.
 */
export function filesWith(file: ts.SourceFile, checker: ts.TypeChecker): ReadonlySet<ts.SourceFile> {
  let running = together.get(checker);
  if (!running) {
    const { own, importsOf } = files.get(checker) ?? { own: [], importsOf: () => [] };
    together.set(checker, (running = { files: createProgramFiles(own, importsOf), known: new Map() }));
  }
  let found = running.known.get(file);
  if (!found) running.known.set(file, (found = runningWith(file, running.files, checker)));
  return found;
}

function runningWith(file: ts.SourceFile, files: ProgramFiles, checker: ts.TypeChecker): ReadonlySet<ts.SourceFile> {
  const running = files.with(file);
  // What is loaded by a name that only the program knows may be any of them.
  if ([...running].some((one) => loadsAnything(one).length > 0)) return new Set(filesBehind(checker));
  if (isScript(file)) return new Set([...filesBehind(checker).filter(isScript), ...running]);
  return running;
}

/** `import(name)`, `require(name)` and whatever makes a `require`. */
const loadsAnything = listedBySyntax<ts.Node>((node, note) => {
  if (ts.isIdentifier(node) && node.text === 'createRequire') note(node);
  if (!ts.isCallExpression(node)) return;
  const isLoad =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    /^(require|module\.require)$/.test(node.expression.getText());
  const [name] = node.arguments;
  if (isLoad && !(name && ts.isStringLiteralLike(name))) note(node);
});

const isScript = (file: ts.SourceFile): boolean =>
  !ts.isExternalModule(file) && (file as { commonJsModuleIndicator?: ts.Node }).commonJsModuleIndicator === undefined;

/** Whether a file, or what stands in it, is plain JavaScript, whose parameters and fields have no types of their own. */
export const isJavaScript = ({ flags }: ts.Node): boolean => (flags & ts.NodeFlags.JavaScriptFile) !== 0;
