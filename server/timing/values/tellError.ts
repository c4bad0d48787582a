/** How much of an error is told, in UTF-16 units. */
const TOLD = 200;

/** What was thrown, in one line: `RangeError: thirty is no number`. */
export function tellError(thrown: unknown): string {
  let text: string;
  try {
    text = String(thrown);
  } catch {
    text = 'something that cannot be put into words';
  }
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > TOLD ? `${line.slice(0, TOLD)}…` : line;
}
