/** The top level of a bench module. */
import { ts } from 'ts-morph';
import { membersOf, type Needed, type RecordedNames } from '../source/needed.js';
import type { ParsedFile } from '../source/parsedFile.js';
import { BENCH_GLOBAL } from '../protocol.js';
import { nodeOf, variableOf } from '../source/references.js';
import type { Region } from '../source/region.js';
import { isOnlyRead } from '../source/usage.js';

/** The statements of the file that the bench keeps. `reset` names the bindings that are set before each run. */
export function writeModule(
  file: ParsedFile,
  needed: readonly Needed[],
  region: Region,
  recorded: RecordedNames,
): { text: string; reset: ReadonlySet<string> } {
  const wanted = needed.filter((one) => one.reference.topLevel);
  const kept = wanted
    .filter((one) => one.source === 'declaration')
    .flatMap(({ reference }) => [nodeOf(reference), ...membersOf(file, reference.symbol)]);
  const reset = new Set<string>();
  const lines: string[] = [];
  for (const statement of file.source.statements) {
    if (isDirective(statement) || ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) {
      lines.push(statement.getText());
    } else if (ts.isVariableStatement(statement)) {
      lines.push(...writeVariables(statement));
    } else if (kept.includes(statement)) {
      lines.push(withoutExport(statement));
    }
  }
  if (ts.isExternalModule(file.source)) lines.push('export {};');
  return { text: lines.join('\n'), reset };

  function writeVariables(statement: ts.VariableStatement): string[] {
    const { declarationList } = statement;
    const word =
      declarationList.flags & ts.NodeFlags.Const ? 'const' : declarationList.flags & ts.NodeFlags.Let ? 'let' : 'var';
    return declarationList.declarations.flatMap((declaration) => {
      if (kept.includes(declaration)) return [`${word} ${declaration.getText()};`];
      return wanted
        .filter((one) => one.source !== 'declaration' && variableOf(one.reference.declaration) === declaration)
        .map(({ reference, source }) => {
          const { name } = reference;
          const { state, shape } = recorded[name]!;
          const fixed =
            word === 'const' &&
            source === 'record' &&
            state === 'copied' &&
            (shape === 'primitive' || (shape === 'flat' && isOnlyRead(file, reference, [...region.nodes, ...kept])));
          if (fixed) return `const ${name} = globalThis.${BENCH_GLOBAL}.constants[${JSON.stringify(name)}];`;
          reset.add(name);
          return `let ${name};`;
        });
    });
  }
}

function isDirective(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

function withoutExport(statement: ts.Statement): string {
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  let text = statement.getText();
  for (const modifier of [...modifiers].reverse()) {
    if (modifier.kind !== ts.SyntaxKind.ExportKeyword && modifier.kind !== ts.SyntaxKind.DefaultKeyword) continue;
    const from = modifier.getStart() - statement.getStart();
    text = text.slice(0, from) + text.slice(from + modifier.getText().length);
  }
  return text;
}
