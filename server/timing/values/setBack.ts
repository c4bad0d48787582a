/**
 * Makes a value hold what another one holds, and stay the same object where it can: code that has got hold of it sees the change.
 *
 * @param now what is to change
 * @param wanted a copy of what it was, which parts of it may go into
 * @param kept objects of `now` by those of `wanted` that they stand for
 * @returns `now`, or `wanted` where it had to be another object
 */
export function setBack(now: unknown, wanted: unknown, kept: Map<object, object>): unknown {
  if (typeof wanted !== 'object' || wanted === null) return wanted;
  const known = kept.get(wanted);
  if (known) return known;
  if (typeof now !== 'object' || now === null || Object.isFrozen(now) || !isSameKind(now, wanted)) {
    kept.set(wanted, wanted);
    return wanted;
  }
  kept.set(wanted, now);
  const inner = (one: unknown, other: unknown): unknown => setBack(one, other, kept);
  if (ArrayBuffer.isView(wanted)) bytesOf(now as ArrayBufferView).set(bytesOf(wanted));
  else if (wanted instanceof ArrayBuffer) new Uint8Array(now as ArrayBuffer).set(new Uint8Array(wanted));
  else if (wanted instanceof Date) (now as Date).setTime(wanted.getTime());
  else if (wanted instanceof Map) {
    const entries = [...wanted].map(
      ([key, value]) => [key, inner((now as Map<unknown, unknown>).get(key), value)] as const,
    );
    (now as Map<unknown, unknown>).clear();
    for (const [key, value] of entries) (now as Map<unknown, unknown>).set(key, value);
  } else if (wanted instanceof Set) {
    (now as Set<unknown>).clear();
    for (const value of wanted) (now as Set<unknown>).add(value);
  } else if (Array.isArray(now)) setElements(now, wanted as unknown[], inner);
  else setProperties(now as Record<string, unknown>, wanted as Record<string, unknown>, inner);
  return now;
}

type Inner = (now: unknown, wanted: unknown) => unknown;

/** What is as it should be is left alone: V8 keeps what it knows of the array. */
function setElements(now: unknown[], wanted: readonly unknown[], inner: Inner): void {
  if (now.length > wanted.length) now.length = wanted.length;
  for (let i = 0; i < wanted.length; i++) {
    if (!(i in wanted)) Reflect.deleteProperty(now, i);
    else {
      const next = inner(now[i], wanted[i]);
      if (!(i in now) || !Object.is(now[i], next)) now[i] = next;
    }
  }
  now.length = wanted.length;
}

/** Properties are taken away only where their order would be another: an object that has lost one is a slow one for V8. */
function setProperties(now: Record<string, unknown>, wanted: Readonly<Record<string, unknown>>, inner: Inner): void {
  const keys = Object.keys(wanted);
  const values = keys.map((key) => inner(now[key], wanted[key]));
  const before = Object.keys(now);
  if (!before.every((key, index) => key === keys[index])) for (const key of before) delete now[key];
  keys.forEach((key, index) => {
    if (!Object.hasOwn(now, key) || !Object.is(now[key], values[index])) now[key] = values[index];
  });
}

/** Whether one can be made what the other is. */
function isSameKind(one: object, other: object): boolean {
  if (one instanceof RegExp || Object.hasOwn(other, '__proto__')) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  if (ArrayBuffer.isView(one)) return one.byteLength === (other as ArrayBufferView).byteLength;
  if (one instanceof ArrayBuffer) return one.byteLength === (other as ArrayBuffer).byteLength;
  if (Array.isArray(one)) return [one, other as unknown[]].every((array) => Object.keys(array).length <= array.length);
  return Object.isExtensible(one);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
