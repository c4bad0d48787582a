/** One level of what has been seen: the next part of a key leads on. */
type Level = Map<unknown, Level>;

/**
 * Each value once, the first of those with the same key, in linear time.
 *
 * @param keyOf the parts of a value's key, compared as a Map does
 */
export function distinctBy<T>(all: readonly T[], keyOf: (value: T) => readonly unknown[]): T[] {
  const seen: Level = new Map();
  return all.filter((value) => {
    let level = seen;
    let isNew = false;
    // A key that goes on where another one ends is another one.
    for (const part of [...keyOf(value), END]) {
      let next = level.get(part);
      if (!next) {
        isNew = true;
        level.set(part, (next = new Map<unknown, Level>()));
      }
      level = next;
    }
    return isNew;
  });
}

const END = Symbol('end');
