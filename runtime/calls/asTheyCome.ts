/**
 * Runs items, at most `concurrency` at once, and yields what becomes of them as it comes: in the order in which they finish.
 * What reading the items fails with is thrown behind all that were read.
 *
 * @param run Must not fail.
 * @param ahead So many items may have begun and not been taken.
 * @param over Nothing is begun once it is aborted.
 */
export async function* asTheyCome<T, R>(
  items: AsyncIterator<T>,
  run: (item: T) => Promise<R>,
  { concurrency, ahead, over }: { readonly concurrency: number; readonly ahead: number; readonly over: AbortSignal },
): AsyncGenerator<R, void, undefined> {
  const finished: R[] = [];
  let running = 0;
  let reading = false;
  let ended = false;
  let failure: { readonly error: unknown } | null = null;
  let wake = (): void => undefined;
  const start = async (item: T): Promise<void> => {
    running += 1;
    finished.push(await run(item));
    running -= 1;
    void fill();
  };
  const fill = async (): Promise<void> => {
    wake();
    if (reading) return;
    reading = true;
    try {
      while (!ended && !over.aborted && running < concurrency && running + finished.length < ahead) {
        const next = await items.next();
        if (next.done === true) ended = true;
        else if (!over.aborted) void start(next.value);
      }
    } catch (error) {
      ended = true;
      failure = { error };
    }
    reading = false;
    wake();
  };
  for (;;) {
    void fill();
    const next = finished.shift();
    if (next !== undefined) yield next;
    else if (!ended || running > 0) await new Promise<void>((resolve) => (wake = resolve));
    else if (failure === null) return;
    else throw (failure as { readonly error: unknown }).error;
  }
}
