/** What the loop needs besides itself, and where the bench gets it from. */
import { ts } from 'ts-morph';
import type { ParsedFile } from './parsedFile.js';
import type { RecordedName } from '../protocol.js';
import { contains, nodeOf, referencesOf, referenceTo, variableOf, type Reference } from './references.js';
import type { Region } from './region.js';
import { TimingError } from '../timingError.js';
import { isFreshAtLoop } from './usage.js';

export type RecordedNames = Readonly<Record<string, RecordedName>>;

/** Lives for one call: it holds AST nodes. */
export interface Needed {
  readonly reference: Reference;
  /**
   * - `record`: the recorded value.
   * - `declaration`: its declaration once more, when the bench is loaded.
   * - `made`: the initial value of its declaration, before each run.
   */
  readonly source: 'record' | 'declaration' | 'made';
}

/** `also` names bindings that are wanted besides: what the other version of the loop changes. */
export function gatherNeeded(
  file: ParsedFile,
  region: Region,
  recorded: RecordedNames,
  also: readonly string[],
): Needed[] {
  const needed = new Map<ts.Symbol, Needed>();
  if (region.usesThis) refuse('this', recorded['this']);
  const open: (readonly Reference[])[] = [referencesOf(file, region.nodes), wantedBesides(file, region, also)];
  for (let references = open.pop(); references; references = open.pop()) {
    for (const reference of references) {
      if (needed.has(reference.symbol)) continue;
      const source = sourceOf(file, reference, region, recorded);
      needed.set(reference.symbol, { reference, source });
      if (reference.kind === 'import' || source === 'record') continue;
      open.push(referencesOf(file, [nodeOf(reference)]));
      if (reference.kind === 'code' && reference.topLevel)
        open.push(referencesOf(file, membersOf(file, reference.symbol)));
    }
  }
  return [...needed.values()];
}

function wantedBesides(file: ParsedFile, region: Region, names: readonly string[]): Reference[] {
  return names.flatMap((name) => {
    const symbol = file.checker.resolveName(name, region.nodes[0], ts.SymbolFlags.Value, false);
    const reference = symbol && referenceTo(symbol);
    return reference && !region.nodes.some((node) => contains(node, reference.declaration)) ? [reference] : [];
  });
}

/** Statements such as `Name.prototype.x = …` and `Name.x = …`, which belong to the function or class `Name`. */
export function membersOf(file: ParsedFile, owner: ts.Symbol): ts.Statement[] {
  return file.source.statements.filter((statement) => {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false;
    const { left, operatorToken } = statement.expression;
    if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return false;
    let root: ts.Expression = left;
    while (ts.isPropertyAccessExpression(root)) root = root.expression;
    return ts.isIdentifier(root) && file.checker.getSymbolAtLocation(root) === owner;
  });
}

function sourceOf(file: ParsedFile, reference: Reference, region: Region, recorded: RecordedNames): Needed['source'] {
  const { name, kind, topLevel, declaration } = reference;
  if (kind !== 'value') return 'declaration';
  const hidden = file.checker.resolveName(name, region.nodes[0], ts.SymbolFlags.Value, false) !== reference.symbol;
  const found = hidden ? undefined : recorded[name];
  if (found?.state === 'copied' || found?.state === 'unset') return 'record';
  // A variable without a usable record is made again, where its declaration says how and does not depend on the run.
  const variable = variableOf(declaration);
  const initializer = ts.isVariableDeclaration(variable) ? variable.initializer : undefined;
  if (topLevel && initializer && (!found || found.state === 'function' || isStateless(initializer)))
    return 'declaration';
  if (!topLevel && initializer && !found && !hidden) return 'declaration';
  if (found?.canBeMade && isFreshAtLoop(file, reference, region)) return 'made';
  if (hidden && !topLevel)
    throw new TimingError(
      `The loop's helpers use a variable \`${name}\` that is hidden by another \`${name}\` where the loop stands: rename one of them.`,
    );
  refuse(name, found);
  return 'record';
}

function refuse(name: string, found: RecordedName | undefined): void {
  if (found?.state === 'refused' || found?.state === 'function') {
    throw new TimingError(
      `The loop cannot be timed on copies of its inputs: \`${name}\` cannot be copied (${found.reason}).`,
    );
  }
  if (!found) throw new TimingError(`The loop cannot be timed: the value of \`${name}\` could not be recorded.`);
}

/** Built-in objects that hold no data of the program. */
export function isStateless(initializer: ts.Expression): boolean {
  return /^(new\s+(TextEncoder|TextDecoder|Intl\.\w+)\b|require\s*\()/.test(initializer.getText());
}
