import path from 'node:path';
import { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { everyBuiltin } from '../../../server/analysis/calls/builtins.js';
import { root } from '../../support/project.js';

/** An expression that has a type only where there is such a builtin. */
function mention(key: string): string {
  const [, owner, name] = /^(.*)#(.*)$/.exec(key) ?? [];
  if (owner === undefined) return key;
  if (/^(NumberFormat|PluralRules|RelativeTimeFormat|DisplayNames|Collator)$/.test(owner))
    return `Intl.${owner}.prototype.${name}`;
  return /^[A-Z]/.test(owner) ? `${owner}.prototype.${name}` : `(await import('node:${owner}')).${name}`;
}

it('every builtin is declared by the language, or by Node', () => {
  const { keys, constructors } = everyBuiltin();
  expect(keys.length).toBeGreaterThan(500);
  const mentions = [...keys, ...constructors].filter((key) => !key.startsWith('looppool#')).map(mention);
  const name = path.join(root, 'builtins.mts');
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.esnext.d.ts', 'lib.dom.d.ts'],
    types: ['node'],
    typeRoots: [path.join(root, 'node_modules/@types')],
    noEmit: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getDefaultLibLocation = () => path.join(root, 'node_modules/typescript/lib');
  const text = mentions.map((one) => `void ${one};`).join('\n');
  host.getSourceFile = (file, version) =>
    file === name ? ts.createSourceFile(file, text, version) : read(file, version);
  const program = ts.createProgram([name], options, host);
  const problems = program.getSemanticDiagnostics(program.getSourceFile(name));
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
});
