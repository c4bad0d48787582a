import { received } from '../errors.js';

/**
 * What an iterator returned, where a loop could take it.
 * @throws TypeError for anything but an object, as a loop does: it would be asked forever.
 */
export function checkedResult<T>(result: IteratorResult<T>): IteratorResult<T> {
  if ((typeof result === 'object' && (result as unknown) !== null) || typeof result === 'function') return result;
  throw new TypeError(`expected { value, done } from the iterator of the items, received ${received(result)}`);
}
