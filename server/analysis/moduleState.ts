import { ts } from 'ts-morph';
import { isAssignment } from './assignments.js';
import { writesOf } from './effects.js';
import type { Summaries } from './effectWalk.js';
import type { ProgramFiles } from './programFiles.js';
import { declarationOf, enclosingFunction, isGlobal, resolveAlias, symbolOf, unwrap } from './symbols.js';

/** An assignment to, or below, a global. */
export interface Patched {
  readonly name: string;
  readonly node: ts.Node;
}

/** What changes after modules are loaded: names that functions assign to, objects they change, globals they patch. */
export interface ModuleState {
  /** The node that changes a binding (or the object it holds, for `content`) after its module was loaded; null where nothing does. */
  changeOf(symbol: ts.Symbol, content: boolean): ts.Node | null;
  /** The top-level statement that changes a name or its object while the module loads, declaration apart. */
  filledBy(symbol: ts.Symbol): ts.Node | null;
  /** Where the program that a file belongs to changes its environment, or null. */
  environmentChange(file: ts.SourceFile): ts.Node | null;
  /** Where the program that a file belongs to assigns to a global object or below it: `Math.random = …`. */
  patch(file: ts.SourceFile): Patched | null;
}

/** A write of a name, or of the object it holds, that is not its declaration. */
interface NamedWrite {
  readonly symbol: ts.Symbol;
  readonly content: boolean;
  readonly node: ts.Node;
  /** While the module that declares the name is loaded. */
  readonly atLoad: boolean;
}

/** What one file does to the state of modules. */
export interface FileState {
  readonly writes: readonly NamedWrite[];
  readonly patches: readonly Patched[];
  readonly environmentChange: ts.Node | null;
}

/** Reads one file, with the same effects that loops are judged by. */
export function readFileState(file: ts.SourceFile, checker: ts.TypeChecker, summaries: Summaries): FileState {
  const writes: NamedWrite[] = [];
  const patches: Patched[] = [];
  for (const { symbol: named, content, node, within } of writesOf(file, checker, summaries)) {
    const isDeclaration = !content && node.parent === declarationOf(named);
    if (isDeclaration) continue;
    const symbol = resolveAlias(named, checker);
    const declaration = declarationOf(symbol);
    if (!declaration) continue;
    const atLoad = ts.isSourceFile(enclosingFunction(node)) && file === declaration.getSourceFile();
    writes.push({ symbol, content, node: atLoad ? node : (within ?? node), atLoad });
  }
  notePatches(file, checker, patches);
  return { writes, patches, environmentChange: findEnvironmentChange(file) };
}

/** Adds up the states of a program's own files. */
export function createModuleState(
  states: readonly FileState[],
  checker: ts.TypeChecker,
  programFiles: ProgramFiles,
): ModuleState {
  const bindings = new Map<ts.Symbol, ts.Node>();
  const contents = new Map<ts.Symbol, ts.Node>();
  const filled = new Map<ts.Symbol, ts.Node>();
  for (const { symbol, content, node, atLoad } of states.flatMap(({ writes }) => writes))
    (atLoad ? filled : content ? contents : bindings).set(symbol, node);
  const patched = states.flatMap(({ patches }) => patches);
  const environmentChanges = states.flatMap(({ environmentChange }) => environmentChange ?? []);
  return {
    patch: (file) => patched.find((p) => programFiles.with(file).has(p.node.getSourceFile())) ?? null,
    environmentChange: (file) =>
      environmentChanges.find((node) => programFiles.with(file).has(node.getSourceFile())) ?? null,
    filledBy: (symbol) => filled.get(resolveAlias(symbol, checker)) ?? null,
    changeOf(named, content) {
      const symbol = resolveAlias(named, checker);
      const declaration = declarationOf(symbol);
      if (declaration && ts.isParameter(declaration)) return null;
      return bindings.get(symbol) ?? (content ? (contents.get(symbol) ?? null) : null);
    },
  };
}

/** Finds what is assigned to, or below, a global. */
function notePatches(file: ts.SourceFile, checker: ts.TypeChecker, patched: Patched[]): void {
  const rootOf = (node: ts.Expression): ts.Identifier | null => {
    let current = unwrap(node);
    while (ts.isPropertyAccessExpression(current) || ts.isElementAccessExpression(current))
      current = unwrap(current.expression);
    return ts.isIdentifier(current) ? current : null;
  };
  const note = (target: ts.Expression): void => {
    const root = rootOf(target);
    if (
      !root ||
      root.text === 'module' ||
      root.text === 'exports' ||
      /^process\.(env\b(?!.*\b(TZ|LANG|LC_))|exitCode|title)/.test(target.getText())
    )
      return;
    if (isGlobal(symbolOf(root, checker))) patched.push({ name: target.getText(), node: target });
  };
  const visit = (node: ts.Node): void => {
    if (isAssignment(node)) {
      if (!ts.isArrayLiteralExpression(node.left) && !ts.isObjectLiteralExpression(node.left)) note(node.left);
    }
    if (ts.isDeleteExpression(node)) note(node.expression);
    const [first] = ts.isCallExpression(node) ? node.arguments : [];
    if (
      first &&
      ts.isCallExpression(node) &&
      /^Object\.(assign|definePropert(y|ies)|setPrototypeOf)$/.test(node.expression.getText())
    )
      note(first);
    ts.forEachChild(node, visit);
  };
  visit(file);
}

/** `process.env.NAME = …`, `delete process.env.NAME`, `Object.assign(process.env, …)`. */
function findEnvironmentChange(node: ts.Node): ts.Node | null {
  const isEnvironment = (e: ts.Expression): boolean => /^process\.env\b/.test(e.getText());
  if (isAssignment(node) && isEnvironment(node.left)) return node;
  if (ts.isDeleteExpression(node) && isEnvironment(node.expression)) return node;
  if (ts.isCallExpression(node) && node.arguments[0] && node.arguments[0].getText() === 'process.env') return node;
  return ts.forEachChild(node, (child) => findEnvironmentChange(child) ?? undefined) ?? null;
}
