/**
 * `--call 'EXPR'`: the expression is evaluated where the file ends, in the scope of its top level, after the file has been
 * loaded; so it may name everything the file declares or imports, exported or not. No shell sees it.
 */
import { ts } from 'ts-morph';
import { CALL_GLOBAL } from '../protocol.js';
import { TimingError } from '../timingError.js';

/** What is run, instead of the file itself, so that the loop is reached. */
export interface Call {
  /** Statements for the body of an async function at the top level of the file. */
  readonly code: string;
  /** How messages name it: `--call 'scoreAll(reads)'`. */
  readonly shown: string;
}

/**
 * Reads the expression of `--call`.
 *
 * @throws TimingError when it is not one expression
 */
export function readCall(expression: string): Call {
  const shown = `--call '${expression.trim()}'`;
  const code = `return (\n${expression}\n);`;
  const { source, problem } = parse(`async function f() {\n${code}\n}`);
  const [outer, ...others] = source.statements;
  const body = outer && ts.isFunctionDeclaration(outer) ? outer.body?.statements : undefined;
  const isWhole = others.length === 0 && body?.length === 1 && expression.trim() !== '';
  if (problem !== null || !isWhole) {
    const why = problem === null || expression.trim() === '' ? 'an expression is missing' : problem;
    throw new TimingError(`${shown} is not one expression (${why}). Call the function around the loop: --call 'f(x)'.`);
  }
  return { code, shown };
}

/** The text of a file with `call` ready to be run from outside. */
export function withCall(text: string, call: Call): string {
  return `${text}\n;globalThis.${CALL_GLOBAL} = async () => {\n${call.code}\n};\n`;
}

function parse(text: string): { source: ts.SourceFile; problem: string | null } {
  const source = ts.createSourceFile('call.ts', text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.TS);
  const { diagnostics } = ts.transpileModule(text, {
    fileName: 'call.ts',
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const first = diagnostics?.[0];
  const problem = first ? ts.flattenDiagnosticMessageText(first.messageText, ' ').replace(/\.$/, '') : null;
  return { source, problem };
}
