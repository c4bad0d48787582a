import type { ts } from 'ts-morph';
import { createConfigFinder, type CompilerConfig } from './compilerConfig.js';
import { createImporters } from './importers.js';
import type { SourceSnapshot, Span } from './model.js';
import { createPrograms, type Programs } from './programs.js';
import { createTexts } from './texts.js';
import { type Trust, TRUST_NOTHING } from './trust.js';

/** One file as the checker sees it at one moment. Lives for one call only. */
export interface Reading {
  readonly snapshot: SourceSnapshot;
  readonly source: ts.SourceFile;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  /** Functions that the user vouches for. */
  readonly trust: Trust;
  /** Whether no other program has taken the place of this one: the syntax trees of an old one are no longer whole. */
  readonly isCurrent: () => boolean;
  /** The file as it would be read with another text, which does the same. */
  readonly variant: (text: string) => Reading;
  /** Of a variant: what it is one of. */
  readonly original?: Reading;
}

/** Reads files with the types of the project they belong to. */
export interface SourceReader {
  /**
   * @param file absolute path
   * @throws Error when the file cannot be read
   */
  read(file: string): Reading;
  /** Takes many files in at once, so that their types are worked out together. */
  prepare(files: readonly string[]): void;
  /** Puts `text` in the place of what is on disk, as an open editor does. */
  overlay(file: string, text: string, version: number): void;
  /** Files of the package that import a file, directly or not, as they are on disk. */
  importersOf(file: string): readonly string[];
  /** What is on disk counts again. */
  uncover(file: string): void;
  /** The text of an open document, or of a file; null where there is none. */
  textOf(file: string): string | null;
  /**
   * Files came, went or changed on disk: who imports whom is found out again.
   *
   * @param configurations whether one of them may be a tsconfig.json, or one that it extends
   */
  filesChanged(configurations?: boolean): void;
  /** After many files were read: of what was found out, only what is dear to find again is kept. */
  forgetTypes(): void;
}

/**
 * Opens files by the configuration they belong to, together with whatever imports them.
 *
 * @param trustFor functions that the user vouches for where this file is judged
 */
export function createSourceReader(trustFor: (file: string) => Trust = () => TRUST_NOTHING): SourceReader {
  const texts = createTexts();
  const importers = createImporters();
  let configOf = createConfigFinder(texts);
  const programs = new Map<CompilerConfig, Programs>();
  const surroundings = new Map<string, readonly string[]>();

  const programsFor = (file: string): Programs => {
    const config = configOf(file);
    let found = programs.get(config);
    if (!found) programs.set(config, (found = createPrograms(config, texts)));
    return found;
  };

  /** Whatever imports a file may change what it exports, and runs in the same process. */
  const importersOf = (file: string): readonly string[] => {
    let around = surroundings.get(file);
    if (!around) surroundings.set(file, (around = importers.of(file)));
    return around;
  };

  return {
    prepare(files) {
      for (const file of files) programsFor(file).add([file]);
    },
    overlay: texts.overlay,
    importersOf,
    uncover: texts.uncover,
    filesChanged(configurations = false) {
      texts.refresh();
      importers.refresh();
      surroundings.clear();
      for (const one of programs.values()) one.invalidate();
      if (!configurations) return;
      programs.clear();
      configOf = createConfigFinder(texts);
    },
    forgetTypes() {
      for (const one of programs.values()) one.forgetTypes();
    },
    textOf: (file) => texts.read(file)?.text ?? null,
    read(file) {
      texts.refresh(file);
      const snapshot = texts.read(file);
      if (!snapshot) throw new Error(`${file} cannot be read, or is longer than 1 MB`);
      const files = programsFor(file);
      files.add([file, ...importersOf(file)]);
      const program = files.current();
      const isCurrent = (): boolean => files.isCurrent(program);
      const trust = trustFor(file);
      const readingOf = (of: ts.Program, text: string): Reading => {
        const source = of.getSourceFile(file);
        if (!source) throw new Error(`${file} is not part of its TypeScript project`);
        const reading: Reading = {
          snapshot: { ...snapshot, text },
          source,
          program: of,
          checker: of.getTypeChecker(),
          trust,
          isCurrent,
          variant: (other) => ({ ...readingOf(files.variant(program, file, other), other), original: reading }),
        };
        return reading;
      };
      return readingOf(program, snapshot.text);
    },
  };
}

/** The span of a node in its own file. */
export function spanOf(node: ts.Node, end = node.getEnd()): Span {
  const source = node.getSourceFile();
  const start = node.getStart(source);
  const { line, character } = source.getLineAndCharacterOfPosition(start);
  return { file: source.fileName, start, end, line: line + 1, column: character + 1 };
}
