import path from 'node:path';
import type { OfferedLoop } from '../analysis/judgeLoop.js';
import type { Style } from './style.js';
import type { TypeNeeds } from './types.js';
import type { ModuleKind, TaskParts } from './workerModule.js';

/** What a worker module takes from another module. */
interface Import {
  readonly specifier: string;
  /** `name` or `name as local`. */
  readonly values: readonly string[];
  readonly types: readonly string[];
  /** Local name of the whole module, or of what it exports by default. */
  readonly whole: { readonly local: string; readonly isDefault: boolean; readonly isType: boolean } | null;
}

/** What the worker module imports for one task, a module after the other; the library comes first. */
export function moduleImports(
  { helpers }: OfferedLoop,
  task: TaskParts,
  types: TypeNeeds,
  tasksFile: string,
  mainSpecifier: string,
): Import[] {
  const imports = new Map<string, { values: string[]; types: string[] }>();
  const wholes: Import[] = [];
  const from = (specifier: string): { values: string[]; types: string[] } => {
    const known = imports.get(specifier) ?? { values: [], types: [] };
    imports.set(specifier, known);
    return known;
  };
  // A helper that moved here earlier is at home already.
  const isHome = (specifier: string): boolean => stemOf(specifier) === stemOf(tasksFile);
  const known = (name: string): string => renamed(name, task.library(name));
  from('looppool').values.push(known('task'));
  from('looppool').types.push(...task.libraryTypes.map(known));
  for (const { symbol, from: source } of helpers.imports) {
    const { specifier, name } = source;
    if (isHome(specifier)) continue;
    const local = symbol.getName();
    if (name === '*' || name === 'default')
      wholes.push({ specifier, values: [], types: [], whole: { local, isDefault: name === 'default', isType: false } });
    else from(specifier).values.push(renamed(name, local));
  }
  for (const symbol of helpers.fromFile) from(mainSpecifier).values.push(symbol.getName());
  from(mainSpecifier).types.push(...types.fromFile.keys());
  for (const [specifier, names] of types.imports) if (!isHome(specifier)) from(specifier).types.push(...names);
  for (const [local, { specifier, isDefault }] of types.wholes)
    if (!wholes.some(({ whole }) => whole?.local === local))
      wholes.push({ specifier, values: [], types: [], whole: { local, isDefault, isType: true } });
  const named = [...imports].map(([specifier, names]): Import => ({ specifier, ...names, whole: null }));
  return [...named, ...wholes];
}

/** A module's text with the imports it lacks: names go to an import that is there, other lines after the last one. */
export function withImports(text: string, imports: readonly Import[], style: Style, kind: ModuleKind): string {
  let result = text;
  const lines: string[] = [];
  for (const wanted of imports) {
    const { specifier, whole } = wanted;
    if (whole) {
      const line = wholeLine(specifier, { ...whole, isType: false }, style, kind);
      const typeLine = wholeLine(specifier, { ...whole, isType: true }, style, kind);
      if (result.includes(line)) continue;
      if (!result.includes(typeLine)) lines.push(whole.isType ? typeLine : line);
      else if (!whole.isType) result = result.replace(typeLine, () => line);
      continue;
    }
    const there = namesIn(result, specifier, kind);
    const lacks = (name: string): boolean =>
      !there.some((t) => t.names.includes(name) || t.names.includes(`type ${name}`));
    const values = wanted.values.filter(lacks);
    const types = wanted.types.filter((name) => lacks(name) && !wanted.values.includes(name));
    const [plain] = there.filter((t) => !t.typeOnly);
    const added = [...values, ...types.map((t) => `type ${t}`)];
    const [typed] = there.filter((t) => t.typeOnly);
    if (added.length === 0) continue;
    if (plain) result = inserted(result, plain, written(added, kind));
    else if (typed && values.length === 0) result = inserted(result, typed, types);
    else lines.push(namedLine(specifier, values, types, style, kind));
  }
  if (lines.length === 0) return result;
  const place = endOfImports(result, kind);
  return result.slice(0, place) + lines.map((line) => line + style.eol).join('') + result.slice(place);
}

interface Existing {
  readonly names: readonly string[];
  readonly typeOnly: boolean;
  /** Where the names begin, and where another one can be added. */
  readonly start: number;
  readonly end: number;
}

/** A module's text without some names among its imports of another one: they are declared in it from now on. */
export function withoutImports(text: string, specifier: string, gone: readonly string[], kind: ModuleKind): string {
  let result = text;
  for (const { names, start, end } of namesIn(text, specifier, kind).reverse()) {
    const kept = names.filter((name) => !gone.includes(name.replace(/^type /, '')));
    if (kept.length === names.length) continue;
    if (kept.length > 0) result = `${result.slice(0, start)} ${kept.join(', ')}${result.slice(end)}`;
    else result = result.slice(0, result.lastIndexOf('\n', start) + 1) + result.slice(result.indexOf('\n', end) + 1);
  }
  return result;
}

/** The named imports of one module in a text. */
function namesIn(text: string, specifier: string, kind: ModuleKind): Existing[] {
  const quoted = `['"]${specifier.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}['"]`;
  const pattern =
    kind === 'esm'
      ? new RegExp(`^import (type )?\\{([^}]*?)\\s*\\} from ${quoted}`, 'gm')
      : new RegExp(`^const ()\\{([^}]*?)\\s*\\} = require\\(${quoted}\\)`, 'gm');
  return [...text.matchAll(pattern)].map((match) => ({
    names: match[2]!.split(',').map((name) => name.trim().replace(/\s*:\s*/, ' as ')),
    typeOnly: match[1] === 'type ',
    start: match.index + match[0].indexOf('{') + 1,
    end: match.index + match[0].indexOf('{') + 1 + match[2]!.length,
  }));
}

const inserted = (text: string, { end }: Existing, names: readonly string[]): string =>
  `${text.slice(0, end)}, ${names.join(', ')}${text.slice(end)}`;

function namedLine(
  specifier: string,
  values: readonly string[],
  types: readonly string[],
  { quote: q, semicolon: s }: Style,
  kind: ModuleKind,
): string {
  if (kind === 'cjs') return `const { ${written(values, kind).join(', ')} } = require(${q}${specifier}${q})${s}`;
  const [word, names] =
    values.length === 0 ? ['import type', types] : ['import', [...values, ...types.map((t) => `type ${t}`)]];
  return `${word} { ${names.join(', ')} } from ${q}${specifier}${q}${s}`;
}

function wholeLine(
  specifier: string,
  { local, isDefault, isType }: NonNullable<Import['whole']>,
  { quote: q, semicolon: s }: Style,
  kind: ModuleKind,
): string {
  if (kind === 'cjs') return `const ${local} = require(${q}${specifier}${q})${s}`;
  return `import ${isType ? 'type ' : ''}${isDefault ? local : `* as ${local}`} from ${q}${specifier}${q}${s}`;
}

const written = (names: readonly string[], kind: ModuleKind): readonly string[] =>
  kind === 'esm' ? names : names.map((name) => name.replace(' as ', ': '));

const renamed = (name: string, local: string): string => (name === local ? name : `${name} as ${local}`);

const stemOf = (file: string): string => path.basename(file).replace(/\.[cm]?[jt]s$/, '');

function endOfImports(text: string, kind: ModuleKind): number {
  const line =
    kind === 'esm' ? /^import\b[^;]*?from\s+['"][^'"]+['"];?[^\n]*\n/gm : /^const .*= require\([^)]*\);?[^\n]*\n/gm;
  const last = [...text.matchAll(line)].at(-1);
  return last ? last.index + last[0].length : 0;
}
