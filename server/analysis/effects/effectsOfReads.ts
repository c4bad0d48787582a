import { ts } from 'ts-morph';
import { stepOf } from '../source/access.js';
import { exportNamed, globalPath } from '../calls/callees.js';
import { isCapturedField } from '../transfer/capturedFields.js';
import { runsAccessor } from './effectsOfAccessors.js';
import { noteConversion, noteKey, noteOwnMethod } from './effectsOfConversions.js';
import type { EffectWalk } from './effectWalk.js';
import { codeOfPart } from './ofThisThread.js';
import { isNothing, isPlainByForm, isPrimitive } from '../source/symbols.js';

/** `o.name` or `o[k]`. */
export function notePart(walk: EffectWalk, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): void {
  const ofThread = codeOfPart(node, walk.checker);
  if (ofThread) return walk.note(ofThread, node, node.getText());
  if (isStackTrace(node, walk.checker)) walk.note('stack-trace', node, node.getText());
  const path = globalPath(node.expression, walk.checker);
  if (path !== null || (ts.isPropertyAccessExpression(node) && globalPath(node, walk.checker) !== null)) return;
  if (!isCapturedField(node, walk.region, walk.checker)) walk.visit(node.expression);
  if (ts.isElementAccessExpression(node)) noteKey(walk, node.argumentExpression);
  if (runsAccessor(walk, node, 'get')) return;
  const exported = exportNamed(node, walk.checker);
  if (exported) walk.access(false, exported, false, [], node);
  walk.touch(false, node.expression, [stepOf(node)], node);
}

/** `error.stack` */
function isStackTrace(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  checker: ts.TypeChecker,
): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'stack') return false;
  const declaration = checker.getSymbolAtLocation(node.name)?.valueDeclaration;
  return declaration
    ? declaration.parent.kind === ts.SyntaxKind.InterfaceDeclaration &&
        (declaration.parent as ts.InterfaceDeclaration).name.text === 'Error'
    : isCaught(node.expression, checker);
}

/** An object made into text or a number is read whole, and may have its own way of it. */
export function noteText(walk: EffectWalk, expression: ts.Expression): void {
  if (walk.writesOnly || isPlainByForm(expression)) return;
  if (!isPrimitive(walk.checker.getTypeAtLocation(expression), walk.checker)) walk.everything(expression);
  noteConversion(walk, expression);
}

const CLASSES = /^(Array|Map|Set|Date|RegExp|ArrayBuffer|(Big)?(Int|Uint|Float)\d+(Clamped)?Array|Error)$/;
const ERRORS = /^(Type|Range|Syntax|Reference|URI|Eval)Error$/;

/**
 * Whether `x instanceof C` asks for a class of the language that copies of its objects belong to as well. Those of errors may
 * not, where their name was changed: only of one that is caught it is known that it is no copy.
 */
function isOfLanguage({ left, right }: ts.BinaryExpression, checker: ts.TypeChecker): boolean {
  if (!ts.isIdentifier(right) || !(CLASSES.test(right.text) || (ERRORS.test(right.text) && isCaught(left, checker))))
    return false;
  const declarations = checker.getSymbolAtLocation(right)?.declarations ?? [];
  return declarations.length > 0 && declarations.every((d) => d.getSourceFile().isDeclarationFile);
}

/** `object == 1` makes a number or a text of the object; `object == null` and `object == other` do not. */
function mayConvert({ left, right }: ts.BinaryExpression, checker: ts.TypeChecker): boolean {
  const types = [left, right].map((side) => checker.getTypeAtLocation(side));
  return !types.some(isNothing) && !types.every(({ flags }) => flags & ts.TypeFlags.Object);
}

function isCaught(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const declaration = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node)?.valueDeclaration : undefined;
  return declaration !== undefined && ts.isCatchClause(declaration.parent);
}

/** What an operator does with objects: makes text or numbers of them, or compares them by identity. */
export function noteComparison(walk: EffectWalk, node: ts.BinaryExpression): void {
  const plain = [
    ts.SyntaxKind.CommaToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.QuestionQuestionToken,
  ];
  if (!plain.includes(node.operatorToken.kind) && !/^[!=]==?$|^in$|^instanceof$/.test(node.operatorToken.getText())) {
    noteText(walk, node.left);
    noteText(walk, node.right);
  }
  const kinds = [
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
  ];
  if (node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
    noteText(walk, node.left);
    return walk.everything(node.right);
  }
  if (node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword && isOfLanguage(node, walk.checker)) return;
  if (node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) noteOwnMethod(walk, node.right, ['hasInstance']);
  if (node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword) return walk.note('identity', node, node.getText());
  if (!kinds.includes(node.operatorToken.kind) || walk.writesOnly) return;
  if (/^[!=]=$/.test(node.operatorToken.getText()) && mayConvert(node, walk.checker)) {
    noteText(walk, node.left);
    noteText(walk, node.right);
  }
  if (walk.mayBeShared(node.left) && walk.mayBeShared(node.right)) walk.note('identity', node, node.getText());
}
