/** What Node needs to run TypeScript: nothing, where it strips the types of these files by itself, or `tsx`. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ts } from 'ts-morph';
import { isTypeScript } from '../source/parsedFile.js';
import { TimingError } from '../timingError.js';

export interface TypeScriptRequest {
  /** Files that are loaded first: the program, and the file of the loop. */
  readonly files: readonly string[];
  readonly node: string;
  /** Folders whose `node_modules` may hold `tsx`, with those above them. */
  readonly folders: readonly string[];
  /** Texts by absolute path, where they differ from what is on disk: those of the rewrite. */
  readonly texts: ReadonlyMap<string, string>;
  /** Asked for by the user's own command. */
  readonly tsx: boolean;
}

/** Flags for Node under which `files` run. */
export function typescriptFlags({ files, node, folders, texts, tsx }: TypeScriptRequest): string[] {
  if (!tsx && (!files.some(isTypeScript) || (stripsTypes(versionOf(node)) && runsStripped(files, texts)))) return [];
  for (const folder of folders) {
    try {
      return ['--import', pathToFileURL(createRequire(path.join(folder, 'package.json')).resolve('tsx')).href];
    } catch {
      // Not there; the next folder may have it.
    }
  }
  throw new TimingError(
    'Running this TypeScript needs tsx (npm install --save-dev tsx), or Node 22.18 or later and files whose types can be stripped.',
  );
}

/** Node strips types without a flag since 22.18 and 23.6. */
export function stripsTypes(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
}

function versionOf(node: string): string {
  if (node === process.execPath) return process.version;
  try {
    return execFileSync(node, ['--version'], { encoding: 'utf8', timeout: 10_000 }).trim();
  } catch {
    throw new TimingError(`${node} could not be started.`);
  }
}

const MAX_FILES = 200;

/** Whether the files, and those they import by a relative path, need no more than their types cut out. */
function runsStripped(files: readonly string[], texts: ReadonlyMap<string, string>): boolean {
  const open = [...files];
  const seen = new Set(open);
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    const text = texts.get(file) ?? (existsSync(file) ? readFileSync(file, 'utf8') : null);
    if (text === null || seen.size > MAX_FILES || /\.[jt]sx$/.test(file)) return false;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, false);
    if (isTypeScript(file) && !isErasable(source)) return false;
    for (const statement of source.statements) {
      if (!(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) || !statement.moduleSpecifier)
        continue;
      if (ts.isImportDeclaration(statement) ? statement.importClause?.isTypeOnly : statement.isTypeOnly) continue;
      const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
      if (!/^\.\.?\//.test(specifier)) continue;
      const imported = path.resolve(path.dirname(file), specifier);
      if (seen.has(imported)) continue;
      seen.add(imported);
      open.push(imported);
    }
  }
  return true;
}

/** Enums, namespaces with code, parameter properties and `import x =` make code of their own. */
function isErasable(source: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.canHaveModifiers(node) && node.modifiers?.some((one) => one.kind === ts.SyntaxKind.DeclareKeyword))
      return false;
    if (ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isDecorator(node)) return true;
    if (ts.isImportEqualsDeclaration(node) || (ts.isExportAssignment(node) && node.isExportEquals)) return true;
    if (ts.isParameter(node) && node.modifiers && node.modifiers.length > 0) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return !visit(source);
}
