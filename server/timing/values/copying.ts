/**
 * Copies of a program's values: checked to be faithful, packed into bytes in one process and unpacked in another,
 * as often as a fresh copy is needed. References between the values survive, shared buffers and frozen objects too.
 */
import * as v8 from 'node:v8';
import { types } from 'node:util';

type Path = { readonly above: Path | null; readonly step: string };
type View = NodeJS.ArrayBufferView;

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * Why a copy of `value` would differ from it, in words that begin with the place (`config.scorer is a function`);
 * null when it can be copied.
 */
export function whyNotCopyable(value: unknown, name: string): string | null {
  const seen = new Set<unknown>();
  const open: [unknown, Path][] = [[value, { above: null, step: name }]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [current, path] = next;
    if (typeof current === 'symbol') return `${describe(path)} is a symbol`;
    if (typeof current === 'function') return `${describe(path)} is a function`;
    if (typeof current !== 'object' || current === null || seen.has(current)) continue;
    seen.add(current);
    const kind = whyNotPlain(current);
    if (kind) return `${describe(path)} ${kind}`;
    if (ArrayBuffer.isView(current) || types.isDate(current) || types.isRegExp(current)) continue;
    if (types.isArrayBuffer(current)) continue;
    const children: [unknown, Path][] = [];
    if (types.isMap(current)) {
      let index = 0;
      for (const [key, item] of current) {
        children.push(
          [key, { above: path, step: `.keys()[${index}]` }],
          [item, { above: path, step: `.values()[${index++}]` }],
        );
      }
    } else if (types.isSet(current)) {
      let index = 0;
      for (const item of current) children.push([item, { above: path, step: `.values()[${index++}]` }]);
    } else if (Array.isArray(current)) {
      if (Object.getOwnPropertySymbols(current).length > 0) return `${describe(path)} has a symbol as a key`;
      for (let index = 0; index < current.length; index++) {
        const item: unknown = current[index];
        if (item !== null && (typeof item === 'object' || typeof item === 'function' || typeof item === 'symbol')) {
          children.push([item, { above: path, step: `[${index}]` }]);
        }
      }
    } else {
      const frozen = Object.isFrozen(current);
      for (const key of Reflect.ownKeys(current)) {
        if (typeof key === 'symbol') return `${describe(path)} has a symbol as a key`;
        const step = identifier.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
        const property = Object.getOwnPropertyDescriptor(current, key)!;
        if (property.get ?? property.set) return `${describe(path)}${step} is a getter or setter`;
        if (!property.enumerable) return `${describe(path)}${step} is not enumerable`;
        if (!frozen && !property.writable) return `${describe(path)}${step} is read-only`;
        children.push([property.value, { above: path, step }]);
      }
    }
    for (const child of children.reverse()) open.push(child);
  }
  return null;
}

/** Whether all that `value` holds is primitive, so that no other name can reach into it. */
export function shapeOf(value: unknown): 'primitive' | 'flat' | 'object' {
  if (typeof value !== 'object' || value === null) return 'primitive';
  if (ArrayBuffer.isView(value)) return value.buffer.byteLength === value.byteLength ? 'flat' : 'object';
  const primitive = (item: unknown): boolean => typeof item !== 'object' || item === null;
  if (types.isMap(value)) return [...value.keys(), ...value.values()].every(primitive) ? 'flat' : 'object';
  if (types.isSet(value)) return [...value].every(primitive) ? 'flat' : 'object';
  return Object.values(value).every(primitive) ? 'flat' : 'object';
}

/** Bytes from which `unpackValues` makes fresh copies. Every value must have passed `whyNotCopyable`. */
export function packValues(values: Record<string, unknown>): Buffer {
  const packer = new Packer();
  packer.writeHeader();
  packer.writeValue({ values, ...findMarked(values) } satisfies Packed);
  return packer.releaseBuffer();
}

/** Fresh copies of packed values. */
export function unpackValues(bytes: Uint8Array): Record<string, unknown> {
  const unpacker = new Unpacker(bytes);
  unpacker.readHeader();
  const { values, frozen, withoutPrototype, arrays, holders } = unpacker.readValue() as Packed;
  const fresh = new Map<unknown, unknown[]>(arrays.map((array) => [array, rebuild(array)]));
  for (const holder of holders) replaceIn(fresh.get(holder) ?? holder, fresh);
  for (const object of withoutPrototype) Object.setPrototypeOf(object, null);
  for (const object of frozen) Object.freeze(fresh.get(object) ?? object);
  return values;
}

function describe(path: Path): string {
  const steps: string[] = [];
  for (let at: Path | null = path; at; at = at.above) steps.push(at.step);
  return steps.reverse().join('');
}

/** Why an object is not one of the kinds that can be copied, as the rest of a sentence about it. */
function whyNotPlain(object: object): string | null {
  if (types.isProxy(object)) return 'is a Proxy';
  if (types.isPromise(object)) return 'is a promise';
  if (Symbol.iterator in object && 'next' in object && typeof object.next === 'function')
    return 'is an iterator that is used up by reading it';
  if (types.isSharedArrayBuffer(object)) return 'is a SharedArrayBuffer';
  const prototype: unknown = Object.getPrototypeOf(object);
  if (ArrayBuffer.isView(object)) {
    const depth = types.isDataView(object) ? 1 : Buffer.isBuffer(object) ? 3 : 2;
    if (!isBuiltIn(prototype, depth)) return instance(object);
    return isResizable(object.buffer) ? 'has a resizable buffer' : null;
  }
  if (types.isArrayBuffer(object)) return isResizable(object) ? 'is a resizable buffer' : null;
  if (types.isMap(object) || types.isSet(object) || types.isDate(object)) {
    if (!isBuiltIn(prototype, 1)) return instance(object);
    return Reflect.ownKeys(object).length > 0 ? 'has properties of its own' : null;
  }
  if (types.isRegExp(object))
    return isBuiltIn(prototype, 1) && object.lastIndex === 0 ? null : 'is a regular expression in use';
  if (Array.isArray(object)) return Array.isArray(prototype) && isBuiltIn(prototype, 1) ? null : instance(object);
  if (prototype === null) return null;
  return isBuiltIn(prototype, 0) && !types.isBoxedPrimitive(object) && !types.isArgumentsObject(object)
    ? null
    : instance(object);
}

/**
 * Whether a prototype lies so many steps below `Object.prototype`: an instance of a class of the program lies deeper.
 * Test runners run the program in a realm of its own, so `instanceof` would not do.
 */
function isBuiltIn(prototype: unknown, steps: number): boolean {
  let at: unknown = prototype;
  for (let step = 0; step < steps && at !== null; step++) at = Object.getPrototypeOf(at);
  return at !== null && Object.getPrototypeOf(at) === null && Object.hasOwn(at as object, 'isPrototypeOf');
}

function instance(object: object): string {
  const name = (object as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === 'string' && name ? `is an instance of ${name}` : 'is an instance of a class';
}

function isResizable(buffer: ArrayBufferLike): boolean {
  const state = buffer as { resizable?: boolean; growable?: boolean };
  return (state.resizable ?? false) || (state.growable ?? false);
}

interface Marked {
  readonly frozen: object[];
  readonly withoutPrototype: object[];
  /** Arrays without holes and without properties of their own. */
  readonly arrays: unknown[][];
  /** What holds any of them. */
  readonly holders: object[];
}

interface Packed extends Marked {
  readonly values: Record<string, unknown>;
}

/** Frozen objects, objects without a prototype, and arrays: what the bytes do not say by themselves. */
function findMarked(root: object): Marked {
  const frozen: object[] = [];
  const withoutPrototype: object[] = [];
  const arrays: unknown[][] = [];
  const holders: object[] = [];
  const seen = new Set<unknown>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const current = open.pop();
    if (typeof current !== 'object' || current === null || seen.has(current)) continue;
    seen.add(current);
    if (ArrayBuffer.isView(current)) continue;
    if (Object.isFrozen(current)) frozen.push(current);
    if (Object.getPrototypeOf(current) === null) withoutPrototype.push(current);
    if (Array.isArray(current) && isDense(current)) arrays.push(current);
    let holds = false;
    // One by one: a function takes fewer arguments than a collection may have elements.
    for (const item of innerValues(current)) {
      if (typeof item === 'object') open.push(item);
      holds ||= Array.isArray(item);
    }
    if (holds) holders.push(current);
  }
  return { frozen, withoutPrototype, arrays, holders };
}

function isDense(array: readonly unknown[]): boolean {
  return Object.keys(array).length === array.length && array.every((_, index) => index in array);
}

/**
 * The same array as a program would have filled it. V8's deserializer makes arrays of one general kind, in which every number that
 * is no small integer is an object of its own: a loop over them took up to twice as long as in the program.
 *
 * Three literals on purpose: V8 remembers for each what its arrays came to hold, and makes the next ones so.
 */
function rebuild(array: readonly unknown[]): unknown[] {
  if (array.every(isSmallInteger)) {
    const integers: unknown[] = [];
    for (let i = 0; i < array.length; i++) integers.push(array[i]);
    return integers;
  }
  if (array.every(isNumber)) {
    const numbers: unknown[] = [];
    for (let i = 0; i < array.length; i++) numbers.push(array[i]);
    return numbers;
  }
  const others: unknown[] = [];
  for (let i = 0; i < array.length; i++) others.push(array[i]);
  return others;
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function isSmallInteger(value: unknown): boolean {
  return typeof value === 'number' && Object.is(value | 0, value);
}

/** Puts `fresh` arrays in the places of those they were made from, one level deep. */
function replaceIn(holder: object, fresh: ReadonlyMap<unknown, unknown[]>): void {
  const now = (value: unknown): unknown => fresh.get(value) ?? value;
  if (types.isMap(holder)) {
    const entries = [...holder];
    holder.clear();
    for (const [key, value] of entries) holder.set(now(key), now(value));
  } else if (types.isSet(holder)) {
    const items = [...holder];
    holder.clear();
    for (const item of items) holder.add(now(item));
  } else {
    for (const key of Object.keys(holder)) {
      const array = fresh.get((holder as Record<string, unknown>)[key]);
      if (array === undefined) continue;
      if (key === '__proto__') Object.defineProperty(holder, key, { value: array });
      else (holder as Record<string, unknown>)[key] = array;
    }
  }
}

function* innerValues(object: object): Iterable<unknown> {
  if (types.isMap(object)) for (const entry of object) yield* entry;
  else yield* types.isSet(object) ? object : Object.values(object);
}

type ViewClass = new (buffer: ArrayBufferLike, offset: number, length?: number) => View;

function classOfView(view: View): ViewClass & { prototype: object } {
  const name = view instanceof DataView ? 'DataView' : (view as Uint8Array)[Symbol.toStringTag];
  return (globalThis as unknown as Record<string, ViewClass & { prototype: object }>)[name]!;
}

/** V8's serializer writes a view with its buffer, and turns Buffers into Uint8Arrays; this one keeps both as they were. */
class Packer extends v8.Serializer {
  readonly #buffers = new Map<ArrayBufferLike, number>();
  #count = 0;

  constructor() {
    super();
    (
      this as unknown as { _setTreatArrayBufferViewsAsHostObjects(on: boolean): void }
    )._setTreatArrayBufferViewsAsHostObjects(true);
  }

  _writeHostObject(view: View): void {
    const isBuffer = Buffer.isBuffer(view);
    this.#writeText(isBuffer ? 'Buffer' : classOfView(view).name);
    // A small Buffer lies in a slab that it shares with strangers: only its own bytes belong to it.
    const alone = isBuffer && view.byteLength !== view.buffer.byteLength;
    const id = alone ? undefined : this.#buffers.get(view.buffer);
    if (id === undefined) {
      const bytes = alone ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view.buffer);
      this.writeUint32(0);
      this.writeUint32(types.isSharedArrayBuffer(view.buffer) ? 1 : 0);
      this.writeDouble(bytes.byteLength);
      this.writeRawBytes(bytes.slice());
      this.#count++;
      if (!alone) this.#buffers.set(view.buffer, this.#count);
    } else {
      this.writeUint32(id);
    }
    this.writeDouble(alone ? 0 : view.byteOffset);
    const width = (view as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    this.writeDouble(view.byteLength / width);
  }

  #writeText(text: string): void {
    const bytes = Buffer.from(text);
    this.writeUint32(bytes.byteLength);
    this.writeRawBytes(bytes);
  }
}

class Unpacker extends v8.Deserializer {
  readonly #buffers: ArrayBufferLike[] = [];

  _readHostObject(): View {
    const name = Buffer.from(this.readRawBytes(this.readUint32())).toString();
    const id = this.readUint32();
    let buffer = this.#buffers[id - 1];
    if (!buffer) {
      const shared = this.readUint32() === 1;
      const length = this.readDouble();
      buffer = shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
      new Uint8Array(buffer).set(this.readRawBytes(length));
      this.#buffers.push(buffer);
    }
    const offset = this.readDouble();
    const length = this.readDouble();
    if (name === 'Buffer') return Buffer.from(buffer, offset, length);
    return new (globalThis as unknown as Record<string, ViewClass>)[name]!(buffer, offset, length);
  }
}
