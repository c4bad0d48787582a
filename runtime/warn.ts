const given = new Set<string>();

/** A warning on stderr, once for each text. */
export function warnOnce(text: string): void {
  if (given.has(text)) return;
  given.add(text);
  process.emitWarning(text, { type: 'LooppoolWarning' });
}
