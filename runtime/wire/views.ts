import v8 from 'node:v8';

/** The classes of views that cross; a Buffer is a Uint8Array by birth. */
export const VIEWS = [
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
] as const;

const TYPED_ARRAY = Object.getPrototypeOf(Uint8Array.prototype) as object;

/** Name of the class that a view is of by birth: the prototype of any object can be exchanged. */
export const tagOf = (view: ArrayBufferView): string =>
  (Reflect.get(TYPED_ARRAY, Symbol.toStringTag, view) as string | undefined) ?? 'DataView';

/** What is written before a view: a Buffer that goes as its bytes alone, a Buffer with its memory; from 2 on, the class of another. */
const BYTES = 0;
const WITH_MEMORY = 1;
const FIRST_VIEW = 2;

type AnyView = ArrayBufferView & { readonly length?: number };

/**
 * V8 clones a Buffer as a Uint8Array, with all of the memory that it views: of a small one, a slab that it shares with strangers. This
 * serializer writes views itself: a Buffer as its bytes, which are copied once, behind everything else, and the last first,
 * so that nothing needs to say where they begin.
 */
export class ViewSerializer extends v8.Serializer {
  readonly #isSharing: (buffer: Buffer) => boolean;
  readonly #bytes: Uint8Array[] = [];

  /** @param isSharing whether a Buffer goes with the memory that it views, which other values view as well; null: there is no Buffer */
  constructor(isSharing: ((buffer: Buffer) => boolean) | null) {
    super();
    this.#isSharing = isSharing ?? (() => true);
    if (isSharing !== null) (this as unknown as HostObjects)._setTreatArrayBufferViewsAsHostObjects(true);
  }

  /** What was written. @param stream what `releaseBuffer` gave */
  parts(stream: Uint8Array): readonly Uint8Array[] {
    if (this.#bytes.length === 0) return [stream];
    return [stream, ...this.#bytes.reverse()].flatMap((part) => [part, padding(part.length)]);
  }

  /** @internal */
  _writeHostObject(view: AnyView): void {
    if (!Buffer.isBuffer(view)) this.#writeView(view, FIRST_VIEW + NAMES.indexOf(tagOf(view)));
    else if (this.#isSharing(view)) this.#writeView(view, WITH_MEMORY);
    else {
      this.writeUint32(BYTES);
      this.writeDouble(view.length);
      this.#bytes.push(view);
    }
  }

  #writeView(view: AnyView, kind: number): void {
    this.writeUint32(kind);
    this.writeDouble(view.byteOffset);
    this.writeDouble(view.length ?? view.byteLength);
    this.writeValue(view.buffer);
  }
}

/** Reads what a {@link ViewSerializer} wrote. */
export class ViewDeserializer extends v8.Deserializer {
  readonly #data: Uint8Array;
  /** Where the bytes of the next Buffer end. */
  #end: number;

  constructor(data: Buffer) {
    super(data);
    this.#data = data;
    this.#end = data.length;
  }

  /** @internal */
  _readHostObject(): ArrayBufferView {
    const kind = this.readUint32();
    if (kind === BYTES) {
      const length = this.readDouble();
      this.#end -= length + padding(length).length;
      const buffer = Buffer.allocUnsafeSlow(length);
      buffer.set(this.#data.subarray(this.#end, this.#end + length));
      return buffer;
    }
    const offset = this.readDouble();
    const length = this.readDouble();
    const memory = this.readValue() as ArrayBuffer;
    if (kind === WITH_MEMORY) return Buffer.from(memory, offset, length);
    const View = VIEWS[kind - FIRST_VIEW] as new (...memory: [ArrayBuffer, number, number]) => ArrayBufferView;
    return new View(memory, offset, length);
  }
}

/** Bytes begin where a word does: V8 copies to and from shared memory in words then, eight times as fast. */
const padding = (length: number): Uint8Array => PADDING.subarray(0, -length & 7);
const PADDING = new Uint8Array(7);

interface HostObjects {
  _setTreatArrayBufferViewsAsHostObjects(on: boolean): void;
}

const NAMES: readonly string[] = VIEWS.map(({ name }) => name);

/** Bun has no `v8.Serializer`; there, values are cloned one by one, and neither shared memory nor Buffers travel. */
export const HAS_SERIALIZER = ((): boolean => {
  try {
    return new v8.Serializer() instanceof v8.Serializer;
  } catch {
    return false;
  }
})();

let carries: boolean | null = null;

/** Whether Buffers arrive as such here; tried once, when the first is met. */
export const carriesBuffers = (): boolean => (carries ??= HAS_SERIALIZER && arrives());

function arrives(): boolean {
  try {
    const serializer = new ViewSerializer((buffer) => buffer.length === 2);
    serializer.writeHeader();
    serializer.writeValue([Buffer.from('a'), Buffer.from('bc')]);
    const deserializer = new ViewDeserializer(Buffer.concat(serializer.parts(serializer.releaseBuffer())));
    deserializer.readHeader();
    const arrived = deserializer.readValue() as unknown[];
    return arrived.every((one, i) => Buffer.isBuffer(one) && one.toString() === ['a', 'bc'][i]);
  } catch {
    return false;
  }
}
