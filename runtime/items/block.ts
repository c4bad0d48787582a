/** Some numbers of a call that collects its results, and room for what becomes of them: shared with the workers, never copied. */
export interface Block {
  /** Index of the first item. */
  readonly first: number;
  readonly input: Float64Array;
  /** Workers write results here as long as they are numbers. */
  readonly output: Float64Array;
}

/** @returns Null where an item is no number, or there is none. */
export function blockOf(items: ArrayLike<unknown>, first: number, end: number): Block | null {
  const count = end - first;
  if (count < 1) return null;
  const input = sharedNumbers(count);
  if (ArrayBuffer.isView(items)) {
    // BigInts are no numbers.
    if (typeof items[first] !== 'number') return null;
    input.set((items as unknown as Float64Array).subarray(first, first + count));
  } else {
    for (let i = 0; i < count; i += 1) {
      const item = items[first + i];
      if (typeof item !== 'number') return null;
      input[i] = item;
    }
  }
  return { first, input, output: sharedNumbers(count) };
}

export function sharedNumbers(count: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(count * 8));
}
