import { ts } from 'ts-morph';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { indentAt, reindented } from '../../nodeText.js';
import { createEffectReader } from '../effects/effects.js';
import { topStatement, whyNotMoved } from '../helpers/helpers.js';
import type { FileAnalysis } from '../program/programFacts.js';
import { functionOf, isNeverReplaced } from '../helpers/localFunctions.js';
import type { SameLoop } from './sameLoop.js';
import { declarationOf, enclosingFunction, forEachUse, isDeclaredIn, isInside, symbolOf } from '../source/symbols.js';

/** A function of the file, and the names that it uses and does not declare. */
interface Helper {
  readonly symbol: ts.Symbol;
  readonly declaration: ts.FunctionDeclaration | ts.VariableDeclaration;
  readonly free: readonly ts.Identifier[];
}

/**
 * The same loop, with the functions that read state of their module declared in its body: what they read is then read in the loop
 * itself, so that a task is handed it as it is at the call. `const table = build(); fill(table);` is in the way of a loop that
 * calls `crc(block)` otherwise: a worker module would have a table of its own.
 *
 * Lambda lifting, the other way round: T. Johnsson, "Lambda Lifting: Transforming Programs to Recursive Equations", 1985.
 *
 * @returns null where the loop calls no such function
 */
export function helpersInside(loop: FoundLoop | DeclinedLoop, analysis: FileAnalysis): SameLoop | null {
  if (!('body' in loop) || loop.isNamed) return null;
  const { body } = loop;
  const { checker } = analysis.reading;
  const helpers = helpersOf(loop, analysis);
  const reading = readingState(helpers, analysis);
  const inside = helpers.filter((helper) => reading.has(helper.symbol) && canStandIn(body, helper, checker));
  if (inside.length === 0) return null;
  const { text } = loop.node.getSourceFile();
  const start = body.getStart();
  const base = indentAt(text, start);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = `${base}  `;
  const declared = inside.map((helper) => `${eol}${indent}${textOf(helper, indent)}`).join('');
  if (ts.isBlock(body)) return { patches: [{ start: start + 1, end: start + 1, text: declared }], assumed: [] };
  const [before, after] = ts.isStatement(body) ? ['', ''] : ['return ', ';'];
  return {
    patches: [
      { start, end: start, text: `{${declared}${eol}${indent}${before}` },
      { start: body.end, end: body.end, text: `${after}${eol}${base}}` },
    ],
    assumed: [],
  };
}

/** The functions of the file that a loop comes to by their names, in the order of the file. */
function helpersOf({ node }: FoundLoop, { reading: { checker } }: FileAnalysis): readonly Helper[] {
  const source = node.getSourceFile();
  const found = new Map<ts.Symbol, Helper | null>();
  const follow = (code: ts.Node): void =>
    forEachUse(code, (use) => {
      const symbol = symbolOf(use, checker);
      const declaration = symbol && declarationOf(symbol);
      if (!symbol || !declaration || found.has(symbol)) return;
      found.set(symbol, null);
      if (declaration.getSourceFile() !== source || !ts.isSourceFile(enclosingFunction(declaration))) return;
      const fn = functionOf(declaration);
      if (!fn?.body || topStatement(declaration).parent !== source || isInside(node, declaration)) return;
      const free: ts.Identifier[] = [];
      forEachUse(declaration, (inner) => {
        const named = symbolOf(inner, checker);
        if (!named || !isDeclaredIn(named, declaration)) free.push(inner);
      });
      found.set(symbol, { symbol, declaration: declaration as Helper['declaration'], free });
      follow(declaration);
    });
  follow(node);
  return [...found.values()].filter((helper) => helper !== null).sort((a, b) => a.declaration.pos - b.declaration.pos);
}

/** Those that read a variable of the module which a worker module could not declare once more, or call another that does. */
function readingState(
  helpers: readonly Helper[],
  { reading: { checker }, state, summaries }: FileAnalysis,
): ReadonlySet<ts.Symbol> {
  const known = new Map<ts.Symbol, boolean>();
  const isState = (use: ts.Identifier): boolean => {
    const symbol = symbolOf(use, checker);
    const declaration = symbol && declarationOf(symbol);
    if (!declaration || declaration.getSourceFile() !== use.getSourceFile()) return false;
    if (!ts.isVariableDeclaration(declaration) || !ts.isSourceFile(enclosingFunction(declaration))) return false;
    if (functionOf(declaration)) return false;
    let answer = known.get(symbol);
    if (answer !== undefined) return answer;
    known.set(symbol, false);
    answer = whyNotMoved(topStatement(declaration), checker, state, summaries).length > 0;
    // What is made of state cannot be declared once more either.
    if (!answer && declaration.initializer) forEachUse(declaration.initializer, (name) => (answer ||= isState(name)));
    known.set(symbol, answer);
    return answer;
  };
  const reading = new Set(helpers.filter(({ free }) => free.some(isState)).map(({ symbol }) => symbol));
  for (let before = -1; before !== reading.size;) {
    before = reading.size;
    for (const { symbol, free } of helpers)
      if (free.some((use) => reading.has(symbolOf(use, checker)!))) reading.add(symbol);
  }
  // What changes the module stays where it is.
  for (const { symbol, declaration } of helpers) {
    const { accesses } = createEffectReader(declaration, checker, summaries).effectsOf(functionOf(declaration)!.body!);
    if (accesses.some((a) => a.write && !isDeclaredIn(a.symbol, declaration))) reading.delete(symbol);
  }
  return reading;
}

/** Whether a function does the same where the body of a loop declares it: it is a plain one, and its names mean the same there. */
function canStandIn(body: ts.Node, { symbol, declaration, free }: Helper, checker: ts.TypeChecker): boolean {
  if (!isNeverReplaced(symbol, declaration, checker)) return false;
  // A constant may not be there yet.
  if (ts.isVariableDeclaration(declaration) && declaration.pos > body.pos) return false;
  const flags = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;
  const meansTheSame = (name: string, meant: ts.Symbol | undefined): boolean =>
    checker.resolveName(name, body, flags, false) === meant;
  return (
    meansTheSame((declaration.name as ts.Identifier).text, symbol) &&
    free.every((use) => meansTheSame(use.text, symbolOf(use, checker)))
  );
}

/** A function as a body declares it, with what a comment says of its types, and without `export`. */
function textOf({ declaration }: Helper, indent: string): string {
  const source = declaration.getSourceFile();
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const isScript = (declaration.flags & ts.NodeFlags.JavaScriptFile) !== 0;
  const [doc] = isScript ? ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc) : [];
  const said = doc ? `${doc.getText(source)} ` : '';
  if (ts.isVariableDeclaration(declaration)) return `${said}const ${reindented(declaration, indent)};`;
  const gone = (declaration.modifiers ?? [])
    .filter((m) => m.kind === ts.SyntaxKind.ExportKeyword || m.kind === ts.SyntaxKind.DefaultKeyword)
    .map((m) => ({ start: m.getStart(source), end: m.end + 1, text: '' }));
  return said + reindented(declaration, indent, gone);
}
