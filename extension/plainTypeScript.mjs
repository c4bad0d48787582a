import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ts } from 'ts-morph';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * The text of a module that takes the place of ts-morph: what is used of TypeScript, as a plain object. Every `ts.isIdentifier` of
 * the CommonJS module goes through two getters, and an object of all its 2,000 names is a hash table: both can be seen in a scan.
 *
 * @param folders those of the sources that import it, below the root of the project
 */
export function plainTypeScriptModule(...folders) {
  const names = [...new Set(folders.flatMap(namesUsed))].sort();
  const members = names.map((name) => `${name}: all.${name}`).join(', ');
  return `import common from '@ts-morph/common';\nconst all = common.ts;\nexport const ts = { ${members} };\n`;
}

/**
 * The names that the sources use as `ts.name`, those of types apart.
 * @throws Error where `ts` is used in another way: a name that is not seen here would be undefined in the bundles
 */
function namesUsed(folder) {
  const names = new Set();
  const files = readdirSync(path.join(root, folder), { recursive: true }).filter((name) => name.endsWith('.ts'));
  for (const file of files.map((name) => path.join(folder, name))) {
    const text = readFileSync(path.join(root, file), 'utf8');
    if (!text.includes("from 'ts-morph'")) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const visit = (node) => {
      const { parent } = node;
      if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'ts') names.add(node.name.text);
      else if (ts.isIdentifier(node) && node.text === 'ts' && !isNamed(node, parent)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        throw new Error(`${file}:${line + 1}: \`ts\` is used otherwise than as \`ts.name\``);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...names].filter((name) => name in ts);
}

/** Whether a `ts` is imported, is part of a type, or has its member named. */
function isNamed(node, parent) {
  if (ts.isImportSpecifier(parent) || ts.isQualifiedName(parent)) return true;
  return ts.isPropertyAccessExpression(parent);
}
