/**
 * An answer within a time limit.
 *
 * @param answer the full answer, whenever it comes
 * @param limitMs for how long it is waited for
 * @param soFar gives what is known until then
 * @param late hears that the full answer is there, where it took longer
 * @throws what `answer` is rejected with within the limit
 */
export async function promptly<T>(answer: Promise<T>, limitMs: number, soFar: () => T, late: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), limitMs)));
  const first = await Promise.race([answer.then((value) => ({ value })), limit]);
  clearTimeout(timer);
  if (first) return first.value;
  // One that fails now is asked for again by whatever has changed.
  answer.then(late, () => undefined);
  return soFar();
}
