import { ts } from 'ts-morph';
import { changeBetween } from './changeBetween.js';
import type { CompilerConfig } from './compilerConfig.js';
import { isShipped, libraryFile, shippedText, shipsFolder } from './shippedTypes.js';
import type { Texts } from './texts.js';

/** The files of one configuration, compiled together; a program reuses whatever of the one before is as it was. */
export interface Programs {
  /** Takes files in: a program has them, and all they import. Files that are gone drop out. */
  add(files: Iterable<string>): void;
  /** The program of the texts as they are now. */
  current(): ts.Program;
  /** The program as it would be with another text of one of its files; it shares all others, and is never the current one. */
  variant(program: ts.Program, file: string, text: string): ts.Program;
  /** Whether a program is the last that `current` gave. */
  isCurrent(program: ts.Program): boolean;
  /** Files may have come or gone: what imports lead to is found out again. */
  invalidate(): void;
  /** Puts a program with the same syntax trees in the place of the last one, whose types go with it. */
  forgetTypes(): void;
}

/** Comments say types in JavaScript alone, and are not parsed elsewhere: declarations are full of them. */
const COMMENTS = ts.JSDocParsingMode.ParseForTypeErrors;

/** Parsed declarations of packages and of the language, which are most of what a new program has to read, shared by all of this process. */
const declarations = ts.createDocumentRegistry(undefined, undefined, COMMENTS);

const canonical = (name: string): string => (ts.sys.useCaseSensitiveFileNames ? name : name.toLowerCase());

export function createPrograms(config: CompilerConfig, texts: Texts): Programs {
  const roots = new Set<string>(config.types);
  let moved = false;
  let last: ts.Program | undefined;
  /** Of the texts and the roots that the last program was made of. */
  let seen = '';
  const state = (): string => `${texts.edition} ${roots.size}`;
  const host = {
    getCurrentDirectory: () => config.folder,
    getDefaultLibFileName: (options: ts.CompilerOptions) => libraryFile(ts.getDefaultLibFileName(options)),
    fileExists: (file: string) => (isShipped(file) ? shippedText(file) !== undefined : texts.exists(file)),
    readFile: (file: string) => (isShipped(file) ? shippedText(file) : texts.read(file)?.text),
    directoryExists: (folder: string) => shipsFolder(folder) || ts.sys.directoryExists(folder),
    getDirectories: (folder: string) => ts.sys.getDirectories(folder),
    realpath: (file: string) => ts.sys.realpath?.(file) ?? file,
  };
  const service = ts.createLanguageService(
    {
      ...host,
      getCompilationSettings: () => config.options,
      getScriptFileNames: () => [...roots],
      getScriptVersion: (file) => (isShipped(file) ? 'shipped' : texts.stampOf(file)),
      getScriptSnapshot(file) {
        const text = isShipped(file) ? shippedText(file) : texts.read(file)?.text;
        return text === undefined ? undefined : new Snapshot(text);
      },
      useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
      jsDocParsingMode: COMMENTS,
      // Not declared, but what TypeScript asks its host.
      ...{ hasInvalidatedResolutions: () => moved },
    },
    createRegistry(),
  );
  /** What names lead to, and of which module system a file is, is the same for every variant of a program. */
  let resolutions: { readonly of: ts.Program; readonly cache: ts.ModuleResolutionCache } | undefined;
  const resolutionsOf = (program: ts.Program): ts.ModuleResolutionCache => {
    if (resolutions?.of !== program) {
      const cache = ts.createModuleResolutionCache(config.folder, canonical, program.getCompilerOptions());
      resolutions = { of: program, cache };
    }
    return resolutions.cache;
  };
  const current = (): ts.Program => {
    if (last && !moved && seen === state()) return last;
    for (const file of roots) if (!isShipped(file) && !texts.exists(file)) roots.delete(file);
    const program = service.getProgram();
    if (!program) throw new Error('TypeScript made no program');
    moved = false;
    seen = state();
    return (last = program);
  };
  return {
    add(files) {
      for (const file of files) roots.add(file);
    },
    current,
    variant(program, file, text) {
      const cache = resolutionsOf(program);
      return ts.createProgram({
        rootNames: program.getRootFileNames(),
        options: program.getCompilerOptions(),
        oldProgram: program,
        host: {
          ...host,
          getSourceFile: (name, options) =>
            name === file ? ts.createSourceFile(name, text, options, true) : program.getSourceFile(name),
          getModuleResolutionCache: () => cache,
          resolveModuleNameLiterals: (literals, containing, redirected, options, source) =>
            literals.map((literal) => {
              const mode = ts.getModeForUsageLocation(source, literal, options);
              return ts.resolveModuleName(literal.text, containing, options, host, cache, redirected, mode);
            }),
          getCanonicalFileName: canonical,
          useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
          getNewLine: () => ts.sys.newLine,
          writeFile: () => undefined,
        },
      });
    },
    isCurrent: (program) => program === last,
    invalidate: () => void (moved = true),
    forgetTypes() {
      if (!last) return;
      moved = true;
      current();
    },
  };
}

/** Files of packages, the same for everyone, are parsed once; the user's belong to one reader. Every method takes the file first. */
function createRegistry(): ts.DocumentRegistry {
  const own = ts.createDocumentRegistry(undefined, undefined, COMMENTS);
  const forward = (name: string, args: readonly unknown[]): unknown => {
    const [file] = args;
    const registry = typeof file === 'string' && file.includes('/node_modules/') ? declarations : own;
    return (Reflect.get(registry, name) as (...args: readonly unknown[]) => unknown)(...args);
  };
  return Object.fromEntries(
    Object.keys(own).map((name) => [name, (...args: readonly unknown[]) => forward(name, args)]),
  ) as unknown as ts.DocumentRegistry;
}

/** A text that says what has changed since another, so that parsing reuses the rest. */
class Snapshot implements ts.IScriptSnapshot {
  constructor(readonly text: string) {}

  getText(start: number, end: number): string {
    return start === 0 && end === this.text.length ? this.text : this.text.slice(start, end);
  }

  getLength(): number {
    return this.text.length;
  }

  getChangeRange(before: ts.IScriptSnapshot): ts.TextChangeRange | undefined {
    if (!(before instanceof Snapshot)) return undefined;
    const { start, endBefore, endAfter } = changeBetween(before.text, this.text);
    return { span: { start, length: endBefore - start }, newLength: endAfter - start };
  }
}
