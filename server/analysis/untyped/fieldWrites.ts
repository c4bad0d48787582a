import { ts } from 'ts-morph';
import { isAssignment, isDefault, isIncrement } from '../source/assignments.js';
import { memberWrites } from '../source/memberWrites.js';
import { wrapped } from '../source/symbols.js';

/** What a field is given, apart from its declarations. */
export interface StoredInField {
  readonly values: readonly ts.Expression[];
  /** What is added to it. */
  readonly added: readonly ts.Expression[];
  /** It is counted up or down, or a number is taken from it. */
  readonly numbers: boolean;
}

/**
 * All that files store in a field by its name.
 *
 * @param symbolAt the field that a write means; null where that cannot be told
 * @returns null where something may be stored that cannot be seen
 */
export function storedIn(
  name: string,
  files: readonly ts.SourceFile[],
  symbolAt: (write: ts.Node) => ts.Symbol | null,
  field: ts.Symbol,
): StoredInField | null {
  const values: ts.Expression[] = [];
  const added: ts.Expression[] = [];
  let numbers = false;
  for (const write of files.flatMap((file) => memberWrites(file).of(name))) {
    const written = symbolAt(write);
    if (written && written !== field) continue;
    const place = wrapped(write.parent as ts.Expression);
    const change = place.parent;
    if (!written) return null;
    if (isIncrement(change)) numbers = true;
    else if (!isAssignment(change) || change.left !== place || isDefault(change)) return null;
    else if (change.operatorToken.kind === ts.SyntaxKind.EqualsToken) values.push(change.right);
    else if (change.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) added.push(change.right);
    else if (ARITHMETIC.has(change.operatorToken.kind)) numbers = true;
    else return null;
  }
  return { values, added, numbers };
}

/** What gives a number, whatever was there before. */
const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.AsteriskAsteriskEqualsToken,
  ts.SyntaxKind.SlashEqualsToken,
  ts.SyntaxKind.PercentEqualsToken,
  ts.SyntaxKind.AmpersandEqualsToken,
  ts.SyntaxKind.BarEqualsToken,
  ts.SyntaxKind.CaretEqualsToken,
  ts.SyntaxKind.LessThanLessThanEqualsToken,
  ts.SyntaxKind.GreaterThanGreaterThanEqualsToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken,
]);
