import path from 'node:path';
import { ts } from 'ts-morph';
import { importOf } from '../analysis/source/importedNames.js';
import { instanceOf } from '../analysis/transfer/rebuilt.js';
import { isGlobal } from '../analysis/source/symbols.js';
import { typeText } from '../typeText.js';

/** Types that the worker module names, and where it gets them. */
export interface TypeNeeds {
  /** Specifier → names. */
  readonly imports: Map<string, Set<string>>;
  /** Declarations of the file that must be exported for it. */
  readonly fromFile: Map<string, ts.Declaration>;
}

/**
 * Writes types out for the worker module and notes the names it has to import for them.
 *
 * @param atHome names that the worker module declares itself
 */
export function createTypeWriter(
  loop: ts.Node,
  checker: ts.TypeChecker,
  atHome: ReadonlySet<string>,
): { readonly textOf: (type: ts.Type) => string; readonly need: (name: string) => boolean; readonly needs: TypeNeeds } {
  const needs: TypeNeeds = { imports: new Map(), fromFile: new Map() };
  const source = loop.getSourceFile();

  const needImport = (specifier: string, name: string): void => {
    const names = needs.imports.get(specifier) ?? new Set();
    needs.imports.set(specifier, names.add(name));
  };

  /** Makes a type's name known to the worker module; false where that cannot be done. */
  const need = (name: string): boolean => {
    if (atHome.has(name)) return true;
    const symbol = checker.resolveName(
      name,
      loop,
      ts.SymbolFlags.Type | ts.SymbolFlags.Namespace | ts.SymbolFlags.Alias,
      false,
    );
    if (!symbol || isGlobal(symbol)) return true;
    const from = importOf(symbol);
    if (from) {
      if (from.name !== '*' && from.name !== 'default')
        needImport(from.specifier, from.name === name ? name : `${from.name} as ${name}`);
      return from.name !== '*' && from.name !== 'default';
    }
    const declaration = symbol.declarations?.[0];
    if (!declaration || declaration.parent !== source) return false;
    needs.fromFile.set(name, declaration);
    return true;
  };

  const textOf = (given: ts.Type): string => {
    const type = instanceOf(given, checker) ?? given;
    const widened =
      type.isLiteral() || type.flags & ts.TypeFlags.BooleanLiteral ? checker.getBaseTypeOfLiteralType(type) : type;
    let text = typeText(widened, loop, checker, ts.TypeFormatFlags.UseFullyQualifiedType);
    text = text.replace(/import\("([^"]+)"\)\.([A-Za-z_$][\w$]*)/g, (_whole, file: string, name: string) => {
      if (path.isAbsolute(file)) {
        const relative = path.relative(path.dirname(source.fileName), file).split(path.sep).join('/');
        needImport(relative.startsWith('.') ? `${relative}.js` : `./${relative}.js`, name);
      } else needImport(file, name);
      return name;
    });
    // The worker module does not have the value.
    for (const [, name] of text.matchAll(/\btypeof ([A-Za-z_$][\w$]*)/g)) {
      const value = checker.resolveName(name!, loop, ts.SymbolFlags.Value | ts.SymbolFlags.Alias, false);
      if (value && !isGlobal(value)) return 'any';
    }
    for (const [name] of text.matchAll(/(?<![.\w$'"])[A-Za-z_$][\w$]*(?!\s*\??:|[\w$'"])/g)) {
      if (!BUILT_IN.has(name) && !need(name)) return 'any';
    }
    return text;
  };
  return { textOf, need, needs };
}

const BUILT_IN = new Set(
  'string number boolean bigint symbol undefined null void never unknown any object readonly keyof typeof true false infer extends in is unique'.split(
    ' ',
  ),
);
