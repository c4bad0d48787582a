import { ts } from 'ts-morph';
import { isAssignment } from '../source/assignments.js';

/** The name in `row = …;` where that is a statement of the body, and the first that is said of it. */
export function firstGiven(mentions: readonly ts.Identifier[], body: ts.Block): ts.Identifier | null {
  const [first] = mentions;
  const assignment = first?.parent;
  const isPlain =
    assignment !== undefined &&
    isAssignment(assignment) &&
    assignment.left === first &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isExpressionStatement(assignment.parent) &&
    assignment.parent.parent === body;
  return isPlain && !mentions.some((m) => m !== first && m.pos >= assignment.right.pos && m.end <= assignment.right.end)
    ? first
    : null;
}
