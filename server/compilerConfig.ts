import path from 'node:path';
import { ts } from 'ts-morph';
import type { Texts } from './texts.js';

/** How the files of one tsconfig.json are compiled. */
export interface CompilerConfig {
  /** Absolute path, or empty for files without one. */
  readonly file: string;
  readonly options: ts.CompilerOptions;
}

const NAMES = ['tsconfig.json', 'jsconfig.json'];
const FALLBACK: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
};

/**
 * Finds the configuration of a file: the nearest tsconfig.json or jsconfig.json or, where that only refers to others,
 * the first of those that includes the file. Broken or missing ones give strict modern defaults.
 * Reads JSON, and runs nothing: `plugins` are ignored, and a package named by `extends` is a JSON file as well.
 */
export function createConfigFinder(texts: Texts): (file: string) => CompilerConfig {
  const byFolder = new Map<string, string>();
  const known = new Map<string, ConfigFile>();
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    fileExists: texts.exists,
    readFile: (name) => texts.read(name)?.text,
    readDirectory: (...given) => ts.sys.readDirectory(...given),
  };

  const nearest = (folder: string): string => {
    let found = byFolder.get(folder);
    if (found === undefined) {
      const above = path.dirname(folder);
      found =
        NAMES.map((name) => path.join(folder, name)).find(texts.exists) ?? (above === folder ? '' : nearest(above));
      byFolder.set(folder, found);
    }
    return found;
  };

  const configFile = (file: string): ConfigFile => {
    let config = known.get(file);
    if (!config) known.set(file, (config = readConfig(file, host)));
    return config;
  };

  return (file) => {
    const own = configFile(nearest(path.dirname(file)));
    return own.references.map(configFile).find((one) => one.includes(file)) ?? own;
  };
}

interface ConfigFile extends CompilerConfig {
  /** Absolute paths of the configurations that this one stands for; empty where it has files of its own. */
  readonly references: readonly string[];
  includes(file: string): boolean;
}

function readConfig(file: string, host: ts.ParseConfigHost): ConfigFile {
  const read = file === '' ? { error: true } : ts.readConfigFile(file, (name) => host.readFile(name));
  const config: unknown = 'config' in read ? read.config : undefined;
  if (read.error || !isObject(config))
    return { file, options: forAnalysis(FALLBACK), references: [], includes: () => false };
  const parse = (listing: Partial<ts.ParseConfigHost>): ts.ParsedCommandLine =>
    ts.parseJsonConfigFileContent(config, { ...host, ...listing }, path.dirname(file), undefined, file);
  const { options, projectReferences = [] } = parse({ readDirectory: () => [] });
  const isSolution = Array.isArray(config['files']) && config['files'].length === 0;
  return {
    file,
    options: forAnalysis(options),
    references: isSolution ? projectReferences.map((one) => ts.resolveProjectReferencePath(one)) : [],
    includes: (name) => parse({}).fileNames.includes(name),
  };
}

/** JavaScript counts, nothing is written, and every file is a module of its own. */
function forAnalysis(options: ts.CompilerOptions): ts.CompilerOptions {
  return { ...options, allowJs: true, noEmit: true, skipLibCheck: true, moduleDetection: ts.ModuleDetectionKind.Force };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
