const NEWLINE = 10;

/** Whether the last thing that a thread printed, by its name and stream, left a line open. */
const open = new Map<string, boolean>();

/**
 * What a thread printed, with its name before each line that begins in it.
 * @param name Of the thread.
 * @param stream Each has lines of its own.
 */
export function labelled(data: Uint8Array, name: string, stream: string): Uint8Array {
  const key = `${stream} ${name}`;
  const label = Buffer.from(`[${name}] `);
  const parts: Uint8Array[] = [];
  for (let from = 0; from < data.length;) {
    const newline = data.indexOf(NEWLINE, from);
    const to = newline < 0 ? data.length : newline + 1;
    if (open.get(key) !== true) parts.push(label);
    parts.push(data.subarray(from, to));
    open.set(key, newline < 0);
    from = to;
  }
  return Buffer.concat(parts);
}
