import { ts } from 'ts-morph';
import { isBuffer } from '../../forms/iteration.js';
import { isLibrary, isPrimitive } from '../source/symbols.js';
import { whyNotAlone } from './bufferMemory.js';
import { familyOf, instanceOf, isOfPrototype, whyNotRebuilt } from './rebuilt.js';

const COPIED = new Set([
  'Date',
  'ArrayBuffer',
  'SharedArrayBuffer',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'DataView',
]);
const CONTAINERS = new Set(['Array', 'ReadonlyArray', 'Map', 'ReadonlyMap', 'Set', 'ReadonlySet']);
const STAYS = new Set([
  'Promise',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'RegExp',
  'Error',
  'TypeError',
  'RangeError',
  'Iterator',
  'Generator',
  'Function',
  'Buffer',
  'Proxy',
  'Symbol',
  'Intl',
  'IterableIterator',
  'ArrayIterator',
  'MapIterator',
  'SetIterator',
  'RegExpExecArray',
  'RegExpMatchArray',
]);

const SYMBOL = 'a symbol';

/**
 * Says why values of a type do not survive a structured clone, or null where they do; instances of some classes are made again.
 * What the type does not tell (`any`, a subclass behind an interface) is checked again at run time.
 *
 * @see https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializeinternal
 */
export function whyNotCopied(type: ts.Type, checker: ts.TypeChecker, seen = new Set<ts.Type>()): string | null {
  if (seen.has(type) || seen.size > 200) return null;
  seen.add(type);
  const again = (part: ts.Type): string | null => whyNotCopied(part, checker, seen);
  if (type.isUnionOrIntersection()) {
    const why = first(type.types, again);
    // What a primitive is marked with exists in its type alone: `string & { readonly __brand: unique symbol }`.
    return why?.endsWith(SYMBOL) && type.isIntersection() && isPrimitive(type, checker) ? null : why;
  }
  const constraint = instanceOf(type, checker);
  if (constraint) return again(constraint);
  if (type.flags & (ts.TypeFlags.ESSymbol | ts.TypeFlags.UniqueESSymbol)) return SYMBOL;
  if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.NonPrimitive))) return null;
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return 'a function';
  const symbol = type.getSymbol();
  const name = symbol?.getName() ?? '';
  const library = (symbol?.declarations ?? []).some((d) => d.getSourceFile().isDeclarationFile);
  if (checker.isTupleType(type) || (library && CONTAINERS.has(name)))
    return first(checker.getTypeArguments(type as ts.TypeReference), again);
  if (library && COPIED.has(name)) return null;
  if (isBuffer(type) && symbol?.declarations?.every(isLibrary)) return whyNotAlone(checker);
  if (library && STAYS.has(name)) return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} \`${name}\``;
  const rebuilt = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Class) !== 0;
  const why = rebuilt ? whyNotRebuilt(symbol, checker) : null;
  if (why) return why;
  // What they have that belong to its family, each has that is among them.
  const relatives = rebuilt ? (familyOf(symbol, checker) ?? []).filter((one) => one !== symbol) : [];
  const ofRelative = first(relatives, (one) => again(checker.getDeclaredTypeOfSymbol(one)));
  if (ofRelative) return ofRelative;
  return first(checker.getPropertiesOfType(type), (property) => {
    if (rebuilt && isOfPrototype(property)) return null;
    const declaration = property.valueDeclaration ?? property.declarations?.[0];
    if (property.flags & ts.SymbolFlags.Accessor) return `the accessor \`${property.getName()}\``;
    const inside = declaration ? again(checker.getTypeOfSymbolAtLocation(property, declaration)) : null;
    return inside && whyByPart(property.getName(), inside);
  });
}

/** Says in which property it is what does not survive: `its \`options.pick\` is a function`. */
function whyByPart(name: string, why: string): string {
  if (why.startsWith(ITS)) return `${ITS}${name}.${why.slice(ITS.length)}`;
  return /^an? /.test(why) ? `${ITS}${name}\` is ${why}` : why;
}

const ITS = 'its `';

function first<T>(values: readonly T[], test: (value: T) => string | null): string | null {
  for (const value of values) {
    const why = test(value);
    if (why) return why;
  }
  return null;
}
