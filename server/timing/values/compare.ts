/**
 * Deep comparison of two results, as strict as the rest of a program could notice: `-0` and `0`, `NaN`, holes,
 * the order of keys, properties that are not enumerable, read-only or accessors, frozen objects, classes, and which parts are
 * the same object. Accessors are compared by their text and by what reading them gives.
 *
 * Not seen, because no program can see it from outside or because it costs too much: private fields, what closures hold,
 * the state of promises, entries of WeakMaps, prototypes that are no classes, and whether one element of an array is read-only.
 */
import type { Hash } from 'node:crypto';
import { types } from 'node:util';
import { tellTexts } from './tellTexts.js';

type Path = { readonly above: Path | null; readonly step: string };

/** Which part of one side stands for which of the other. */
interface Partners {
  readonly right: Map<unknown, unknown>;
  readonly left: Map<unknown, unknown>;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** One open question: are these two the same? `hole` stands for a place of an array without a value. */
type Pair = readonly [left: unknown, right: unknown, path: Path];

const hole = Symbol('hole');

/** How the two values are told apart in a sentence: `x is 1 in the loop and 2 in the pool`. */
export type Sides = readonly [one: string, other: string];

export const LOOP_AND_POOL: Sides = ['in the loop', 'in the pool'];

/** A difference, to be put into words. */
type Difference = (sides: Sides) => string;

/** The first difference between two values, by path, or null: `scores[3].value is 1 in the loop and 2 in the pool`. */
export function compare(serial: unknown, parallel: unknown, name = 'result', sides = LOOP_AND_POOL): string | null {
  return findDifference(serial, parallel, name)?.(sides) ?? null;
}

function findDifference(serial: unknown, parallel: unknown, name: string): Difference | null {
  const partners: Partners = { right: new Map(), left: new Map() };
  const open: Pair[] = [[serial, parallel, { above: null, step: name }]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [left, right, path] = next;
    if (Object.is(left, right)) continue;
    const symbols = isMade(left) && isMade(right) && left.description === right.description;
    if (!symbols && (!isObject(left) || !isObject(right))) return tellValues(path, left, right);
    const known = meet(partners, left, right, path);
    if (known === 'met') continue;
    if (known !== 'new') return known;
    if (!isObject(left) || !isObject(right)) continue;
    const difference = compareShallow(left, right, path, open, partners);
    if (difference) return difference;
  }
  return null;
}

/** Makes two parts partners, unless they are known as such, or one of them has another. */
function meet(partners: Partners, left: unknown, right: unknown, path: Path): 'met' | 'new' | Difference {
  const [partner, partnerBack] = [partners.right.get(left), partners.left.get(right)];
  if (partner !== undefined && partner === right && partnerBack === left) return 'met';
  if (partner !== undefined) return tell(path, 'an object seen before', 'a copy');
  if (partnerBack !== undefined) return tell(path, 'a new object', 'an object seen before');
  if (typeof left !== 'function') {
    partners.right.set(left, right);
    partners.left.set(right, left);
  }
  return 'new';
}

/** Compares two objects without what they hold, and puts that on the stack `open`, the first part on top. */
function compareShallow(left: object, right: object, path: Path, open: Pair[], partners: Partners): Difference | null {
  const kind = kindOf(left);
  if (kind !== kindOf(right)) return tell(path, show(left), show(right));
  if (typeof left === 'function') {
    return Function.prototype.toString.call(left) === Function.prototype.toString.call(right)
      ? null
      : tell(path, 'a function', 'another function');
  }
  if (integrityOf(left) !== integrityOf(right)) return tell(path, integrityOf(left), integrityOf(right));
  if (ArrayBuffer.isView(left)) {
    const other = right as NodeJS.ArrayBufferView;
    // Node puts small Buffers into one piece of memory, as it happens to have room.
    const known = Buffer.isBuffer(left)
      ? null
      : meet(partners, left.buffer, other.buffer, { above: path, step: '.buffer' });
    return typeof known === 'function' ? known : compareBytes(left as NodeJS.ArrayBufferView, other, path);
  }
  if (left instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && left instanceof SharedArrayBuffer)) {
    return compareBytes(new Uint8Array(left), new Uint8Array(right as ArrayBuffer), path);
  }
  const parts: Pair[] = [];
  const own = (step: string): Path => ({ above: path, step });
  if (left instanceof Date) parts.push([left.getTime(), (right as Date).getTime(), own('.getTime()')]);
  if (left instanceof RegExp) {
    const other = right as RegExp;
    parts.push([left.source, other.source, own('.source')], [left.flags, other.flags, own('.flags')]);
    parts.push([left.lastIndex, other.lastIndex, own('.lastIndex')]);
  }
  if (left instanceof Error) {
    const other = right as Error;
    parts.push([left.name, other.name, own('.name')], [left.message, other.message, own('.message')]);
    parts.push([left.cause, other.cause, own('.cause')]);
    if (left instanceof AggregateError) parts.push([left.errors, (other as AggregateError).errors, own('.errors')]);
  }
  if (types.isBoxedPrimitive(left)) parts.push([left.valueOf(), right.valueOf(), own('.valueOf()')]);
  if (left instanceof URL) parts.push([left.href, (right as URL).href, own('.href')]);
  if (left instanceof URLSearchParams)
    parts.push([String(left), (right as URLSearchParams).toString(), own('.toString()')]);
  const digest = digestOf(left);
  if (digest !== null) return digest === digestOf(right) ? null : tell(own('.digest()'), digest, digestOf(right));
  if (left instanceof Map) {
    const [some, others] = [[...left], [...(right as Map<unknown, unknown>)]];
    if (some.length !== others.length) return tell(own('.size'), some.length, others.length);
    some.forEach(([key, value], index) => {
      const [otherKey, otherValue] = others[index]!;
      parts.push([key, otherKey, own(`.keys()[${index}]`)]);
      parts.push([value, otherValue, own(isObject(key) ? `.values()[${index}]` : `.get(${show(key)})`)]);
    });
  }
  if (left instanceof Set) {
    const [some, others] = [[...left], [...(right as Set<unknown>)]];
    if (some.length !== others.length) return tell(own('.size'), some.length, others.length);
    some.forEach((value, index) => parts.push([value, others[index], own(`.values()[${index}]`)]));
  }
  if (Array.isArray(left)) {
    const other = right as unknown[];
    if (left.length !== other.length) return tell(own('.length'), left.length, other.length);
    for (let index = 0; index < left.length; index++) {
      const [value, otherValue] = [
        index in left ? (left[index] as unknown) : hole,
        index in other ? other[index] : hole,
      ];
      if (!Object.is(value, otherValue)) parts.push([value, otherValue, own(`[${index}]`)]);
      else if (isObject(value)) parts.push([value, otherValue, own(`[${index}]`)]);
    }
  }
  const difference = compareKeys(left, right, path, parts, partners);
  if (difference) return difference;
  for (const part of parts.reverse()) open.push(part);
  return null;
}

/** Compares names and order of properties, and collects their values. Elements of arrays and stacks of errors are left out. */
function compareKeys(left: object, right: object, path: Path, parts: Pair[], partners: Partners): Difference | null {
  const [keys, otherKeys] = [ownKeys(left), ownKeys(right)];
  const isSame = (key?: string | symbol, otherKey?: string | symbol): boolean =>
    key === otherKey || (isMade(key) && isMade(otherKey) && partners.right.get(key) === otherKey);
  for (let index = 0; index < Math.max(keys.length, otherKeys.length); index++) {
    const [key, otherKey] = [keys[index], otherKeys[index]];
    if (isMade(key) && isMade(otherKey) && key.description === otherKey.description)
      meet(partners, key, otherKey, path);
    if (isSame(key, otherKey)) {
      const [one, other] = [propertyOf(left, key!), propertyOf(right, otherKey!)];
      const at = { above: path, step: stepOf(key!) };
      if (one.kind !== other.kind) return tell(at, one.kind, other.kind);
      if (one.code !== other.code) return tell(at, one.kind, one.kind.replace(/^an? /, 'another '));
      parts.push([one.value, other.value, at]);
    } else if (key !== undefined && !otherKeys.some((one) => isSame(key, one))) {
      return ([, other]) => `${describe(path)}${stepOf(key)} is missing ${other}`;
    } else if (otherKey !== undefined && !keys.some((one) => isSame(one, otherKey))) {
      return ([one]) => `${describe(path)}${stepOf(otherKey)} is missing ${one}`;
    } else {
      return ([one, other]) =>
        `${describe(path)} has its keys in another order: ${String(key)} comes first ${one}, ${String(otherKey)} ${other}`;
    }
  }
  return null;
}

function ownKeys(object: object): (string | symbol)[] {
  const keys = Reflect.ownKeys(object);
  // All elements come before the length, and that before all other keys; most arrays have none of those.
  if (Array.isArray(object)) return keys.slice(keys.lastIndexOf('length') + 1);
  const known = object instanceof Error ? OF_ERRORS : types.isRegExp(object) ? OF_PATTERNS : null;
  return known ? keys.filter((key) => !known.has(key)) : keys;
}

/** What is compared otherwise, or, like stacks, says where the code stood. */
const OF_ERRORS: ReadonlySet<string | symbol> = new Set(['stack', 'name', 'message', 'cause', 'errors']);
const OF_PATTERNS: ReadonlySet<string | symbol> = new Set(['lastIndex']);

interface Property {
  /** With its article: `an ordinary property`, `a read-only property`, `a getter`. */
  readonly kind: string;
  /** The text of an accessor's functions. */
  readonly code: string;
  readonly value: unknown;
}

/** Its functions need no `this` here: they are never called through it. */
interface Descriptor {
  readonly get?: (() => unknown) | undefined;
  readonly set?: ((value: never) => void) | undefined;
  readonly value?: unknown;
  readonly writable?: boolean;
  readonly enumerable?: boolean;
  readonly configurable?: boolean;
}

const ORDINARY = 'an ordinary property';

function propertyOf(object: object, key: string | symbol): Property {
  const found: Descriptor = Object.getOwnPropertyDescriptor(object, key) ?? {};
  const { get, set, value, writable = false, enumerable = false, configurable = false } = found;
  if (writable && enumerable && configurable) return { kind: ORDINARY, code: '', value };
  const words = [...(enumerable ? [] : ['non-enumerable']), ...(configurable ? [] : ['non-configurable'])];
  if (get ?? set) {
    const noun = get && set ? 'getter and setter' : get ? 'getter' : 'setter';
    const read = get ? readAccessor(object, key) : { value: undefined, threw: false };
    const kind = `${withArticle([words.join(', '), noun].join(' ').trim())}${read.threw ? ' that throws' : ''}`;
    return { kind, code: `${String(get)}, ${String(set)}`, value: read.value };
  }
  if (!writable) words.unshift('read-only');
  return { kind: withArticle(`${words.join(', ')} property`), code: '', value };
}

/** What reading gives. Of an object that is made anew each time only the class counts: there may be no end to them. */
function readAccessor(object: object, key: string | symbol): { readonly value: unknown; readonly threw: boolean } {
  try {
    const value: unknown = Reflect.get(object, key);
    const isFresh = isObject(value) && Reflect.get(object, key) !== value;
    return { value: isFresh ? withArticle(kindOf(value)) : value, threw: false };
  } catch (error) {
    return { value: error, threw: true };
  }
}

function compareBytes(left: NodeJS.ArrayBufferView, right: NodeJS.ArrayBufferView, path: Path): Difference | null {
  const [some, others] = [elementsOf(left), elementsOf(right)];
  if (some.length !== others.length) return tell({ above: path, step: '.length' }, some.length, others.length);
  for (let index = 0; index < some.length; index++) {
    if (!Object.is(some[index], others[index]))
      return tell({ above: path, step: `[${index}]` }, show(some[index]), show(others[index]));
  }
  return null;
}

/** The state of a hash that is still being fed; null of anything else. */
function digestOf(object: object): string | null {
  if (!/^(Hash|Hmac)$/.test(kindOf(object)) || !('copy' in object) || typeof object.copy !== 'function') return null;
  try {
    return (object as Hash).copy().digest('hex');
  } catch {
    return 'finished';
  }
}

function elementsOf(view: NodeJS.ArrayBufferView): ArrayLike<unknown> {
  return view instanceof DataView ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : view;
}

/** A symbol that somebody has made for himself: every copy of the program has its own. */
function isMade(value: unknown): value is symbol {
  return typeof value === 'symbol' && Symbol.keyFor(value) === undefined;
}

/** Which changes of its properties an object allows. */
function integrityOf(object: object): string {
  if (Object.isExtensible(object)) return 'open';
  return Object.isFrozen(object) ? 'frozen' : Object.isSealed(object) ? 'sealed' : 'closed to new properties';
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** The class of an object by name: the two versions load their own copy of every class. */
function kindOf(object: object): string {
  if (typeof object === 'function') return 'function';
  const prototype = Object.getPrototypeOf(object) as { constructor?: { name?: unknown } } | null;
  if (prototype === null) return 'object without a prototype';
  const name = prototype.constructor?.name;
  return typeof name === 'string' && name ? name : 'object';
}

function stepOf(key: string | symbol): string {
  if (typeof key === 'symbol') return `[${String(key)}]`;
  return identifier.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function describe(path: Path): string {
  const steps: string[] = [];
  for (let at: Path | null = path; at; at = at.above) steps.push(at.step);
  return steps.reverse().join('').replace(/^\./, '');
}

function tell(path: Path, left: unknown, right: unknown): Difference {
  return ([one, other]) => `${describe(path)} is ${String(left)} ${one} and ${String(right)} ${other}`;
}

/** Two values of which one at least is primitive; of two texts, what makes the difference. */
function tellValues(path: Path, left: unknown, right: unknown): Difference {
  if (typeof left !== 'string' || typeof right !== 'string') return tell(path, show(left), show(right));
  return ([one, other]) => tellTexts(describe(path), left, right, one, other);
}

/** A value in at most about 60 characters. */
function show(value: unknown): string {
  if (value === hole) return 'a hole';
  if (Object.is(value, -0)) return '-0';
  if (typeof value === 'string') return JSON.stringify(value.length > 50 ? `${value.slice(0, 50)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Error) return `${withArticle(value.name)} (${value.message})`;
  if (isObject(value)) return withArticle(kindOf(value));
  return String(value);
}

/** `Uint8Array` and `URL` begin with a consonant, to the ear. */
function withArticle(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
