import v8 from 'node:v8';
import { Guard } from './transfer.js';

/** Values on their way to another thread: the memory is shared, so that passing it on through the supervisor copies nothing. */
export type Payload =
  /** Numbers only. */
  | { readonly kind: 'numbers'; readonly data: Float64Array }
  /** One array of values. */
  | { readonly kind: 'values'; readonly data: Uint8Array; readonly shared: readonly SharedArrayBuffer[] }
  /** Values cloned one by one, because some of them share objects. Ends are byte offsets. */
  | { readonly kind: 'separate'; readonly data: Uint8Array; readonly ends: readonly number[] };

export const sizeOf = (payload: Payload | null): number => payload?.data.byteLength ?? 0;

/**
 * Serializes values that passed `guard`. Values that share an object are cloned one by one: inside one
 * thread a task gets one item at a time, so nothing it does to one may show in another.
 * @throws whatever the serializer throws, for values nested too deeply.
 */
export function encode(values: readonly unknown[], guard: Guard): Payload {
  const numbers = packNumbers(values);
  if (numbers !== null) return { kind: 'numbers', data: numbers };
  if (!guard.shared) {
    const serializer = new CopyingSerializer();
    serializer.writeHeader();
    serializer.writeValue(values);
    return { kind: 'values', data: toShared([serializer.releaseBuffer()]), shared: serializer.copies };
  }
  const parts: Uint8Array[] = [];
  const ends: number[] = [];
  let end = 0;
  for (const value of values) {
    const serializer = new v8.Serializer();
    serializer.writeHeader();
    serializer.writeValue(value);
    const part = serializer.releaseBuffer();
    parts.push(part);
    ends.push((end += part.length));
  }
  return { kind: 'separate', data: toShared(parts), ends };
}

/** The values, as ordinary arrays of this thread's realm. */
export function decode(payload: Payload): unknown[] {
  if (payload.kind === 'numbers') return Array.from(payload.data);
  if (payload.kind === 'values') {
    const deserializer = new v8.Deserializer(asBuffer(payload.data));
    payload.shared.forEach((buffer, id) => {
      deserializer.transferArrayBuffer(id, buffer as unknown as ArrayBuffer);
    });
    deserializer.readHeader();
    return deserializer.readValue() as unknown[];
  }
  let start = 0;
  return payload.ends.map((end) => {
    const deserializer = new v8.Deserializer(asBuffer(payload.data.subarray(start, end)));
    start = end;
    deserializer.readHeader();
    return deserializer.readValue() as unknown;
  });
}

/** Captures as a payload of one value, or the reason why they must not cross. */
export function encodeCaptures(captures: unknown): { readonly payload: Payload | null } | { readonly obstacle: string } {
  if (captures === undefined) return { payload: null };
  const guard = new Guard(true);
  const obstacle = guard.obstacle(captures);
  if (obstacle !== null) return { obstacle };
  try {
    return { payload: encode([captures], guard) };
  } catch (error) {
    return { obstacle: `a value that cannot be cloned (${String(error)})` };
  }
}

export function decodeCaptures(payload: Payload | null): unknown {
  if (payload === null) return undefined;
  return decode(payload)[0];
}

function packNumbers(values: readonly unknown[]): Float64Array | null {
  for (let i = 0; i < values.length; i += 1) if (typeof values[i] !== 'number') return null;
  const data = new Float64Array(new SharedArrayBuffer(values.length * 8));
  data.set(values as readonly number[]);
  return data;
}

function toShared(parts: readonly Uint8Array[]): Uint8Array {
  const data = new Uint8Array(new SharedArrayBuffer(parts.reduce((sum, part) => sum + part.length, 0)));
  let offset = 0;
  for (const part of parts) {
    data.set(part, offset);
    offset += part.length;
  }
  return data;
}

function asBuffer(data: Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** Plain `v8.Serializer` clones as `structuredClone` does; shared memory it leaves to us: a copy, so that later writes are not seen. */
class CopyingSerializer extends v8.Serializer {
  readonly copies: SharedArrayBuffer[] = [];

  _getSharedArrayBufferId(buffer: SharedArrayBuffer): number {
    const copy = new SharedArrayBuffer(buffer.byteLength);
    new Uint8Array(copy).set(new Uint8Array(buffer));
    return this.copies.push(copy) - 1;
  }
}
