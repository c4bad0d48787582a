import { received } from './errors.js';

/** @throws TypeError where `options` is no object, or has a key that is not among the known ones. */
export function checkKeys(options: object | undefined, known: readonly string[], what: string): object {
  if (options === undefined) return {};
  if (typeof options !== 'object' || (options as unknown) === null) fail(`${what}: expected an object`, options);
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new TypeError(`${what}: expected one of ${known.join(', ')}, received ${key}`);
  }
  return options;
}

export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

export function checkMs(value: unknown, what: string): void {
  if (typeof value !== 'number' || !(value > 0)) fail(`${what}: expected a number of milliseconds above 0`, value);
}

export function fail(expected: string, value: unknown): never {
  throw new TypeError(`${expected}, received ${received(value)}`);
}
