import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Project, ts } from 'ts-morph';
import { createImporters } from './importers.js';
import type { SourceSnapshot, Span } from './model.js';

/** One file as the checker sees it at one moment. Lives for one call only. */
export interface Reading {
  readonly snapshot: SourceSnapshot;
  readonly source: ts.SourceFile;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
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
  /** Files came, went or changed on disk: who imports whom is found out again. */
  filesChanged(): void;
}

const FALLBACK: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
};

/** Opens files by the nearest tsconfig.json; a file without one gets strict modern defaults. */
export function createSourceReader(): SourceReader {
  const projects = new Map<string, Project>();
  const overlays = new Map<string, SourceSnapshot>();
  const importers = createImporters();
  const surroundings = new Map<string, readonly string[]>();

  /** Whatever imports a file may change what it exports, and runs in the same process. */
  const addImporters = (project: Project, file: string): void => {
    let around = surroundings.get(file);
    if (!around) surroundings.set(file, (around = importers.of(file)));
    for (const importer of around) if (!project.getSourceFile(importer)) project.addSourceFileAtPathIfExists(importer);
  };

  const projectFor = (file: string): Project => {
    const config = ts.findConfigFile(path.dirname(file), existsSync, 'tsconfig.json') ?? '';
    let project = projects.get(config);
    if (!project) {
      project = new Project({
        skipAddingFilesFromTsConfig: true,
        skipLoadingLibFiles: false,
        compilerOptions: {
          ...readOptions(config),
          allowJs: true,
          noEmit: true,
          skipLibCheck: true,
          moduleDetection: ts.ModuleDetectionKind.Force,
        },
      });
      projects.set(config, project);
    }
    return project;
  };

  return {
    prepare(files) {
      for (const file of files)
        if (!projectFor(file).getSourceFile(file))
          projectFor(file).createSourceFile(file, readFileSync(file, 'utf8'), { overwrite: true });
    },
    filesChanged: () => surroundings.clear(),
    overlay(file, text, version) {
      overlays.set(file, { file, text, version });
      projectFor(file).createSourceFile(file, text, { overwrite: true });
    },
    read(file) {
      const project = projectFor(file);
      let snapshot = overlays.get(file);
      let source = project.getSourceFile(file);
      if (!snapshot) {
        const text = readFileSync(file, 'utf8');
        snapshot = { file, text, version: 0 };
        if (source?.getFullText() !== text) source = project.createSourceFile(file, text, { overwrite: true });
      }
      source ??= project.createSourceFile(file, snapshot.text, { overwrite: true });
      addImporters(project, file);
      const program = project.getProgram().compilerObject;
      const found = program.getSourceFile(source.getFilePath());
      if (!found) throw new Error(`${file} is not part of its TypeScript project`);
      return { snapshot, source: found, program, checker: program.getTypeChecker() };
    },
  };
}

/** The compiler options of a tsconfig.json; broken or missing configuration falls back to defaults. */
function readOptions(config: string): ts.CompilerOptions {
  if (config === '') return FALLBACK;
  const json = ts.readConfigFile(config, (name) => ts.sys.readFile(name));
  if (json.error) return FALLBACK;
  return ts.parseJsonConfigFileContent(json.config, { ...ts.sys, readDirectory: () => [] }, path.dirname(config))
    .options;
}

/** The span of a node in its own file. */
export function spanOf(node: ts.Node, end = node.getEnd()): Span {
  const source = node.getSourceFile();
  const start = node.getStart(source);
  const { line, character } = source.getLineAndCharacterOfPosition(start);
  return { file: source.fileName, start, end, line: line + 1, column: character + 1 };
}
