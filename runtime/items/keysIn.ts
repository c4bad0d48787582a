/**
 * The keys that `for (const key in object)` visits, in its order: those of its own and inherited ones.
 *
 * @param object As for `for…in`, `null` and `undefined` have none.
 */
export function keysIn(object: unknown): string[] {
  const keys: string[] = [];
  for (const key in object as object) keys.push(key);
  return keys;
}
