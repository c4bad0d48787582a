import { ts } from 'ts-morph';
import { symbolOf } from '../analysis/source/symbols.js';
import type { ModuleKind } from './workerModule.js';
import type { Style } from './style.js';
import { endBefore, lineSpan, type Patch } from '../nodeText.js';

/**
 * Patches that make `names` of `specifier` known to a file: an existing import is extended, else one is added after the last.
 *
 * @param useless patches that take imports out: where the last one goes, the new ones come in its place
 */
export function importPatches(
  source: ts.SourceFile,
  wanted: readonly { specifier: string; names: readonly string[] }[],
  style: Style,
  kind: ModuleKind,
  useless: readonly Patch[] = [],
): Patch[] {
  const { quote: q, semicolon: s, eol } = style;
  const patches: Patch[] = [];
  const lines: string[] = [];
  for (const { specifier, names } of wanted) {
    if (names.length === 0) continue;
    const existing = kind === 'esm' ? existingImport(source, specifier) : existingRequire(source, specifier);
    const missing = names.filter((n) => !existing?.names.includes(n));
    if (existing && missing.length > 0)
      patches.push({ start: existing.end, end: existing.end, text: `, ${missing.join(', ')}` });
    else if (!existing) {
      const written = kind === 'esm' ? names : names.map((n) => n.replace(' as ', ': '));
      lines.push(
        kind === 'esm'
          ? `import { ${written.join(', ')} } from ${q}${specifier}${q}${s}`
          : `const { ${written.join(', ')} } = require(${q}${specifier}${q})${s}`,
      );
    }
  }
  if (lines.length > 0) {
    const isAtHead = (st: ts.Statement): boolean => ts.isImportDeclaration(st) || isRequire(st) || isDirective(st);
    const others = source.statements.findIndex((st) => !isAtHead(st));
    // What is required comes when its line does, which must be before all that uses it.
    const head = kind === 'esm' || others < 0 ? source.statements : source.statements.slice(0, others);
    const last = head.filter(isAtHead).at(-1);
    const gone = last && useless.some((p) => p.text === '' && p.start <= last.getStart() && p.end >= last.end);
    if (gone) return [...patches, { start: last.getStart(), end: last.end, text: lines.join(eol) }];
    const at = last ? last.end : firstPosition(source);
    const end = s === '' ? endBefore(eol + source.text.slice(at), 0, s) : '';
    const isBesideOthers = last !== undefined && !/^[ \t]*(\/\/.*|\/\*.*)?(\r?\n|$)/.test(source.text.slice(at));
    const text = last
      ? lines.map((l) => eol + l).join('') + end + (isBesideOthers ? eol : '')
      : lines.join(eol) + end + eol + eol;
    patches.push({ start: at, end: at, text });
  }
  return patches;
}

/** After a byte-order mark, a `#!` line and the comment at the head of the file. */
function firstPosition(source: ts.SourceFile): number {
  const { text } = source;
  const bom = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const shebang = /^#![^\n]*\n/.exec(text.slice(bom))?.[0].length ?? 0;
  const start = bom + shebang;
  const comment = /^(?:\s*(?:\/\/[^\n]*\n|\/\*[\s\S]*?\*\/[ \t]*\r?\n))+[ \t]*\r?\n/.exec(text.slice(start))?.[0] ?? '';
  return start + comment.length;
}

const isDirective = (st: ts.Statement): boolean =>
  ts.isExpressionStatement(st) && ts.isStringLiteral(st.expression) && st.pos === 0;

function isRequire(st: ts.Statement): boolean {
  return (
    ts.isVariableStatement(st) &&
    st.declarationList.declarations.some((d) => /^require\(/.test(d.initializer?.getText() ?? ''))
  );
}

interface Existing {
  readonly names: readonly string[];
  /** Where another name can be added. */
  readonly end: number;
}

function existingImport(source: ts.SourceFile, specifier: string): Existing | null {
  for (const st of source.statements) {
    if (!ts.isImportDeclaration(st) || !ts.isStringLiteral(st.moduleSpecifier) || st.moduleSpecifier.text !== specifier)
      continue;
    const bindings = st.importClause?.namedBindings;
    if (
      !bindings ||
      !ts.isNamedImports(bindings) ||
      st.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
      bindings.elements.length === 0
    )
      continue;
    return { names: bindings.elements.map((e) => e.getText()), end: bindings.elements.at(-1)!.end };
  }
  return null;
}

function existingRequire(source: ts.SourceFile, specifier: string): Existing | null {
  for (const st of source.statements) {
    if (!ts.isVariableStatement(st)) continue;
    for (const d of st.declarationList.declarations) {
      if (
        !ts.isObjectBindingPattern(d.name) ||
        d.name.elements.length === 0 ||
        !new RegExp(`^require\\(['"]${specifier.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}['"]\\)$`).test(
          d.initializer?.getText() ?? '',
        )
      )
        continue;
      return {
        names: d.name.elements.map((e) => e.getText().replace(/\s*:\s*/, ' as ')),
        end: d.name.elements.at(-1)!.end,
      };
    }
  }
  return null;
}

/**
 * Patches that take out imported names that only the code used which has gone. Names that nobody used before are left alone.
 *
 * @param called names that the code calls which comes
 */
export function unusedImportPatches(
  source: ts.SourceFile,
  gone: readonly { start: number; end: number }[],
  called: ReadonlySet<string>,
  checker: ts.TypeChecker,
): Patch[] {
  const isGone = (node: ts.Node): boolean => gone.some((g) => node.getStart() >= g.start && node.end <= g.end);
  const patches: Patch[] = [];
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const bindings = statement.importClause?.namedBindings;
    const names =
      bindings && ts.isNamedImports(bindings) ? bindings.elements.map((e) => e.name) : bindings ? [bindings.name] : [];
    if (statement.importClause?.name) names.push(statement.importClause.name);
    const useless = names.filter((name) => !called.has(name.text) && becomesUnused(name, source, isGone, checker));
    if (useless.length === 0) continue;
    if (useless.length === names.length) patches.push({ ...lineSpan(statement), text: '' });
    else patches.push(withoutNames(statement.importClause!, useless));
  }
  return patches;
}

/** What stays of an import without some of its names, of which it has others. */
function withoutNames({ name, namedBindings }: ts.ImportClause, useless: readonly ts.Identifier[]): Patch {
  const own = name && !useless.includes(name) ? name.text : '';
  const [first, last] = [name ?? namedBindings!, namedBindings ?? name!];
  if (!namedBindings || ts.isNamespaceImport(namedBindings)) {
    const others = namedBindings && !useless.includes(namedBindings.name) ? namedBindings.getText() : '';
    return { start: first.getStart(), end: last.end, text: own || others };
  }
  const { elements } = namedBindings;
  const kept = elements.filter((e) => !useless.includes(e.name)).map((e) => e.getText());
  // The other names stay as they are written.
  if (kept.length === 0) return { start: first.getStart(), end: last.end, text: own };
  if (kept.length === elements.length) return { start: first.getStart(), end: namedBindings.getStart(), text: '' };
  const start = own || !name ? elements[0]!.getStart() : first.getStart();
  const text = kept.join(', ');
  if (start === elements[0]!.getStart()) return { start, end: elements.at(-1)!.end, text };
  return { start, end: last.end, text: `{ ${text} }` };
}

function becomesUnused(
  name: ts.Identifier,
  source: ts.SourceFile,
  isGone: (node: ts.Node) => boolean,
  checker: ts.TypeChecker,
): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  let [before, after] = [0, 0];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (
      ts.isIdentifier(node) &&
      node.text === name.text &&
      (symbolOf(node, checker) === symbol || ts.isExportSpecifier(node.parent))
    ) {
      before++;
      if (!isGone(node)) after++;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return before > 0 && after === 0;
}
