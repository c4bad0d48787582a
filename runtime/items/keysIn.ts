/** A key that `for…in` visits: where all entries are numbered, it is taken for a number, so that `list[key]` is an entry. */
export type KeyIn<T> = number extends keyof T ? (string extends keyof T ? string : `${number}`) : string;

/**
 * The keys that `for (const key in object)` visits, in its order: those of its own and inherited ones.
 *
 * @param object As for `for…in`, `null` and `undefined` have none.
 */
export function keysIn<T>(object: T): KeyIn<T>[] {
  const keys: string[] = [];
  for (const key in object as object) keys.push(key);
  return keys as KeyIn<T>[];
}
