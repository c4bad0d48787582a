import path from 'node:path';
import { ts } from 'ts-morph';
import { createEffectReader } from '../effects/effects.js';
import type { Summaries } from '../effects/summaries.js';
import { isForTypes, loadedWith, loadsOf } from './loadedModules.js';
import { codeRunAtLoad, exportedBy, partsRun } from './loading.js';
import { dependsOnLoadOrder } from './loadOrder.js';
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

/** What is known of files, by themselves and with all that they import; an answer is as good as the checker that gave it. */
interface Declaring {
  readonly alone: Map<ts.SourceFile, boolean>;
  readonly withImports: Map<ts.SourceFile, boolean>;
}

const declaring = new WeakMap<ts.TypeChecker, Declaring>();

/**
 * Whether loading a module, and all that it imports, does nothing but declare, so that a worker may load it, too.
 *
 * @param loop becomes a call of the pool, so that loading the module must not run it
 */
export function mayBeLoaded(
  source: ts.SourceFile,
  loop: ts.Node,
  checker: ts.TypeChecker,
  summaries: Summaries,
): boolean {
  return onlyDeclares(source, checker, summaries) && runWithImports(source, checker).every((run) => !run.has(loop));
}

function onlyDeclares(source: ts.SourceFile, checker: ts.TypeChecker, summaries: Summaries): boolean {
  let known = declaring.get(checker);
  if (!known) declaring.set(checker, (known = { alone: new Map(), withImports: new Map() }));
  const { alone, withImports } = known;
  const declares = (file: ts.SourceFile): boolean => {
    let answer = alone.get(file);
    if (answer === undefined)
      alone.set(file, (answer = file.statements.every((s) => doesNothing(s, checker, summaries))));
    return answer;
  };
  const allDeclare = (): boolean => {
    const loaded = new Set([source]);
    for (const file of loaded) {
      const before = withImports.get(file);
      if (before) continue;
      if (before === false || !declares(file) || dependsOnLoadOrder(file, checker)) return false;
      for (const other of loadsOf(file, checker)) loaded.add(other.file);
    }
    return true;
  };
  let answer = withImports.get(source);
  if (answer === undefined) withImports.set(source, (answer = allDeclare()));
  return answer;
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

function doesNothing(statement: ts.Statement, checker: ts.TypeChecker, summaries: Summaries): boolean {
  return isForTypes(statement) || ts.isImportDeclaration(statement) || declaresOnly(statement, checker, summaries);
}

/** What may be done while a module is loaded. */
const HARMLESS: ReadonlySet<OutsideCode> = new Set(['environment', 'class-instance', 'identity']);

/** What a module requires is loaded with it, and judged by itself. */
const isRequire = (node: ts.Node): boolean => ts.isCallExpression(node) && requiredModule(node) !== null;

function declaresOnly(statement: ts.Statement, checker: ts.TypeChecker, summaries: Summaries): boolean {
  if (ts.isExpressionStatement(statement) && !ts.isStringLiteral(statement.expression) && !exportedBy(statement))
    return false;
  const source = statement.getSourceFile();
  return partsRun(statement, checker).every((part) => {
    // What a decorator does cannot be seen.
    if (ts.isDecorator(part)) return false;
    const { outside, accesses } = createEffectReader(part, checker, summaries).effectsOf(part);
    return (
      outside.every((o) => HARMLESS.has(o.code) || isRequire(o.node)) &&
      accesses.every((a) => !a.write || isDeclaredIn(a.symbol, source))
    );
  });
}
