import { ts } from 'ts-morph';

/** What a name of another module stands for. */
export interface ImportedName {
  /** Module without a `node:` prefix; `fs/promises` stays as it is. */
  readonly module: string;
  readonly specifier: string;
  /** Exported name, `*` for a namespace, `default`. */
  readonly name: string;
  readonly isNode: boolean;
}

const NODE_MODULES = new Set([
  'fs',
  'path',
  'crypto',
  'zlib',
  'util',
  'os',
  'url',
  'buffer',
  'perf_hooks',
  'child_process',
  'fs/promises',
  'worker_threads',
  'http',
  'https',
  'net',
  'timers',
  'timers/promises',
  'events',
  'stream',
  'process',
  'assert',
  'vm',
  'v8',
  'looppool',
]);

/** What an imported or required name stands for; null for other names. */
export function importOf(symbol: ts.Symbol): ImportedName | null {
  const declaration = symbol.declarations?.[0];
  if (!declaration) return null;
  let specifier: string | null = null;
  let name = '*';
  if (ts.isImportSpecifier(declaration)) {
    specifier = moduleText(declaration.parent.parent.parent.moduleSpecifier);
    name = (declaration.propertyName ?? declaration.name).text;
  } else if (ts.isImportClause(declaration)) {
    specifier = moduleText(declaration.parent.moduleSpecifier);
    name = 'default';
  } else if (ts.isNamespaceImport(declaration)) {
    specifier = moduleText(declaration.parent.parent.moduleSpecifier);
  } else if (ts.isVariableDeclaration(declaration)) {
    specifier = requiredModule(declaration.initializer);
  } else if (ts.isBindingElement(declaration) && ts.isVariableDeclaration(declaration.parent.parent)) {
    specifier = requiredModule(declaration.parent.parent.initializer);
    name = (declaration.propertyName ?? declaration.name).getText();
  }
  if (specifier === null) return null;
  const module = specifier.replace(/^node:/, '');
  return { module, specifier, name, isNode: specifier.startsWith('node:') || NODE_MODULES.has(module) };
}

/** The module that `require('…')` names, or null. */
export function requiredModule(value: ts.Expression | undefined): string | null {
  if (
    !value ||
    !ts.isCallExpression(value) ||
    !ts.isIdentifier(value.expression) ||
    value.expression.text !== 'require'
  )
    return null;
  const [argument] = value.arguments;
  return argument && ts.isStringLiteralLike(argument) ? argument.text : null;
}

const moduleText = (specifier: ts.Expression): string | null =>
  ts.isStringLiteralLike(specifier) ? specifier.text : null;
