import { inspect, types } from 'node:util';
import { type Classes, NO_CLASSES } from './classes.js';
import { carriesBuffers, tagOf, VIEWS } from './views.js';

/**
 * The guard of what crosses: a value passes when a structured clone of it is, as far as any program can tell,
 * the same value. Whatever fails stays on the calling thread.
 */

/** Above this many elements an array's elements are not asked one by one whether they are read-only: 60 ns each. */
const READ_ONLY_CHECK_LIMIT = 256;
/** Nor, above this, whether they are accessors: 15 ns each. */
const ACCESSOR_CHECK_LIMIT = 4096;

const { __lookupGetter__: lookupGetter } = Object.prototype as unknown as {
  __lookupGetter__: (this: object, key: number) => unknown;
};

/** One pass over some values that belong together: the items of a chunk, its results, or a call's captures. */
export class Guard {
  /** Two of the checked values share an object; they must not be cloned in one go. */
  shared = false;
  /** Rough size of what was checked. */
  bytes = 0;
  /** Instances among what passed, by the position of their class; null where there is none. */
  instances: object[][] | null = null;
  /** Buffers among what passed that view memory of which their value has another view, too; null where there is no Buffer at all. */
  sharing: Set<Buffer> | null = null;
  /** The Buffers of the value that is checked, by the memory that they view. */
  readonly #buffers = new Map<ArrayBuffer, Buffer[]>();
  readonly #owners = new Map<object, number>();
  readonly #allowShared: boolean;
  #owner = 0;

  /**
   * @param classes Instances of these pass: they are made again on the other side.
   * @param allowShared SharedArrayBuffers pass, because the caller copies them.
   */
  constructor(
    readonly classes: Classes = NO_CLASSES,
    allowShared = false,
  ) {
    this.#allowShared = allowShared;
  }

  /** Why `value` must not cross, or null when it may. Runs none of the value's code. */
  obstacle(value: unknown): string | null {
    if (isPrimitive(value)) return this.#primitive(value);
    this.#owner += 1;
    const pending: object[] = [value as object];
    const before = this.instances?.map((list) => list.length);
    for (let object = pending.pop(); object !== undefined; object = pending.pop()) {
      const owner = this.#owners.get(object);
      if (owner !== undefined) {
        if (owner !== this.#owner) this.shared = true;
        continue;
      }
      this.#owners.set(object, this.#owner);
      const reason = this.#object(object, pending);
      if (reason !== null) {
        this.instances?.forEach((list, i) => (list.length = before?.[i] ?? 0));
        this.#buffers.clear();
        return reason;
      }
    }
    if (this.#buffers.size > 0) this.#settleBuffers();
    return null;
  }

  /** Says of each Buffer of a value whether its bytes can go alone, for nothing else in the value can see them. */
  #settleBuffers(): void {
    for (const [memory, buffers] of this.#buffers) {
      const owner = this.#owners.get(memory);
      if (owner !== this.#owner && !overlap(buffers)) for (const { byteLength } of buffers) this.bytes += byteLength;
      else {
        for (const buffer of buffers) this.sharing?.add(buffer);
        if (owner === undefined) {
          this.#owners.set(memory, this.#owner);
          this.bytes += memory.byteLength;
        } else if (owner !== this.#owner) this.shared = true;
      }
    }
    this.#buffers.clear();
  }

  #primitive(value: unknown): string | null {
    if (typeof value === 'symbol') return 'a symbol';
    this.bytes += typeof value === 'string' ? value.length + 8 : 8;
    return null;
  }

  #value(value: unknown, pending: object[]): string | null {
    if (isPrimitive(value)) return this.#primitive(value);
    pending.push(value as object);
    return null;
  }

  #object(object: object, pending: object[]): string | null {
    if (typeof object === 'function') return `a function (${object.name === '' ? 'anonymous' : object.name})`;
    if (types.isProxy(object)) return 'a Proxy';
    if (!Object.isExtensible(object)) return 'a frozen, sealed or non-extensible object';
    this.bytes += 16;
    const prototype: unknown = Object.getPrototypeOf(object);
    if (Array.isArray(object)) return prototype === Array.prototype ? this.#array(object, pending) : altered(object);
    if (prototype === Object.prototype) return this.#properties(object, pending);
    if (ArrayBuffer.isView(object)) return this.#view(object, prototype, pending);
    const check = CHECKS.get(prototype);
    if (check === undefined) return this.#instance(object, prototype, pending);
    if (!check.is(object)) return altered(object);
    return check.more?.(object as never, (value) => this.#value(value, pending), this) ?? ownKeys(object, check.keys);
  }

  #instance(object: object, prototype: unknown, pending: object[]): string | null {
    const position = this.classes.position(prototype);
    if (position === undefined) {
      const why = this.classes.reason(prototype);
      return why === undefined ? altered(object) : `${altered(object)} (${why})`;
    }
    this.instances ??= Array.from({ length: this.classes.size }, () => []);
    this.instances[position]?.push(object);
    return this.#properties(object, pending);
  }

  #properties(object: object, pending: object[]): string | null {
    if (types.isBoxedPrimitive(object) || types.isNativeError(object) || types.isArgumentsObject(object))
      return altered(object);
    const keys = Reflect.ownKeys(object);
    if (ArrayBuffer.isView(object) || (keys.length === 0 && isDisguised(object))) return altered(object);
    for (const key of keys) {
      if (typeof key === 'symbol') return 'a property with a symbol as its key';
      this.bytes += key.length;
      const reason = this.#property(object, key, pending);
      if (reason !== null) return reason;
    }
    return null;
  }

  #property(object: object, key: string | number, pending: object[]): string | null {
    const descriptor = Object.getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined) return null;
    if (!('value' in descriptor)) return `an accessor property (${String(key)})`;
    if (descriptor.writable !== true || descriptor.enumerable !== true || descriptor.configurable !== true) {
      return `a read-only or hidden property (${String(key)})`;
    }
    return this.#value(descriptor.value, pending);
  }

  #array(array: readonly unknown[], pending: object[]): string | null {
    if (hasOtherKeys(array, array.length)) return 'an array with properties other than its elements';
    if (Object.getOwnPropertyDescriptor(array, 'length')?.writable !== true) return 'an array of fixed length';
    const { length } = array;
    if (length <= READ_ONLY_CHECK_LIMIT) {
      for (let i = 0; i < length; i += 1) {
        const reason = this.#property(array, i, pending);
        if (reason !== null) return reason;
      }
      return null;
    }
    const asks = length <= ACCESSOR_CHECK_LIMIT;
    for (let i = 0; i < length; i += 1) {
      if (asks && lookupGetter.call(array, i) !== undefined) return `an accessor property (${i})`;
      const element = array[i];
      if (typeof element === 'number') this.bytes += 8;
      else {
        const reason = this.#value(element, pending);
        if (reason !== null) return reason;
      }
    }
    return null;
  }

  #view(view: ArrayBufferView, prototype: unknown, pending: object[]): string | null {
    const isBuffer = prototype === Buffer.prototype;
    if (isBuffer && !carriesBuffers()) return 'a Buffer';
    if (VIEW_TAGS.get(prototype) !== tagOf(view)) return altered(view);
    const length = types.isTypedArray(view) ? view.length : 0;
    if (hasOtherKeys(view, length)) return 'a typed array with properties of its own';
    // Its buffer is walked too: views that share it still share it afterwards.
    if (isBuffer) this.#buffer(view as Buffer, pending);
    else pending.push(view.buffer);
    return null;
  }

  #buffer(buffer: Buffer, pending: object[]): void {
    this.sharing ??= new Set();
    const memory = buffer.buffer as ArrayBuffer & { resizable?: boolean; detached?: boolean };
    if (!types.isArrayBuffer(memory) || memory.resizable === true || memory.detached === true) {
      this.sharing.add(buffer);
      pending.push(memory);
      return;
    }
    const others = this.#buffers.get(memory);
    if (others === undefined) this.#buffers.set(memory, [buffer]);
    else others.push(buffer);
  }

  /** @internal */
  buffer(buffer: ArrayBuffer | SharedArrayBuffer): string | null {
    if (types.isSharedArrayBuffer(buffer)) {
      if (!this.#allowShared) return 'a SharedArrayBuffer';
      if ((buffer as { growable?: boolean }).growable === true) return 'a growable SharedArrayBuffer';
    } else if ((buffer as { resizable?: boolean }).resizable === true) return 'a resizable ArrayBuffer';
    else if ((buffer as { detached?: boolean }).detached === true) return 'a detached ArrayBuffer';
    this.bytes += buffer.byteLength;
    return null;
  }
}

/** Why a single value must not cross, or null. */
export function findObstacle(value: unknown, classes?: Classes): string | null {
  return new Guard(classes).obstacle(value);
}

export function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

interface Check {
  readonly is: (object: object) => boolean;
  readonly keys: number;
  readonly more?: (object: never, value: (value: unknown) => string | null, guard: Guard) => string | null;
}

const CHECKS = new Map<unknown, Check>([
  [Date.prototype, { is: types.isDate, keys: 0 }],
  [
    RegExp.prototype,
    {
      is: types.isRegExp,
      keys: 1,
      more: (regexp: RegExp) => (regexp.lastIndex === 0 ? null : 'a RegExp whose lastIndex is not 0'),
    },
  ],
  [
    Map.prototype,
    {
      is: types.isMap,
      keys: 0,
      more: (map: Map<unknown, unknown>, value) => {
        let reason: string | null = null;
        Map.prototype.forEach.call(map, (entry, key) => {
          reason ??= value(key) ?? value(entry);
        });
        return reason;
      },
    },
  ],
  [
    Set.prototype,
    {
      is: types.isSet,
      keys: 0,
      more: (set: Set<unknown>, value) => {
        let reason: string | null = null;
        Set.prototype.forEach.call(set, (entry) => {
          reason ??= value(entry);
        });
        return reason;
      },
    },
  ],
  [
    ArrayBuffer.prototype,
    { is: types.isArrayBuffer, keys: 0, more: (buffer: ArrayBuffer, _, guard) => guard.buffer(buffer) },
  ],
  [
    SharedArrayBuffer.prototype,
    { is: types.isSharedArrayBuffer, keys: 0, more: (buffer: SharedArrayBuffer, _, guard) => guard.buffer(buffer) },
  ],
]);

/** What views of these prototypes are by birth: the prototype of any object can be exchanged. */
const VIEW_TAGS = new Map<unknown, string>([
  ...VIEWS.map(({ name, prototype }) => [prototype, name] as const),
  [Buffer.prototype, 'Uint8Array'],
]);

/** Whether two Buffers of one memory have a byte in common. */
function overlap(buffers: readonly Buffer[]): boolean {
  if (buffers.length === 1) return false;
  const sorted = buffers.filter(({ length }) => length > 0).sort((a, b) => a.byteOffset - b.byteOffset);
  return sorted.some((buffer, i) => buffer.byteOffset + buffer.length > (sorted[i + 1]?.byteOffset ?? Infinity));
}

/**
 * Whether an object whose prototype is that of others is a Map, say, and so would its clone be. Asked where there are no properties
 * alone, as these have none as a rule: 0.2 µs each.
 */
function isDisguised(object: object): boolean {
  return types.isMap(object) || types.isSet(object) || types.isDate(object) || types.isAnyArrayBuffer(object);
}

function ownKeys(object: object, allowed: number): string | null {
  return Reflect.ownKeys(object).length === allowed ? null : `${altered(object)} with properties of its own`;
}

/** Whether an array or view has own keys that are no indices. Listing a million indices would take 100 ms, `inspect` leaves them out. */
function hasOtherKeys(object: object, length: number): boolean {
  if (length <= 256) {
    const keys = Reflect.ownKeys(object);
    // A view has all of its indices.
    if (!Array.isArray(object)) return keys.length > length;
    return (
      keys.length > length + 1 || keys.some((key) => typeof key === 'symbol' || (!/^\d/.test(key) && key !== 'length'))
    );
  }
  const text = inspect(object, { maxArrayLength: 0, depth: 0, customInspect: false, breakLength: Infinity });
  return !/^(\w+\(\d+\) (\[Uint8Array\] )?)?\[ \.\.\. \d+ more items? \]$/.test(text);
}

function altered(object: object): string {
  try {
    const name: unknown = (
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(object) ?? {}, 'constructor')?.value as
        { name?: unknown } | undefined
    )?.name;
    return typeof name === 'string' && name !== '' && name !== 'Object'
      ? `an instance of ${name}`
      : 'an object with a prototype of its own';
  } catch {
    return 'an object with a prototype of its own';
  }
}
