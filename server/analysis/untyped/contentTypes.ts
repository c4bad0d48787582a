import { ts } from 'ts-morph';
import type { Attempts } from './attempts.js';
import type { Stored, Way } from './containerWays.js';
import { type EntryPart, iteratorIn, partsListed } from './mapEntries.js';
import { isOpen } from './openTypes.js';
import { mentions, unwrap } from '../source/symbols.js';
import { storedAlong } from './storedAlong.js';
import { isDictionary } from './isDictionary.js';
import { isHolder, symbolHolding } from './storedByValue.js';
import type { WholeProgram } from './wholeProgram.js';

/** What inference works with. */
export interface Inference {
  readonly program: WholeProgram;
  readonly attempts: Attempts;
  /** One type for all that a variable may hold; null where they differ, or one is not known. */
  readonly unify: (types: readonly (ts.Type | null)[]) => ts.Type | null;
}

/** Types of what is put into lists and Maps. */
export interface ContentTypes {
  /** The type of an item that a loop over a collection, or a subscript of it, gives. */
  readonly itemOf: (collection: ts.Expression) => ts.Type | null;
  /** The type of a list of anything that one variable holds, by what is put into it; null where that cannot be told. */
  readonly typeOfList: (list: ts.Symbol, type: ts.Type) => ts.Type | null;
  /** The type of a list that a variable holds, and that is in a container of the program, perhaps. */
  readonly typeOfHeld: (symbol: ts.Symbol) => ts.Type | null;
  /** The type of the keys or values of a Map or dictionary that a variable holds, and that is handed to nobody. */
  readonly typeOfEntries: (map: ts.Expression, part: EntryPart) => ts.Type | null;
  /** The type of an expression; a list that is empty still is one of anything. */
  readonly inferFilled: (node: ts.Expression) => ts.Type | null;
  /** A type, unless it says nothing. */
  readonly known: (type: ts.Type | undefined) => ts.Type | null;
  readonly isArray: (type: ts.Type) => boolean;
  /** The variable, or the field, that a container is in. */
  readonly heldIn: (container: ts.Expression) => ts.Symbol | undefined;
}

/** Types whose first argument is what a loop over them gives. */
const ITERATED = /^((Array|Map|Set|String|Iterable)Iterator|IteratorObject|Generator|(Readonly)?Set)$/;

/** What is at the end of a way into the container that a variable holds. */
interface Cell {
  readonly symbol: ts.Symbol;
  readonly way: Way;
}

export function createContentTypes({ program, attempts, unify }: Inference): ContentTypes {
  const { checker, sites, infer } = program;
  const { remember, holdsWith } = attempts;
  const cells = new Map<ts.Symbol, Cell[]>();
  const byCell = new Map<Cell, ts.Type | null>();
  const cellAt = (symbol: ts.Symbol, way: Way): Cell => {
    const known = cells.get(symbol) ?? [];
    const found = known.find((cell) => cell.way.join() === way.join());
    if (found) return found;
    const made = { symbol, way };
    cells.set(symbol, [...known, made]);
    return made;
  };

  function itemOf(collection: ts.Expression): ts.Type | null {
    const type = infer(collection);
    if (!type) return typeOfListed(collection);
    if (isArray(type) || type.flags & ts.TypeFlags.StringLike)
      return (
        known(checker.getIndexTypeOfType(type, ts.IndexKind.Number)) ??
        typeOfElements(collection) ??
        typeOfListed(collection) ??
        typeOfCopied(collection)
      );
    const listed = typeOfListed(collection);
    if (listed) return listed;
    const name = type.symbol?.getName() ?? '';
    const [item] = ITERATED.test(name) ? checker.getTypeArguments(type as ts.TypeReference) : [];
    return known(item) ?? (name === 'Set' ? typeOfElements(collection) : null);
  }

  /** The type of an item of `[...set]` and `Array.from(set)`. */
  function typeOfCopied(list: ts.Expression): ts.Type | null {
    const copied = iteratorIn(list);
    return copied === unwrap(list) ? null : itemOf(copied);
  }

  /** The variable, or the field, that a container is in. */
  const heldIn = (container: ts.Expression): ts.Symbol | undefined =>
    isHolder(container) ? symbolHolding(container, program) : undefined;

  /** The type of what is put into a list, or into the lists in it, that is made without one, and handed to nobody. */
  function typeOfElements(list: ts.Expression): ts.Type | null {
    const value = unwrap(list);
    const [root, way] = ts.isElementAccessExpression(value)
      ? [unwrap(value.expression), ['item', 'item'] as const]
      : [value, ['item'] as const];
    const symbol = heldIn(root);
    return symbol ? typeAlong(symbol, way) : null;
  }

  /** The type of all that is put at the end of a way into the container that a variable holds; null where that cannot be told. */
  function typeAlong(symbol: ts.Symbol, way: Way): ts.Type | null {
    const cell = cellAt(symbol, way);
    return remember(byCell, cell, () => {
      const stored = storedAlong(symbol, way, program);
      if (!stored) return null;
      const type = typeOfStored(cell, stored);
      const mayBeLists = stored.values.length > 0 && !stored.numbers && way.length < 3;
      if (!mayBeLists || (type && !checker.isArrayType(type))) return type;
      return typeOfListsAt(symbol, way) ?? (type && arrayOf(checker.getAnyType(), checker));
    });
  }

  /** Of lists at the end of a way: all that is put there must be lists, and what is put into those is known. */
  function typeOfListsAt(symbol: ts.Symbol, way: Way): ts.Type | null {
    const items = [...way, 'item'] as const;
    return storedAlong(symbol, items, program)
      ? arrayOf(typeAlong(symbol, items) ?? checker.getAnyType(), checker)
      : null;
  }

  function typeOfStored(cell: Cell, stored: Stored): ts.Type | null {
    const { symbol, way } = cell;
    // What is made of what is there, perhaps by way of a variable, is asked for under the assumption of the others.
    const given = [
      ...stored.values.map((one) => ({ one, find: (): ts.Type | null => inferFilled(one) })),
      ...stored.lists.map((one) => ({ one, find: (): ts.Type | null => itemOf(one) })),
    ];
    const again = given.filter(({ one, find }) => mentions(one, symbol, checker) || find() === null);
    const types = given.filter((part) => !again.includes(part)).map(({ find }) => find());
    const { initializer } = (symbol.valueDeclaration ?? {}) as Partial<ts.VariableDeclaration>;
    if (way.length === 1 && way[0] === 'item' && initializer && partsListed(initializer))
      types.push(typeOfListed(initializer));
    if (stored.numbers) types.push(checker.getNumberType());
    const finds = again.map(({ find }) => find);
    const type = types.length > 0 ? unify(types) : typeOfFirst(cell, finds);
    const agrees = (): boolean => finds.every((find) => unify([type, find()]) !== null);
    return type && (again.length === 0 || holdsWith(cell, type, agrees, byCell)) ? type : null;
  }

  function typeOfList(list: ts.Symbol, type: ts.Type): ts.Type | null {
    const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    if (!item) return null;
    const isListed = item.flags & ts.TypeFlags.Any ? false : isListOfAnything(item, checker);
    if (!isListed && !(item.flags & ts.TypeFlags.Any)) return null;
    const found = typeAlong(list, isListed ? ['item', 'item'] : ['item']);
    const made = found && arrayOf(found, checker);
    return made && isListed ? arrayOf(made, checker) : made;
  }

  /** The type of an item of `map.values()`, and of a list of those. */
  function typeOfListed(collection: ts.Expression): ts.Type | null {
    const listed = partsListed(collection);
    return listed && typeOfEntries(listed.map, listed.part);
  }

  function typeOfEntries(map: ts.Expression, part: EntryPart): ts.Type | null {
    const symbol = heldIn(unwrap(map));
    if (!symbol) return null;
    if (!isDictionary(symbol, checker, sites)) return typeAlong(symbol, [part]);
    return part === 'key' ? checker.getStringType() : typeAlong(symbol, ['member']);
  }

  function typeOfHeld(symbol: ts.Symbol): ts.Type | null {
    const stored = storedAlong(symbol, ['item'], program);
    const hasItems = stored && (stored.values.length > 0 || stored.lists.length > 0 || stored.numbers);
    return hasItems ? arrayOf(typeAlong(symbol, ['item']) ?? checker.getAnyType(), checker) : null;
  }

  /** The type of values while there are none yet: that of `[]` in `map.get(key) ?? []`. */
  function typeOfFirst(cell: Cell, finds: readonly (() => ts.Type | null)[]): ts.Type | null {
    let first: ts.Type | null = null;
    const find = (): boolean => {
      first = unify(finds.map((one) => one()));
      return false;
    };
    holdsWith(cell, checker.getUndefinedType(), find, byCell);
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

  return { itemOf, typeOfList, typeOfHeld, typeOfEntries, inferFilled, known, isArray, heldIn };
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
