import path from 'node:path';
import { ts } from 'ts-morph';
import { createEffectReader } from '../effects/effects.js';
import type { Summaries } from '../effects/summaries.js';
import { isForTypes, loadedWith, loadsOf } from './loadedModules.js';
import { codeRunAtLoad, exportedBy, partsRun } from './loading.js';
import { readOfLoadOrder } from './loadOrder.js';
import type { OutsideCode } from '../source/access.js';
import { requiredModule } from '../source/importedNames.js';
import { isDeclaredIn } from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';

/** Whether Node loads a file as an ES module. */
export function isEcmaModule(source: ts.SourceFile): boolean {
  if (/\.c[jt]s$/.test(source.fileName)) return false;
  if (/\.m[jt]s$/.test(source.fileName)) return true;
  const written = source.statements.some(
    (s) =>
      ts.isImportDeclaration(s) ||
      ts.isExportDeclaration(s) ||
      ts.isExportAssignment(s) ||
      (ts.canHaveModifiers(s) && ts.getModifiers(s)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword)),
  );
  return written || isInModulePackage(source.fileName);
}

/** Whether the nearest package.json says `"type": "module"`. */
export function isInModulePackage(file: string): boolean {
  const manifest = ts.findConfigFile(path.dirname(file), (name) => ts.sys.fileExists(name), 'package.json');
  if (!manifest) return false;
  const { config } = ts.readConfigFile(manifest, (name) => ts.sys.readFile(name)) as { config?: { type?: unknown } };
  return config?.type === 'module';
}

/** What loading a module does that a worker must not do, or may do otherwise. */
export interface LoadTrouble {
  readonly kind: 'effect' | 'order' | 'loop';
  /** What has the effect, or reads what may not be there. */
  readonly node: ts.Node;
}

/** What is known of files, by themselves and with all that they import; an answer is as good as the checker that gave it. */
interface Loading {
  readonly alone: Map<ts.SourceFile, LoadTrouble | null>;
  readonly withImports: Map<ts.SourceFile, LoadTrouble | null>;
}

const loading = new WeakMap<ts.TypeChecker, Loading>();

/**
 * Why a worker may not load a module: it, or one that it imports, does more than declare, or depends on what was loaded before.
 *
 * @param loop becomes a call of the pool, so that loading the module must not run it
 * @returns null where it may
 */
export function whyNotLoadable(
  source: ts.SourceFile,
  loop: ts.Node,
  checker: ts.TypeChecker,
  summaries: Summaries,
): LoadTrouble | null {
  const trouble = troubleWithImports(source, checker, summaries);
  if (trouble) return trouble;
  return runWithImports(source, checker).some((run) => run.has(loop)) ? { kind: 'loop', node: loop } : null;
}

function troubleWithImports(source: ts.SourceFile, checker: ts.TypeChecker, summaries: Summaries): LoadTrouble | null {
  let known = loading.get(checker);
  if (!known) loading.set(checker, (known = { alone: new Map(), withImports: new Map() }));
  const { alone, withImports } = known;
  const troubleOf = (file: ts.SourceFile): LoadTrouble | null => {
    let trouble = alone.get(file);
    if (trouble === undefined) alone.set(file, (trouble = troubleAlone(file, checker, summaries)));
    return trouble;
  };
  const first = (): LoadTrouble | null => {
    const loaded = new Set([source]);
    for (const file of loaded) {
      const before = withImports.get(file);
      if (before === null) continue;
      const trouble = before ?? troubleOf(file);
      if (trouble) return trouble;
      for (const other of loadsOf(file, checker)) loaded.add(other.file);
    }
    return null;
  };
  let answer = withImports.get(source);
  if (answer === undefined) withImports.set(source, (answer = first()));
  return answer;
}

function troubleAlone(file: ts.SourceFile, checker: ts.TypeChecker, summaries: Summaries): LoadTrouble | null {
  for (const statement of file.statements) {
    const node = effectOf(statement, checker, summaries);
    if (node) return { kind: 'effect', node };
  }
  const node = readOfLoadOrder(file, checker);
  return node && { kind: 'order', node };
}

/** The code that loading a module, and all that it imports, runs: of each of them that runs any. */
const runWithImports = rememberedWith((source: ts.SourceFile, checker): readonly ReadonlySet<ts.Node>[] =>
  [...loadedWith(source, checker)].map((file) => codeRunAtLoad(file, checker)).filter((run) => run.size > 0),
);

/** Whether loading a module, or one that it imports, reads the environment. */
export function readsEnvironment(source: ts.SourceFile, checker: ts.TypeChecker, summaries: Summaries): boolean {
  const reads = (part: ts.Node): boolean =>
    createEffectReader(part, checker, summaries)
      .effectsOf(part)
      .outside.some(({ code }) => code === 'environment');
  return [...loadedWith(source, checker)].some((file) => file.statements.some((s) => partsRun(s, checker).some(reads)));
}

/** What may be done while a module is loaded. */
const HARMLESS: ReadonlySet<OutsideCode> = new Set(['environment', 'class-instance', 'identity']);

/** What a module requires is loaded with it, and judged by itself. */
const isRequire = (node: ts.Node): boolean => ts.isCallExpression(node) && requiredModule(node) !== null;

/** What a statement of a module does while that is loaded, more than to declare something; null where it does nothing. */
function effectOf(statement: ts.Statement, checker: ts.TypeChecker, summaries: Summaries): ts.Node | null {
  if (isForTypes(statement) || ts.isImportDeclaration(statement)) return null;
  if (ts.isExpressionStatement(statement) && !ts.isStringLiteral(statement.expression) && !exportedBy(statement))
    return statement;
  const source = statement.getSourceFile();
  for (const part of partsRun(statement, checker)) {
    // What a decorator does cannot be seen.
    if (ts.isDecorator(part)) return part;
    const { outside, accesses } = createEffectReader(part, checker, summaries).effectsOf(part);
    const effect =
      outside.find((o) => !HARMLESS.has(o.code) && !isRequire(o.node)) ??
      accesses.find((a) => a.write && !isDeclaredIn(a.symbol, source));
    if (effect) return effect.node;
  }
  return null;
}
