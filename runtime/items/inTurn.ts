/**
 * What `for await` visits in a list: each value, or what its promise comes to, one after another. A promise is waited for when
 * those before it are there, and the first that fails ends it at its place.
 *
 * @param values promises or values
 */
export async function* inTurn<T>(values: Iterable<T>): AsyncGenerator<Awaited<T>, void, undefined> {
  for (const value of values) yield await value;
}
