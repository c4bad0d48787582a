import { ts } from 'ts-morph';
import { awaitedKind } from '../../forms/awaited.js';
import { ANY, stepOf } from '../source/access.js';
import { exportNamed, globalPath } from '../calls/callees.js';
import { noteTakenItems, noteTakenPart, noteTakenProperty, runsAccessor, takenName } from './effectsOfAccessors.js';
import { noteIterated, noteKey } from './effectsOfConversions.js';
import { ANY_ACCESSOR } from '../calls/overrides.js';
import type { EffectWalk } from './effectWalk.js';
import { unwrap } from '../source/symbols.js';

/** `a = b`, `a += b`: the value, then the write. */
export function noteAssignment(walk: EffectWalk, node: ts.BinaryExpression): void {
  const compound = node.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
  if (compound) walk.visit(node.left);
  walk.visit(node.right);
  noteTaken(walk, node.left, node.right);
  noteWrite(walk, node.left, !compound);
}

/** What `[a, b] = source` reads of its source. */
function noteTaken(walk: EffectWalk, target: ts.Expression, source: ts.Expression): void {
  target = unwrap(target);
  if (!ts.isArrayLiteralExpression(target) && !ts.isObjectLiteralExpression(target)) return;
  const value = unwrap(source);
  if (ts.isArrayLiteralExpression(target)) noteIterated(walk, source);
  else
    for (const property of target.properties) {
      noteTakenProperty(walk, source, assignedName(property));
      if (ts.isPropertyAssignment(property)) noteTakenInside(walk, assignedPart(property.initializer));
    }
  if (
    !ts.isArrayLiteralExpression(target) ||
    !ts.isArrayLiteralExpression(value) ||
    value.elements.some(ts.isSpreadElement)
  ) {
    if (ts.isArrayLiteralExpression(target))
      target.elements.forEach((element) => noteTakenInside(walk, assignedPart(element)));
    return walk.everything(source);
  }
  // Each part of `[a, b] = [b, a]` is taken whole.
  target.elements.forEach((element, k) => {
    const part = value.elements[k];
    if (part) noteTaken(walk, assignedPart(element), part);
  });
}

/** What the pattern of an assignment runs that takes apart something without a name. */
function noteTakenInside(walk: EffectWalk, target: ts.Expression): void {
  const pattern = unwrap(target);
  if (ts.isArrayLiteralExpression(pattern)) {
    noteTakenItems(walk, pattern);
    pattern.elements.forEach((element) => noteTakenInside(walk, assignedPart(element)));
  }
  if (!ts.isObjectLiteralExpression(pattern)) return;
  for (const property of pattern.properties) {
    noteTakenPart(walk, pattern, assignedName(property));
    if (ts.isPropertyAssignment(property)) noteTakenInside(walk, assignedPart(property.initializer));
  }
}

const assignedName = ({ name }: ts.ObjectLiteralElementLike): string =>
  name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? name.text : ANY_ACCESSOR;

/** A write of a target; `visitParts` also evaluates the object and subscript of `o[k]`. */
export function noteWrite(walk: EffectWalk, target: ts.Expression, visitParts = false): void {
  target = unwrap(target);
  if (ts.isIdentifier(target)) return walk.binding(target, true);
  if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) {
    if (visitParts) {
      walk.visit(target.expression);
      if (ts.isElementAccessExpression(target)) noteKey(walk, target.argumentExpression);
    }
    if (globalPath(target.expression, walk.checker) !== null)
      return walk.note('unknown-call', target, target.getText());
    if (runsAccessor(walk, target, 'set')) return;
    const exported = exportNamed(target, walk.checker);
    if (exported) walk.access(true, exported, false, [], target);
    return walk.touch(true, target.expression, [stepOf(target)], target);
  }
  if (ts.isArrayLiteralExpression(target)) {
    for (const element of target.elements) notePartWrite(walk, element, visitParts);
  } else if (ts.isObjectLiteralExpression(target)) {
    for (const property of target.properties) {
      if (ts.isShorthandPropertyAssignment(property)) {
        if (property.objectAssignmentInitializer) walk.visit(property.objectAssignmentInitializer);
        walk.binding(property.name, true);
      } else if (ts.isPropertyAssignment(property)) {
        if (ts.isComputedPropertyName(property.name)) noteKey(walk, property.name.expression);
        notePartWrite(walk, property.initializer, visitParts);
      } else walk.note('unknown-call', property, property.getText());
    }
  } else if (!ts.isOmittedExpression(target)) walk.note('unknown-call', target, target.getText());
}

/** `target = value` in a pattern: the value where nothing is there, then the write. */
function notePartWrite(walk: EffectWalk, element: ts.Expression, visitParts: boolean): void {
  const target = assignedPart(element);
  if (target !== element && ts.isBinaryExpression(element)) walk.visit(element.right);
  noteWrite(walk, target, visitParts);
}

/** A variable with its first value, or a parameter with its default. */
export function noteDeclaration(walk: EffectWalk, node: ts.VariableDeclaration | ts.ParameterDeclaration): void {
  if (node.initializer) walk.visit(node.initializer);
  // `let hash;` begins as undefined every time; `var hash;` says nothing.
  else if (ts.isIdentifier(node.name) && node.parent.flags & ts.NodeFlags.Let) walk.binding(node.name, true);
  notePattern(walk, node.name, node.initializer);
}

/**
 * @param source what is taken apart, or what that is a part of
 * @param isWhole it is taken apart itself
 */
export function notePattern(
  walk: EffectWalk,
  name: ts.BindingName,
  source: ts.Expression | undefined,
  isWhole = source !== undefined,
): void {
  if (ts.isIdentifier(name)) {
    if (source || !ts.isVariableDeclaration(name.parent)) walk.binding(name, true);
    return;
  }
  if (source) walk.everything(source);
  if (source && ts.isArrayBindingPattern(name)) noteIterated(walk, source);
  if (ts.isArrayBindingPattern(name) && !isWhole) noteTakenItems(walk, name);
  for (const element of name.elements) {
    if (ts.isOmittedExpression(element)) continue;
    if (ts.isObjectBindingPattern(name)) {
      if (source && isWhole) noteTakenProperty(walk, source, takenName(element));
      else noteTakenPart(walk, name, takenName(element));
    }
    if (element.propertyName && ts.isComputedPropertyName(element.propertyName))
      noteKey(walk, element.propertyName.expression);
    if (element.initializer) walk.visit(element.initializer);
    notePattern(walk, element.name, source ?? element.initializer, false);
    if (ts.isIdentifier(element.name)) walk.binding(element.name, true);
  }
}

/** A nested `for…of` or `for…in` loop: everything walked over is read, the variable is written. */
export function noteIteration(walk: EffectWalk, node: ts.ForOfStatement | ts.ForInStatement): void {
  walk.visit(node.expression);
  if (ts.isForOfStatement(node)) {
    if (node.awaitModifier) noteSource(walk, node);
    noteIterated(walk, node.expression);
    const type = walk.checker.getTypeAtLocation(node.expression);
    if (isIteratorType(type) && walk.mayBeShared(node.expression))
      walk.note('unknown-call', node.expression, node.expression.getText());
  }
  const { initializer } = node;
  if (ts.isVariableDeclarationList(initializer))
    for (const d of initializer.declarations) notePattern(walk, d.name, node.expression, false);
  else {
    noteTakenInside(walk, initializer);
    noteWrite(walk, initializer, true);
  }
  walk.visit(node.statement);
}

/** What `for await` takes its items from: it waits, uses a stream up, and runs whatever code stands behind other sources. */
function noteSource(walk: EffectWalk, node: ts.ForOfStatement): void {
  walk.note('awaits', node, 'for await');
  const kind = awaitedKind(node.expression, walk.checker);
  if (kind === 'stream') walk.touch(true, node.expression, [ANY], node.expression);
  else if (!kind) walk.note('unknown-call', node.expression, node.expression.getText());
}

/** The target in `[target = value]`. */
function assignedPart(element: ts.Expression): ts.Expression {
  if (ts.isSpreadElement(element)) return element.expression;
  return ts.isBinaryExpression(element) && element.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? element.left
    : element;
}

function isIteratorType(type: ts.Type): boolean {
  return type.getProperty('next') !== undefined;
}
