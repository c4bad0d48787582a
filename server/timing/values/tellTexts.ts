/** How much of a text is shown, in UTF-16 units, and how much of it before the difference. */
const [SHOWN, BEFORE] = [50, 10];

/**
 * What makes the difference between two texts, in one sentence: of long ones the place alone, of several lines the line.
 *
 * @param name what both are called
 * @param one where the first was found, as in `x is 1 in the loop`
 * @param other where the second was
 */
export function tellTexts(name: string, left: string, right: string, one: string, other: string): string {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  const lines = left.slice(0, at).split('\n');
  const from = at - lines.at(-1)!.length;
  const line = lines.length > 1 ? `, line ${lines.length},` : '';
  return `${name}${line} is ${excerpt(left, from, at)} ${one} and ${excerpt(right, from, at)} ${other}`;
}

/** The line of `text` that begins at `from`, from a little before `at` on. */
function excerpt(text: string, from: number, at: number): string {
  const start = at - from > SHOWN - 2 * BEFORE ? at - BEFORE : from;
  const end = text.indexOf('\n', at) + 1 || text.length;
  const cut = end - start > SHOWN ? `${text.slice(start, start + SHOWN)}…` : text.slice(start, end);
  return JSON.stringify(start > from ? `…${cut}` : cut);
}
