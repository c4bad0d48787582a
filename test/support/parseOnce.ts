/**
 * Importing this makes every source reader of the test's process share the parsed declarations of the libraries,
 * which are most of what a new reader does.
 */
import { createRequire } from 'node:module';
import type { ts } from 'ts-morph';

interface Registry {
  createOrUpdateSourceFile(file: string, ...rest: unknown[]): ts.SourceFile;
}

const requireFromTsMorph = createRequire(createRequire(import.meta.url).resolve('ts-morph'));
const { DocumentRegistry } = requireFromTsMorph('@ts-morph/common') as { DocumentRegistry: { prototype: Registry } };
const registry = DocumentRegistry.prototype;
const create = Reflect.get(registry, 'createOrUpdateSourceFile');
const parsed = new Map<string, ts.SourceFile>();

registry.createOrUpdateSourceFile = function (this: Registry, file: string, ...rest: unknown[]): ts.SourceFile {
  if (!/\/node_modules\/(typescript\/lib|@types)\/.*\.d\.[cm]?ts$/.test(file)) return create.call(this, file, ...rest);
  const known = parsed.get(file) ?? create.call(this, file, ...rest);
  parsed.set(file, known);
  return known;
};
