import path from 'node:path';
import { ts } from 'ts-morph';
import { requiredModule, resolveCallee } from './callees.js';
import { createEffectReader } from './effects.js';
import type { Summaries } from './effectWalk.js';
import { isDeclaredIn, isFunctionNode, unwrap } from './symbols.js';

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

const loadable = new WeakMap<ts.SourceFile, boolean>();

/** Whether loading a module does nothing but declare, so that a worker may load it, too. */
export function onlyDeclares(source: ts.SourceFile, checker: ts.TypeChecker, summaries: Summaries): boolean {
  const known = loadable.get(source);
  if (known !== undefined) return known;
  loadable.set(source, true);
  const fine = source.statements.every((statement) => {
    if (isForTypes(statement)) return true;
    if (ts.isImportDeclaration(statement) || (ts.isExportDeclaration(statement) && statement.moduleSpecifier)) {
      const { moduleSpecifier } = statement;
      return (
        !moduleSpecifier ||
        !ts.isStringLiteralLike(moduleSpecifier) ||
        importsOnlyDeclare(moduleSpecifier, checker, summaries)
      );
    }
    return declaresOnly(statement, checker, summaries);
  });
  loadable.set(source, fine);
  return fine;
}

/** `import type` and `export type`: nothing is loaded for them. */
function isForTypes(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return ts.isExportDeclaration(statement) && statement.isTypeOnly;
}

function declaresOnly(statement: ts.Statement, checker: ts.TypeChecker, summaries: Summaries): boolean {
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  )
    return true;
  if (ts.isExportDeclaration(statement) || ts.isEmptyStatement(statement) || ts.isModuleDeclaration(statement))
    return true;
  if (ts.isClassDeclaration(statement))
    return (
      (!statement.members.some((m) => ts.isClassStaticBlockDeclaration(m)) && !ts.canHaveDecorators(statement)) ||
      !ts.getDecorators(statement)?.length
    );
  if (ts.isExpressionStatement(statement)) {
    if (ts.isStringLiteral(statement.expression)) return true;
    return isExportsAssignment(statement.expression);
  }
  const source = statement.getSourceFile();
  const parts: ts.Node[] = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations.flatMap((d) =>
        d.initializer &&
        !isFunctionNode(unwrap(d.initializer)) &&
        requiredModule(d.initializer) === null &&
        !isTask(d.initializer, checker)
          ? [d.initializer]
          : [],
      )
    : [statement];
  return parts.every((part) => {
    const { outside, accesses } = createEffectReader(part, checker, summaries).effectsOf(part);
    return (
      outside.every((o) => o.code === 'environment' || o.code === 'class-instance' || o.code === 'identity') &&
      accesses.every((a) => !a.write || isDeclaredIn(a.symbol, source))
    );
  });
}

/** `task(…)` of the library only remembers where a function lives. */
function isTask(initializer: ts.Expression, checker: ts.TypeChecker): boolean {
  const call = unwrap(initializer);
  if (!ts.isCallExpression(call)) return false;
  const callee = resolveCallee(call.expression, checker);
  return callee.kind === 'builtin' && callee.key === 'looppool#task';
}

/** `module.exports = …` and `exports.name = …` */
function isExportsAssignment(expression: ts.Expression): boolean {
  return ts.isBinaryExpression(expression) && /^(module\.)?exports\b/.test(expression.left.getText());
}

function importsOnlyDeclare(specifier: ts.StringLiteralLike, checker: ts.TypeChecker, summaries: Summaries): boolean {
  const symbol = checker.getSymbolAtLocation(specifier);
  const file = symbol?.valueDeclaration?.getSourceFile();
  return !file || file.isDeclarationFile || onlyDeclares(file, checker, summaries);
}
