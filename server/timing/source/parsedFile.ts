/** One file, parsed and bound by itself: which names mean the same thing is known, types are not needed. */
import { ts } from 'ts-morph';

/** Lives for one call: it holds AST nodes. */
export interface ParsedFile {
  readonly source: ts.SourceFile;
  readonly checker: ts.TypeChecker;
}

export function parseFile(file: string, text: string): ParsedFile {
  const name = file.replaceAll('\\', '/');
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true, scriptKind(name));
  const host: ts.CompilerHost = {
    getSourceFile: (asked) => (asked === name ? source : undefined),
    getDefaultLibFileName: () => '',
    writeFile: () => undefined,
    getCurrentDirectory: () => '',
    getCanonicalFileName: (asked) => asked,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (asked) => asked === name,
    readFile: () => undefined,
  };
  const options: ts.CompilerOptions = {
    noLib: true,
    noResolve: true,
    allowJs: true,
    types: [],
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    jsx: ts.JsxEmit.Preserve,
  };
  return { source, checker: ts.createProgram([name], options, host).getTypeChecker() };
}

/** Whether Node would run this file as TypeScript. */
export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

function scriptKind(file: string): ts.ScriptKind {
  if (file.endsWith('.tsx')) return ts.ScriptKind.TSX;
  if (file.endsWith('.jsx')) return ts.ScriptKind.JSX;
  return isTypeScript(file) ? ts.ScriptKind.TS : ts.ScriptKind.JS;
}
