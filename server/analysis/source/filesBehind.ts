import { ts } from 'ts-morph';
import { listedBySyntax } from './bySyntax.js';
import { createImports, createProgramFiles, type ProgramFiles } from './programFiles.js';

const files = new WeakMap<ts.TypeChecker, readonly ts.SourceFile[]>();

/** @param own the program's files, packages apart */
export const noteFiles = (checker: ts.TypeChecker, own: readonly ts.SourceFile[]): void => void files.set(checker, own);

/** The files of the program that a checker is for, packages apart. */
export const filesBehind = (checker: ts.TypeChecker): readonly ts.SourceFile[] => files.get(checker) ?? [];

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
    const own = filesBehind(checker);
    const files = createProgramFiles(own, createImports(own, checker));
    together.set(checker, (running = { files, known: new Map() }));
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
