import path from 'node:path';
import { ts } from 'ts-morph';
import type { OfferedLoop } from '../analysis/judgeLoop.js';
import { forEachUse, isDeclaredIn, symbolOf } from '../analysis/source/symbols.js';
import { moduleImports, withImports, withoutImports } from './moduleImports.js';
import type { Style } from './style.js';
import { lineSpan } from '../nodeText.js';
import type { TypeNeeds } from './types.js';

/** How modules of a file are written. */
export type ModuleKind = 'esm' | 'cjs';

/** Everything that goes into the worker module for one loop. */
export interface TaskParts {
  readonly name: string;
  readonly parameters: string;
  /** `: T` where the type of the result would be told apart from that of the callback; else empty. */
  readonly returns: string;
  readonly body: string;
  readonly emits: boolean;
  /** The body awaits. */
  readonly awaits: boolean;
  readonly comment: string;
  /** Types of the library that the parameters name. */
  readonly libraryTypes: readonly string[];
  /** By what names the worker module knows parts of the library, where the program has the names itself. */
  readonly library: (name: string) => string;
}

/** The file of a program's tasks: `score.ts` → `score.tasks.ts`. */
export function tasksFileOf(file: string, suffix: string): string {
  const extension = path.extname(file).replace(/^\.([cm]?[jt]s)x$/, '.$1');
  return path.join(path.dirname(file), path.basename(file, path.extname(file)) + suffix + extension);
}

/**
 * The text of the worker module: a new one, or the existing one with the task appended.
 *
 * @param existing text of the module as it is, or null
 * @param shared names that the file imports from the module. Nothing else that moves there is exported: V8 takes a constant of a
 * module for one only where nobody imports it.
 * @param url what `task` is given to find the module again: `import.meta.url` or `__filename`
 */
export function workerModuleText(
  existing: string | null,
  offer: OfferedLoop,
  shared: readonly string[],
  task: TaskParts,
  types: TypeNeeds,
  tasksFile: string,
  mainSpecifier: string,
  style: Style,
  kind: ModuleKind,
  url: string,
): string {
  const { eol, quote: q, semicolon: s } = style;
  const imports = moduleImports(offer, task, types, tasksFile, mainSpecifier);
  const home = offer.helpers.moved.flatMap(declaredNames);
  let before = existing === null ? '' : withoutImports(existing, mainSpecifier, home, kind);
  const moved: string[] = [];
  for (const statement of offer.helpers.moved) {
    const { plain, exported } = movedTexts(statement, kind);
    if (before.includes(exported)) continue;
    const text = isExported(statement) || declaredNames(statement).some((n) => shared.includes(n)) ? exported : plain;
    // An earlier rewrite may have left it there, for itself alone.
    if (before.includes(plain)) before = before.replace(plain, () => text);
    else moved.push(text);
  }
  const { classes } = offer.helpers;
  const options = [
    'pure: true',
    ...(task.emits ? ['emits: true'] : []),
    ...(classes.length > 0 ? [`classes: () => [${classes.join(', ')}]`] : []),
  ];
  const exported = kind === 'esm' ? `export const ${task.name} =` : `exports.${task.name} =`;
  const parts = [
    url,
    `${q}${task.name}${q}`,
    `${task.awaits ? 'async ' : ''}(${task.parameters})${task.returns} => ${task.body}`,
    `{ ${options.join(', ')} }`,
  ];
  const define = task.library('task');
  const oneLine = `${define}(${parts.join(', ')})${s}`;
  const fits = !oneLine.includes('\n') && exported.length + oneLine.length < WIDTH;
  const call = fits ? oneLine : `${define}(${eol}${parts.map((p) => `${style.indent}${p},${eol}`).join('')})${s}`;
  const definition = [`/** ${task.comment} */`, `${exported} ${call}`].join(eol);
  const head = withImports(before, imports, style, kind).trimEnd();
  return normalized([head, ...moved, definition].join(eol + eol), eol) + eol;
}

const WIDTH = 120;

const normalized = (text: string, eol: string): string => (eol === '\n' ? text : text.replace(/\r?\n/g, eol));

/** A moved statement with its comments: for the module alone, and exported. */
function movedTexts(statement: ts.Statement, kind: ModuleKind): { plain: string; exported: string } {
  const { text } = statement.getSourceFile();
  const start = statement.getStart();
  const comments = text.slice(lineSpan(statement).start, start).trimStart();
  const own = text.slice(start, statement.end).replace(/^export (default )?/, '');
  const exports = declaredNames(statement).map((name) => `exports.${name} = ${name};`);
  return {
    plain: comments + own,
    exported: kind === 'esm' ? `${comments}export ${own}` : [comments + own, ...exports].join('\n'),
  };
}

/** Whether a statement has the modifier `export`. */
export function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

/** Names that a statement declares. */
export function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((d) => d.name.getText());
  if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) return [statement.name.text];
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement))
    return statement.name ? [statement.name.text] : [];
  return [];
}

/** Names of moved statements that the rest of the file still uses. */
export function stillUsed(
  moved: readonly ts.Statement[],
  gone: readonly { start: number; end: number }[],
  checker: ts.TypeChecker,
): string[] {
  const [first] = moved;
  if (!first) return [];
  const symbols = new Set<ts.Symbol>();
  const source = first.getSourceFile();
  const inside = (node: ts.Node): boolean =>
    moved.some((m) => node.pos >= m.pos && node.end <= m.end) ||
    gone.some((g) => node.getStart() >= g.start && node.end <= g.end);
  const used = new Set<string>();
  forEachUse(source, (use) => {
    const symbol = symbolOf(use, checker);
    if (!symbol || inside(use) || !moved.some((m) => isDeclaredIn(symbol, m))) return;
    symbols.add(symbol);
    used.add(use.text);
  });
  // Exported names and names used as types count as well.
  const visitTypes = (node: ts.Node): void => {
    if (ts.isExportSpecifier(node) && !node.parent.parent.moduleSpecifier) {
      const { text } = node.propertyName ?? node.name;
      if (moved.some((m) => declaredNames(m).includes(text))) used.add(text);
    }
    if ((ts.isTypeReferenceNode(node) || ts.isTypeQueryNode(node)) && !inside(node)) {
      let name = ts.isTypeReferenceNode(node) ? node.typeName : node.exprName;
      while (ts.isQualifiedName(name)) name = name.left;
      if (ts.isIdentifier(name) && moved.some((m) => declaredNames(m).includes(name.text))) used.add(name.text);
    }
    ts.forEachChild(node, visitTypes);
  };
  visitTypes(source);
  return [...used];
}
