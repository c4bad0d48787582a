import path from 'node:path';
import { ts } from 'ts-morph';
import { NODE_TYPES } from './shippedTypes.js';
import type { Texts } from './texts.js';

/** How the files of one tsconfig.json are compiled. */
export interface CompilerConfig {
  /** Absolute path of the folder it stands for: where imports of packages are looked up. */
  readonly folder: string;
  readonly options: ts.CompilerOptions;
  /** Declarations that every program has beside its own files: Node's, where the project has none installed. */
  readonly types: readonly string[];
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
  const byFolder = new Map<string, ConfigFile>();
  const known = new Map<string, ConfigFile>();
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    fileExists: texts.exists,
    readFile: (name) => texts.read(name)?.text,
    readDirectory: (...given) => ts.sys.readDirectory(...given),
  };

  const nearest = (names: readonly string[], folder: string): string | undefined =>
    foldersAbove(folder)
      .flatMap((above) => names.map((name) => path.join(above, name)))
      .find(texts.exists);

  const configFile = (file: string): ConfigFile => {
    let config = known.get(file);
    if (!config) known.set(file, (config = readConfig(file, host)));
    return config;
  };

  /** Where there is no configuration, files of one package are compiled together. */
  const unconfigured = (folder: string): ConfigFile => {
    const manifest = nearest(['package.json'], folder);
    const home = manifest ? path.dirname(manifest) : folder;
    let config = known.get(home);
    if (!config) known.set(home, (config = withDefaults(home)));
    return config;
  };

  const configFor = (folder: string): ConfigFile => {
    let found = byFolder.get(folder);
    if (!found) {
      const file = nearest(NAMES, folder);
      byFolder.set(folder, (found = file ? configFile(file) : unconfigured(folder)));
    }
    return found;
  };

  return (file) => {
    const own = configFor(path.dirname(file));
    return own.references.map(configFile).find((one) => one.includes(file)) ?? own;
  };
}

/** A folder and those above it, the innermost first. */
function foldersAbove(folder: string): string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersAbove(above)];
}

interface ConfigFile extends CompilerConfig {
  /** Absolute paths of the configurations that this one stands for; empty where it has files of its own. */
  readonly references: readonly string[];
  includes(file: string): boolean;
}

function readConfig(file: string, host: ts.ParseConfigHost): ConfigFile {
  const folder = path.dirname(file);
  const read = ts.readConfigFile(file, (name) => host.readFile(name));
  const config: unknown = read.config;
  if (read.error || !isObject(config)) return withDefaults(folder);
  const parse = (listing: Partial<ts.ParseConfigHost>): ts.ParsedCommandLine =>
    ts.parseJsonConfigFileContent(config, { ...host, ...listing }, folder, undefined, file);
  const { options, projectReferences = [] } = parse({ readDirectory: () => [] });
  const isSolution = Array.isArray(config['files']) && config['files'].length === 0;
  return {
    ...forAnalysis(folder, options),
    references: isSolution ? projectReferences.map((one) => ts.resolveProjectReferencePath(one)) : [],
    includes: (name) => parse({}).fileNames.includes(name),
  };
}

const withDefaults = (folder: string): ConfigFile => ({
  ...forAnalysis(folder, FALLBACK),
  references: [],
  includes: () => false,
});

/**
 * JavaScript counts, nothing is written, and every file is a module of its own. Types are worked out strictly: it says
 * more of what a value can be. All installed declarations count, as they did before TypeScript 6.
 */
function forAnalysis(folder: string, options: ts.CompilerOptions): CompilerConfig {
  return {
    folder,
    options: {
      types: ['*'],
      ...options,
      strict: true,
      noImplicitAny: true,
      strictNullChecks: true,
      allowJs: true,
      noEmit: true,
      skipLibCheck: true,
      moduleDetection: ts.ModuleDetectionKind.Force,
    },
    types: hasNodeTypes(folder, options) ? [] : [NODE_TYPES],
  };
}

function hasNodeTypes(folder: string, options: ts.CompilerOptions): boolean {
  const host: ts.ModuleResolutionHost = { ...ts.sys, getCurrentDirectory: () => folder };
  const found = ts.resolveTypeReferenceDirective('node', path.join(folder, 'any.ts'), options, host);
  return found.resolvedTypeReferenceDirective !== undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
