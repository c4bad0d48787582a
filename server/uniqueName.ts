/**
 * `name`, or `name2`, `name3` … where it is taken; the result is taken from then on.
 *
 * @param isTaken whether a name is taken in another way as well
 */
export function uniqueName(
  name: string,
  taken: Set<string>,
  isTaken: (candidate: string) => boolean = () => false,
): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate) || isTaken(candidate); n++) candidate = `${name}${n}`;
  taken.add(candidate);
  return candidate;
}
