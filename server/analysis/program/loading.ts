import { ts } from 'ts-morph';
import { isTaskCall, resolveCallee } from '../calls/callees.js';
import { requiredModule } from '../source/importedNames.js';
import { rememberedWith } from '../untyped/remembering.js';
import { classesOf, classNamed, isFunctionNode, unwrap } from '../source/symbols.js';

/**
 * What a statement of a module runs while that is loaded: initial values, static fields and blocks, computed names, what classes
 * extend, members of enums, statements of namespaces. Functions are only declared.
 */
export function partsRun(statement: ts.Statement, checker: ts.TypeChecker): readonly ts.Node[] {
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isEmptyStatement(statement) ||
    isAmbient(statement)
  )
    return [];
  if (ts.isEnumDeclaration(statement)) return statement.members.flatMap((m) => m.initializer ?? []);
  if (ts.isClassDeclaration(statement)) return partsOfClass(statement);
  if (ts.isModuleDeclaration(statement)) return partsOfNamespace(statement, checker);
  if (ts.isExpressionStatement(statement)) {
    const exported = exportedBy(statement);
    return exported === null ? [statement] : partsOfValue(exported, checker);
  }
  if (!ts.isVariableStatement(statement)) return [statement];
  return statement.declarationList.declarations.flatMap((declared): readonly ts.Node[] => {
    const { name, initializer } = declared;
    if (!ts.isIdentifier(name)) return initializer && requiredModule(initializer) !== null ? [] : [declared];
    return initializer ? partsOfValue(initializer, checker) : [];
  });
}

/** Functions, modules and tasks do nothing where they are given a name. */
function partsOfValue(value: ts.Expression, checker: ts.TypeChecker): readonly ts.Node[] {
  const made = unwrap(value);
  if (ts.isClassExpression(made)) return partsOfClass(made);
  return isFunctionNode(made) || requiredModule(value) !== null || isTask(value, checker) ? [] : [value];
}

/** What `module.exports = …` and `exports.name = …` export; null for other statements. */
export function exportedBy({ expression }: ts.ExpressionStatement): ts.Expression | null {
  let value = expression;
  while (ts.isBinaryExpression(value) && isExports(value.left)) value = value.right;
  return value === expression ? null : value;
}

const isExports = (target: ts.Expression): boolean => /^(module\.)?exports\b/.test(target.getText());

const isAmbient = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword) ?? false);

function partsOfClass(made: ts.ClassLikeDeclaration): readonly ts.Node[] {
  const decorators = [made, ...made.members].flatMap((part) =>
    ts.canHaveDecorators(part) ? (ts.getDecorators(part) ?? []) : [],
  );
  const bases = (made.heritageClauses ?? []).flatMap(({ token, types }) =>
    token === ts.SyntaxKind.ExtendsKeyword ? types.map((t) => t.expression) : [],
  );
  const members = made.members.flatMap((member): readonly ts.Node[] => {
    if (ts.isClassStaticBlockDeclaration(member)) return [member.body];
    const named = member.name && ts.isComputedPropertyName(member.name) ? [member.name.expression] : [];
    const isStatic =
      ts.canHaveModifiers(member) && ts.getModifiers(member)?.some((m) => m.kind === ts.SyntaxKind.StaticKeyword);
    const value = isStatic && ts.isPropertyDeclaration(member) ? member.initializer : undefined;
    return value && !isFunctionNode(unwrap(value)) ? [...named, value] : named;
  });
  return [...decorators, ...bases.filter((b) => !ts.isIdentifier(b)), ...members];
}

function partsOfNamespace({ body }: ts.ModuleDeclaration, checker: ts.TypeChecker): readonly ts.Node[] {
  if (!body) return [];
  if (ts.isModuleBlock(body)) return body.statements.flatMap((s) => partsRun(s, checker));
  return ts.isModuleDeclaration(body) ? partsOfNamespace(body, checker) : [];
}

/** `task(…)` of the library only remembers where a function lives. */
function isTask(initializer: ts.Expression, checker: ts.TypeChecker): boolean {
  const call = unwrap(initializer);
  return ts.isCallExpression(call) && isTaskCall(call, checker);
}

/** All code that loading a module runs, the functions that it calls included: it runs again wherever a worker loads the module. */
export const codeRunAtLoad = rememberedWith((source: ts.SourceFile, checker): ReadonlySet<ts.Node> => {
  const run = new Set<ts.Node>();
  const isArgument = (fn: ts.Node): boolean =>
    ts.isCallExpression(fn.parent) || ts.isNewExpression(fn.parent) || ts.isParenthesizedExpression(fn.parent);
  const visit = (node: ts.Node): void => {
    if (run.has(node) || (isFunctionNode(node) && !isArgument(node))) return;
    run.add(node);
    calledBy(node).forEach(visit);
    ts.forEachChild(node, visit);
  };
  const enter = (fn: ts.Node): readonly ts.Node[] => {
    const parts: ts.Node[] = [];
    ts.forEachChild(fn, (child) => void parts.push(child));
    return parts;
  };
  /** What runs where a node is a call, or a function that is handed to one. */
  const calledBy = (node: ts.Node): readonly ts.Node[] => {
    if (ts.isNewExpression(node)) {
      const made = classNamed(node.expression, checker);
      return made ? classesOf(made, checker).flatMap(({ members }) => members.flatMap(enter)) : [];
    }
    if (!ts.isCallExpression(node)) return [];
    return [node.expression, ...node.arguments.filter((a) => ts.isIdentifier(a))].flatMap((called) => {
      const callee = resolveCallee(called, checker);
      return callee.kind === 'program' ? callee.functions.flatMap(enter) : [];
    });
  };
  for (const statement of source.statements) partsRun(statement, checker).forEach(visit);
  return run;
});
