import v8 from 'node:v8';
import { sharedNumbers } from '../items/block.js';
import { type Classes, NO_CLASSES } from './classes.js';
import { seededRandom } from '../seededRandom.js';
import { Guard } from './transfer.js';
import { HAS_SERIALIZER, ViewDeserializer, ViewSerializer } from './views.js';

/**
 * A clone of an instance has lost its class. Where there are instances, the values go together with a list of these for each class,
 * of which the serializer makes the same objects: `rebuilt`.
 */
type WithInstances = readonly [values: unknown, instances: readonly (readonly object[])[]];

/** Values on their way to another thread: the memory is shared, so that passing it on through the supervisor copies nothing. */
export type Payload =
  /** Numbers only. */
  | { readonly kind: 'numbers'; readonly data: Float64Array }
  /** One array of values. */
  | {
      readonly kind: 'values';
      readonly data: Uint8Array;
      /** Copies of the shared memory in them, with ids from `base`. */
      readonly base: number;
      readonly shared: readonly SharedArrayBuffer[];
      /** Buffers that travel as they are, with ids from 0. */
      readonly moved: readonly ArrayBuffer[];
      readonly rebuilt: boolean;
    }
  /** Values cloned one by one, because some of them share objects. Ends are byte offsets. */
  | {
      readonly kind: 'separate';
      readonly data: Uint8Array;
      readonly ends: readonly number[];
      readonly rebuilt: boolean;
    };

/** Buffers to be transferred with a message that holds the payload. */
export const movedIn = (payload: Payload): readonly ArrayBuffer[] => (payload.kind === 'values' ? payload.moved : []);

export const sizeOf = (payload: Payload | null): number => payload?.data.byteLength ?? 0;

/**
 * Serializes values that passed `guard`. Values that share an object are cloned one by one: inside one
 * thread a task gets one item at a time, so nothing it does to one may show in another.
 * @param live Shared memory stays shared.
 * @param moved Buffers in them that whoever sends the payload transfers; then it is a single value.
 * @throws whatever the serializer throws, for values nested too deeply.
 */
export function encode(
  values: readonly unknown[],
  guard: Guard,
  moved: readonly ArrayBuffer[] = [],
  live = false,
): Payload {
  const numbers = packNumbers(values);
  if (numbers !== null) return { kind: 'numbers', data: numbers };
  if (HAS_SERIALIZER && (!guard.shared || moved.length > 0)) return encodeTogether(values, guard, moved, live);
  const parts: Uint8Array[] = [];
  const ends: number[] = [];
  let end = 0;
  const rebuilt = guard.instances !== null;
  for (const value of values) {
    for (const part of serialize(value, guard)) {
      parts.push(part);
      end += part.length;
    }
    ends.push(end);
  }
  return { kind: 'separate', data: toShared(parts), ends, rebuilt };
}

/** One of some values that share objects. @param guard has seen all of them */
function serialize(value: unknown, { classes, instances, sharing }: Guard): readonly Uint8Array[] {
  const rebuilt = instances !== null;
  let own: Guard | null = null;
  if (rebuilt || sharing !== null) {
    own = new Guard(classes);
    own.obstacle(value);
  }
  const whole: unknown = rebuilt ? ([value, own?.instances ?? []] satisfies WithInstances) : value;
  if (!HAS_SERIALIZER) return [v8.serialize(whole)];
  const serializer = new ViewSerializer(goesWithMemory(own?.sharing ?? null, []));
  serializer.writeHeader();
  serializer.writeValue(whole);
  return serializer.parts(serializer.releaseBuffer());
}

function deserialize(data: Buffer): unknown {
  if (!HAS_SERIALIZER) return v8.deserialize(data);
  const deserializer = new ViewDeserializer(data);
  deserializer.readHeader();
  return deserializer.readValue();
}

/** Which Buffers go with the memory that they view; null where there are no Buffers. */
const goesWithMemory = (sharing: Guard['sharing'], moved: readonly ArrayBuffer[]) =>
  sharing && ((buffer: Buffer): boolean => sharing.has(buffer) || moved.includes(buffer.buffer as ArrayBuffer));

function encodeTogether(
  values: readonly unknown[],
  { instances, sharing }: Guard,
  moved: readonly ArrayBuffer[],
  live: boolean,
): Payload {
  const rebuilt = instances !== null;
  const whole: unknown = rebuilt ? ([values, instances] satisfies WithInstances) : values;
  for (;;) {
    const base = 0x9000_0000 + Math.floor(random() * 0x6000_0000);
    const serializer = new SharingSerializer(base, live, goesWithMemory(sharing, moved));
    moved.forEach((buffer, id) => {
      serializer.transferArrayBuffer(id, buffer);
    });
    serializer.writeHeader();
    serializer.writeValue(whole);
    const parts = serializer.finish();
    if (parts !== null)
      return {
        kind: 'values',
        data: toShared(parts),
        base,
        shared: serializer.copies,
        moved,
        rebuilt,
      };
  }
}

/**
 * The values, as objects of this thread's realm.
 * @param classes Those that they were encoded with, as this thread knows them.
 */
export function decode(payload: Payload, classes: Classes = NO_CLASSES): ArrayLike<unknown> {
  const restored = (whole: unknown): unknown => {
    const [values, instances] = whole as WithInstances;
    classes.restore(instances);
    return values;
  };
  if (payload.kind === 'numbers') return payload.data;
  if (payload.kind === 'values') {
    const deserializer = new ViewDeserializer(asBuffer(payload.data));
    payload.shared.forEach((buffer, id) => {
      deserializer.transferArrayBuffer(payload.base + id, buffer as unknown as ArrayBuffer);
    });
    payload.moved.forEach((buffer, id) => {
      deserializer.transferArrayBuffer(id, buffer);
    });
    deserializer.readHeader();
    const whole: unknown = deserializer.readValue();
    return (payload.rebuilt ? restored(whole) : whole) as unknown[];
  }
  let start = 0;
  return payload.ends.map((end) => {
    const part = asBuffer(payload.data.subarray(start, end));
    start = end;
    const whole = deserialize(part);
    return payload.rebuilt ? restored(whole) : whole;
  });
}

/** Bytes of shared memory that was copied. */
export const sharedBytes = (payload: Payload | null): number =>
  payload?.kind === 'values' ? payload.shared.reduce((sum, buffer) => sum + buffer.byteLength, 0) : 0;

/** Captures as a payload of one value, or the reason why they must not cross. */
export function encodeCaptures(
  captures: unknown,
  live = false,
  classes = NO_CLASSES,
): { readonly payload: Payload | null } | { readonly obstacle: string } {
  if (captures === undefined) return { payload: null };
  const guard = new Guard(classes, HAS_SERIALIZER);
  const obstacle = guard.obstacle(captures);
  if (obstacle !== null) return { obstacle };
  try {
    const payload = encode([captures], guard, [], live);
    // Rests on an encoding that a later Node may change; then such captures stay here.
    if (payload.kind === 'values' && payload.shared.length > 0) decode(payload, classes);
    return { payload };
  } catch (error) {
    return { obstacle: `a value that cannot be cloned (${String(error)})` };
  }
}

export function decodeCaptures(payload: Payload | null, classes?: Classes): unknown {
  if (payload === null) return undefined;
  return decode(payload, classes)[0];
}

function packNumbers(values: readonly unknown[]): Float64Array | null {
  for (let i = 0; i < values.length; i += 1) if (typeof values[i] !== 'number') return null;
  const data = sharedNumbers(values.length);
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

/**
 * Plain `v8.Serializer` clones as `structuredClone` does; shared memory it leaves to us: itself where it is `live`, else a copy,
 * so that later writes are not seen.
 * `v8.Deserializer` knows only transferred buffers, and takes shared ones for them: hence the tags are exchanged. They are
 * found by ids too odd to occur by chance; were one to, the count would be wrong, and other ids are tried.
 */
class SharingSerializer extends ViewSerializer {
  readonly copies: SharedArrayBuffer[] = [];
  readonly #base: number;
  readonly #live: boolean;

  constructor(base: number, live: boolean, isSharing: ((buffer: Buffer) => boolean) | null) {
    super(isSharing);
    this.#live = live;
    this.#base = base;
  }

  _getSharedArrayBufferId(buffer: SharedArrayBuffer): number {
    const copy = this.#live ? buffer : new SharedArrayBuffer(buffer.byteLength);
    if (!this.#live) new Uint8Array(copy).set(new Uint8Array(buffer));
    return this.#base + this.copies.push(copy) - 1;
  }

  /** Null when an id occurs in the data as well. */
  finish(): readonly Uint8Array[] | null {
    const bytes = this.releaseBuffer();
    for (const id of this.copies.keys()) {
      const tag = Buffer.from([SHARED_TAG, ...varint(this.#base + id)]);
      const at = bytes.indexOf(tag);
      if (at < 0 || bytes.includes(tag, at + 1)) return null;
      bytes[at] = TRANSFERRED_TAG;
    }
    return this.parts(bytes);
  }
}

/**
 * Not `Math.random`: a program may have put a seeded generator in its place, and counts on its sequence. Nor `node:crypto`, which takes a
 * good part of what starting a thread does to load.
 */
const random = seededRandom(Date.now());

const SHARED_TAG = 'u'.charCodeAt(0);
const TRANSFERRED_TAG = 't'.charCodeAt(0);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
