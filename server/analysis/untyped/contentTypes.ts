import { ts } from 'ts-morph';
import type { Attempts } from './attempts.js';
import { type Depth, storedElements } from './listElements.js';
import { type EntryPart, partsListed, storedEntries } from './mapEntries.js';
import { isOpen } from './openTypes.js';
import { mentions, unwrap } from '../source/symbols.js';

/** What inference works with. */
export interface Inference {
  readonly checker: ts.TypeChecker;
  readonly attempts: Attempts;
  /** The type of a node; null for `any`. */
  readonly infer: (node: ts.Node) => ts.Type | null;
  /** One type for all that a variable may hold; null where they differ, or one is not known. */
  readonly unify: (types: readonly (ts.Type | null)[]) => ts.Type | null;
}

/** Types of what is put into lists and Maps. */
export interface ContentTypes {
  /** The type of an item that a loop over a collection, or a subscript of it, gives. */
  readonly itemOf: (collection: ts.Expression) => ts.Type | null;
  /** The type of a list of anything that one variable holds, by what is put into it; null where that cannot be told. */
  readonly typeOfList: (list: ts.Symbol, type: ts.Type) => ts.Type | null;
  /** The type of the keys or values of a Map that a constant holds, and that is handed to nobody. */
  readonly typeOfEntries: (map: ts.Expression, part: EntryPart) => ts.Type | null;
  /** The type of an expression; a list that is empty still is one of anything. */
  readonly inferFilled: (node: ts.Expression) => ts.Type | null;
  /** A type, unless it says nothing. */
  readonly known: (type: ts.Type | undefined) => ts.Type | null;
  readonly isArray: (type: ts.Type) => boolean;
}

export function createContentTypes({ checker, attempts, infer, unify }: Inference): ContentTypes {
  const { remember, holdsWith } = attempts;
  /** Of the elements of a list, by the constant that holds it. */
  const byList = { 1: new Map<ts.Symbol, ts.Type | null>(), 2: new Map<ts.Symbol, ts.Type | null>() };
  /** Of the keys and values of a Map, by the constant that holds it. */
  const byMap = { key: new Map<ts.Symbol, ts.Type | null>(), value: new Map<ts.Symbol, ts.Type | null>() };

  function itemOf(collection: ts.Expression): ts.Type | null {
    const type = infer(collection);
    if (!type) return null;
    if (isArray(type) || type.flags & ts.TypeFlags.StringLike)
      return (
        known(checker.getIndexTypeOfType(type, ts.IndexKind.Number)) ??
        typeOfElements(collection) ??
        typeOfListed(collection)
      );
    const listed = typeOfListed(collection);
    if (listed) return listed;
    const [item] = type.symbol?.getName() === 'Set' ? checker.getTypeArguments(type as ts.TypeReference) : [];
    return known(item);
  }

  /** The type of what is put into a list, or into the lists in it, that is made without one, and handed to nobody. */
  function typeOfElements(list: ts.Expression): ts.Type | null {
    const value = unwrap(list);
    const [root, depth] = ts.isElementAccessExpression(value)
      ? [unwrap(value.expression), 2 as const]
      : [value, 1 as const];
    const symbol = ts.isIdentifier(root) ? checker.getSymbolAtLocation(root) : undefined;
    return symbol ? typeOfElementsIn(symbol, depth) : null;
  }

  function typeOfElementsIn(symbol: ts.Symbol, depth: Depth): ts.Type | null {
    return remember(byList[depth], symbol, () => {
      const stored = storedElements(symbol, depth, checker);
      if (!stored) return null;
      // What is made of elements, perhaps by way of a variable, is asked for under the assumption of the others.
      const given = [
        ...stored.values.map((one) => ({ one, find: (): ts.Type | null => infer(one) })),
        ...stored.lists.map((one) => ({ one, find: (): ts.Type | null => itemOf(one) })),
      ];
      const again = given.filter(({ one, find }) => mentions(one, symbol, checker) || find() === null);
      const types = given.filter((part) => !again.includes(part)).map(({ find }) => find());
      const { initializer } = symbol.valueDeclaration as ts.VariableDeclaration;
      if (depth === 1 && initializer && partsListed(initializer)) types.push(typeOfListed(initializer));
      const type = unify(stored.numbers ? [...types, checker.getNumberType()] : types);
      const agrees = (): boolean => again.every(({ find }) => unify([type, find()]) !== null);
      return type && (again.length === 0 || holdsWith(symbol, type, agrees, byList[depth])) ? type : null;
    });
  }

  function typeOfList(list: ts.Symbol, type: ts.Type): ts.Type | null {
    const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    if (!item) return null;
    const isListed = item.flags & ts.TypeFlags.Any ? false : isListOfAnything(item, checker);
    if (!isListed && !(item.flags & ts.TypeFlags.Any)) return null;
    const found = typeOfElementsIn(list, isListed ? 2 : 1);
    const made = found && arrayOf(found, checker);
    return made && isListed ? arrayOf(made, checker) : made;
  }

  /** The type of an item of `map.values()`, and of a list of those. */
  function typeOfListed(collection: ts.Expression): ts.Type | null {
    const listed = partsListed(collection);
    return listed && typeOfEntries(listed.map, listed.part);
  }

  /** The type of the keys or values of a Map that a constant holds, and that is handed to nobody. */
  function typeOfEntries(map: ts.Expression, part: EntryPart): ts.Type | null {
    const name = unwrap(map);
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    if (!symbol) return null;
    return remember(byMap[part], symbol, () => {
      const stored = storedEntries(symbol, part, checker);
      if (!stored) return null;
      // What is made of values that are there already is asked for under the assumption of the others.
      const again = stored.filter((one) => mentions(one, symbol, checker) || inferFilled(one) === null);
      const others = stored.filter((one) => !again.includes(one));
      const type = others.length > 0 ? unify(others.map(inferFilled)) : typeOfFirst(symbol, again, byMap[part]);
      const agrees = (): boolean => again.every((one) => unify([type, inferFilled(one)]) !== null);
      return type && (again.length === 0 || holdsWith(symbol, type, agrees, byMap[part])) ? type : null;
    });
  }

  /** The type of values while there are none yet: that of `[]` in `map.get(key) ?? []`. */
  function typeOfFirst(
    symbol: ts.Symbol,
    values: readonly ts.Expression[],
    known: Map<ts.Symbol, ts.Type | null>,
  ): ts.Type | null {
    let first: ts.Type | null = null;
    const find = (): boolean => {
      first = unify(values.map(inferFilled));
      return false;
    };
    holdsWith(symbol, checker.getUndefinedType(), find, known);
    return first;
  }

  /** The type of an expression; a list that is empty still is one of anything. */
  function inferFilled(node: ts.Expression): ts.Type | null {
    const type = infer(node);
    const item = type && checker.isArrayType(type) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
    return item && item.flags & ts.TypeFlags.Never ? arrayOf(checker.getAnyType(), checker) : type;
  }

  const isArray = (type: ts.Type): boolean =>
    checker.isArrayType(type) ||
    checker.isTupleType(type) ||
    /^(Big)?(Int|Uint|Float)\d+(Clamped)?Array$/.test(type.symbol?.getName() ?? '');

  const known = (type: ts.Type | undefined): ts.Type | null =>
    type && !(type.flags & ts.TypeFlags.Any) && !isOpen(type, checker) ? type : null;

  return { itemOf, typeOfList, typeOfEntries, inferFilled, known, isArray };
}

/** Whether a type is `any[]`, or a list of those. */
export function isListOfAnything(type: ts.Type, checker: ts.TypeChecker): boolean {
  const item = checker.isArrayType(type) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
  return item !== undefined && ((item.flags & ts.TypeFlags.Any) !== 0 || isListOfAnything(item, checker));
}

/** The checker makes such types, but does not say so in its declarations. */
export function arrayOf(item: ts.Type, checker: ts.TypeChecker): ts.Type | null {
  const { createArrayType } = checker as { createArrayType?: (item: ts.Type) => ts.Type };
  return createArrayType?.(item) ?? null;
}
