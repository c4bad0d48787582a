import { fail } from '../check.js';
import type { Classes } from './classes.js';
import { encode, type Payload } from './codec.js';
import { Guard } from './transfer.js';

/** The buffers that `options.transfer` gave, checked. */
export function buffersOf(buffers: unknown): readonly ArrayBuffer[] {
  if (!Array.isArray(buffers) || !buffers.every((buffer) => buffer instanceof ArrayBuffer))
    fail('options.transfer: expected a function that returns an array of ArrayBuffers', buffers);
  return buffers;
}

/**
 * Packs items for a worker.
 *
 * @param moved buffers that are transferred instead of copied
 * @param classes those whose instances may be among them
 * @param checked a guard that has seen the items already
 * @throws whatever the serializer throws.
 */
export function payloadOf(
  items: readonly unknown[] | Float64Array,
  moved: readonly ArrayBuffer[],
  classes: Classes,
  checked?: Guard,
): Payload {
  if (items instanceof Float64Array) return { kind: 'numbers', data: items };
  let guard = checked;
  if (guard === undefined) {
    guard = new Guard(classes);
    for (const item of items) guard.obstacle(item);
  }
  return encode(items, guard, moved);
}
