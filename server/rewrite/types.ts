import path from 'node:path';
import { ts } from 'ts-morph';
import { importOf } from '../analysis/source/importedNames.js';
import { instanceOf } from '../analysis/transfer/rebuilt.js';
import { isGlobal } from '../analysis/source/symbols.js';
import { statementOf } from '../nodeText.js';
import { typeText } from '../typeText.js';
import { typeMentions } from './typeMentions.js';
import { typeParts } from './typeParts.js';
import { isExported } from './workerModule.js';

/** Types that the worker module names, and where it gets them. */
export interface TypeNeeds {
  /** Specifier → names. */
  readonly imports: Map<string, Set<string>>;
  /** Local names of whole modules, and of what modules export by default. */
  readonly wholes: Map<string, { readonly specifier: string; readonly isDefault: boolean }>;
  /** Statements of the file that must be exported for it, by the names they declare. */
  readonly fromFile: Map<string, readonly ts.Node[]>;
}

export interface TypeWriter {
  /**
   * Writes a type out for the worker module; `any` where that cannot be done.
   *
   * @param name what has the type: it cannot stand in it
   */
  readonly textOf: (type: ts.Type, name?: string) => string;
  /** Makes a type's name known to the worker module; false where that cannot be done. */
  readonly need: (name: string) => boolean;
  /** The same for a value whose type is asked for, `typeof name`: in the task, or `isLast` where nothing else would do. */
  readonly needValue: (name: string, isLast?: boolean) => boolean;
  readonly needs: TypeNeeds;
}

/**
 * Writes types out for the worker module and notes the names it has to import for them.
 *
 * @param atHome names that the worker module declares itself
 * @param captures names of the values that the task is given
 */
export function createTypeWriter(
  loop: ts.Node,
  checker: ts.TypeChecker,
  atHome: ReadonlySet<string>,
  captures: ReadonlySet<string>,
): TypeWriter {
  const needs: TypeNeeds = { imports: new Map(), wholes: new Map(), fromFile: new Map() };
  const source = loop.getSourceFile();

  const needImport = (specifier: string, name: string): void => {
    const names = needs.imports.get(specifier) ?? new Set();
    needs.imports.set(specifier, names.add(name));
  };

  /**
   * What makes a name known; null where nothing can.
   *
   * @param isLast whether nothing else would do: a variable is exported for its type only then
   */
  const wayOf = (name: string, meaning: ts.SymbolFlags, isLast = true): Way | null => {
    if (atHome.has(name)) return NOTHING;
    const symbol = checker.resolveName(name, loop, meaning | ts.SymbolFlags.Alias, false);
    // Another module has it for itself.
    if (!symbol) return null;
    if (isGlobal(symbol)) return NOTHING;
    const from = importOf(symbol);
    if (from?.name === '*' || from?.name === 'default')
      return () => needs.wholes.set(name, { specifier: from.specifier, isDefault: from.name === 'default' });
    if (from) return () => needImport(from.specifier, from.name === name ? name : `${from.name} as ${name}`);
    // Declarations of one name are exported together, or none of them.
    const statements = (symbol.declarations ?? []).map((declaration) => statementOf(declaration));
    const isOfFile = statements.length > 0 && statements.every(({ parent }) => parent === source);
    if (!isOfFile || source.statements.some(isExportEquals)) return null;
    if (!isLast && statements.some((one) => ts.isVariableStatement(one) && !isExported(one))) return null;
    return () => needs.fromFile.set(name, statements);
  };
  const wayOfType = (name: string): Way | null => wayOf(name, ts.SymbolFlags.Type | ts.SymbolFlags.Namespace);
  const wayOfValue = (name: string, isLast = false): Way | null =>
    !isLast && captures.has(name) ? NOTHING : wayOf(name, ts.SymbolFlags.Value, isLast);
  /** Goes all of some ways, or none of them. */
  const areKnown = (ways: readonly (Way | null)[]): boolean => {
    if (ways.includes(null)) return false;
    for (const way of ways) way!();
    return true;
  };

  /** @param within the types that this one is a part of */
  const write = (given: ts.Type, within: readonly ts.Type[], own?: string): string => {
    const type = instanceOf(given, checker) ?? given;
    const widened =
      within.length === 0 && (type.isLiteral() || type.flags & ts.TypeFlags.BooleanLiteral)
        ? checker.getBaseTypeOfLiteralType(type)
        : type;
    const imported: [specifier: string, name: string][] = [];
    const text = typeText(widened, loop, checker, ts.TypeFormatFlags.UseFullyQualifiedType).replace(
      /import\(["']([^"']+)["']\)\.([A-Za-z_$][\w$]*)/g,
      (_whole, file: string, name: string) => {
        imported.push([path.isAbsolute(file) ? relativeTo(source, file) : file, name]);
        return name;
      },
    );
    const known = new Set(imported.map(([, name]) => name));
    const { types, values } = typeMentions(text);
    const lacks = (names: ReadonlySet<string>): string[] => [...names].filter((name) => !known.has(name));
    // What only the code around the loop knows is said by its parts.
    const isOwn = own !== undefined && values.has(own);
    if (isOwn || !areKnown([...lacks(types).map(wayOfType), ...lacks(values).map((name) => wayOfValue(name))]))
      return typeParts(widened, loop, checker, within, write) ?? 'any';
    for (const [specifier, name] of imported) needImport(specifier, name);
    return text;
  };
  return {
    textOf: (type, name) => write(type, [], name),
    need: (name) => areKnown([wayOfType(name)]),
    needValue: (name, isLast) => areKnown([wayOfValue(name, isLast)]),
    needs,
  };
}

type Way = () => void;

const NOTHING: Way = () => undefined;

function relativeTo(source: ts.SourceFile, file: string): string {
  const relative = path.relative(path.dirname(source.fileName), file).split(path.sep).join('/');
  const specifier = relative.startsWith('.') ? relative : `./${relative}`;
  return /\.[cm]?js$/.test(specifier) ? specifier : `${specifier}.js`;
}

const isExportEquals = (node: ts.Statement): boolean => ts.isExportAssignment(node) && node.isExportEquals === true;
