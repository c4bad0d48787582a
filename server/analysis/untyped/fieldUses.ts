import { ts } from 'ts-morph';
import { listedBySyntax } from '../source/bySyntax.js';
import { extendsClausesOf } from '../source/fileNames.js';
import { namesIn } from '../source/names.js';
import { storesItsValue } from '../source/assignments.js';
import { isGivenValue } from '../source/memberWrites.js';
import { wrapped } from '../source/symbols.js';
import { storedIn } from './fieldWrites.js';
import type { WholeProgram } from './wholeProgram.js';

/** All that a program does with a field of a class that has no other classes above or below it. */
export interface FieldUses {
  /** What it is given. */
  readonly values: readonly ts.Expression[];
  /** Where it is read. */
  readonly reads: readonly ts.Expression[];
}

/**
 * Every value and every use of a field.
 *
 * @returns null where something may be done with it that cannot be seen
 */
export function usesOfField(field: ts.Symbol, { files, checker, symbolAt, infer }: WholeProgram): FieldUses | null {
  const name = field.getName();
  const home = ownerOf(field);
  if (!home?.name || home.heritageClauses) return null;
  const owner = symbolAt(home.name);
  const stored = storedIn(name, files, (write) => symbolAt(write) ?? null, field);
  if (!owner || !stored || stored.numbers || stored.added.length > 0) return null;
  const isAnotherName = (key: ts.Expression | null): boolean => {
    if (!key) return false;
    if (ts.isStringLiteralLike(key)) return key.text !== name;
    const type = infer(key);
    return type !== null && (type.flags & ts.TypeFlags.NumberLike) !== 0;
  };
  const mayHave = (type: ts.Type | null): boolean => {
    const member = type ? checker.getPropertyOfType(checker.getApparentType(type), name) : undefined;
    return !type || (member !== undefined && mayBe(field, member));
  };
  const reads: ts.Expression[] = [];
  for (const file of files) {
    if (extendsClausesOf(file).some(({ expression }) => mayBe(owner, symbolAt(expression)))) return null;
    if (unnamedReaches(file).some(({ object, key }) => !isAnotherName(key) && mayHave(infer(object)))) return null;
    for (const use of namesIn(file, name)) {
      const { parent } = use;
      // `const { items } = store;`
      if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && takenBy(parent) === use)
        return null;
      if (!ts.isPropertyAccessExpression(parent) || parent.name !== use || !mayBe(field, symbolAt(use))) continue;
      const place = wrapped(parent);
      if (!isGivenValue(place)) reads.push(place);
      else if (ts.isBinaryExpression(place.parent) && storesItsValue(place.parent)) reads.push(wrapped(place.parent));
      else return null;
    }
  }
  const { initializer } = (field.declarations ?? []).find(ts.isPropertyDeclaration) ?? { initializer: undefined };
  return { values: initializer ? [initializer, ...stored.values] : stored.values, reads };
}

const mayBe = (symbol: ts.Symbol, found: ts.Symbol | undefined): boolean =>
  !found || found === symbol || (found.declarations ?? []).some((one) => symbol.declarations?.includes(one));

const takenBy = ({ propertyName, name }: ts.BindingElement): ts.Node => propertyName ?? name;

/** The class that has a field, declared or assigned in its constructor or methods. */
function ownerOf({ declarations = [] }: ts.Symbol): ts.ClassDeclaration | null {
  const owners = declarations.map((one) => ts.findAncestor(one, ts.isClassDeclaration) ?? null);
  const isOfObject = declarations.some((one) => ts.isPropertyAssignment(one) || ts.isShorthandPropertyAssignment(one));
  return !isOfObject && owners.every((one) => one === owners[0]) ? (owners[0] ?? null) : null;
}

/** `x` and `k` in `x[k]`, and `x` in `Object.values(x)`, `{ ...x }` and their like: what reaches members without their names. */
const unnamedReaches = listedBySyntax<{ readonly object: ts.Expression; readonly key: ts.Expression | null }>(
  (node, note) => {
    if (ts.isElementAccessExpression(node)) note({ object: node.expression, key: node.argumentExpression });
    if (ts.isSpreadAssignment(node)) note({ object: node.expression, key: null });
    if (ts.isCallExpression(node) && /^(Object\.(values|entries|assign)|Reflect\.\w+)$/.test(node.expression.getText()))
      for (const object of node.arguments) note({ object, key: null });
    if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name) || !node.initializer) return;
    const isUnnamed = ({ dotDotDotToken, propertyName }: ts.BindingElement): boolean =>
      dotDotDotToken !== undefined || (propertyName !== undefined && ts.isComputedPropertyName(propertyName));
    if (node.name.elements.some(isUnnamed)) note({ object: node.initializer, key: null });
  },
);
