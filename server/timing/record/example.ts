/** The `@example` of the function around a loop, as something that can be run. */
import { ts } from 'ts-morph';
import type { Call } from './call.js';
import { parseFile } from '../source/parsedFile.js';

/** The examples of the functions around `[start, end)`, innermost first; those that are no code are left out. */
export function examplesAround(file: string, text: string, start: number, end: number): Call[] {
  const { source } = parseFile(file, text);
  const calls: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end < end) return;
    ts.forEachChild(node, visit);
    if (!ts.isFunctionLike(node)) return;
    const name = ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : (node.name?.getText() ?? 'this');
    for (const tag of ts.getJSDocTags(node)) {
      const code = tag.tagName.text === 'example' ? codeOf(ts.getTextOfJSDocComment(tag.comment) ?? '') : '';
      if (code) calls.push({ code, shown: `the @example of ${name}` });
    }
  };
  visit(source);
  return calls;
}

/** Without caption, fences and imports: the names of the file are there. Empty where the rest is not valid code. */
function codeOf(comment: string): string {
  const fenced = /^```\w*\n(.*?)^```/ms.exec(comment)?.[1];
  const text = (fenced ?? comment).replace(/<caption>.*?<\/caption>/s, '');
  const parsed = ts.createSourceFile('example.ts', text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.TS);
  const kept = parsed.statements.filter((statement) => !ts.isImportDeclaration(statement));
  const code = kept.map((statement) => text.slice(statement.pos, statement.end)).join('');
  const { diagnostics } = ts.transpileModule(`async () => {\n${code}\n}`, {
    fileName: 'example.ts',
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  return kept.length === 0 || diagnostics?.length ? '' : code;
}
