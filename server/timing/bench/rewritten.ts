/** The files of a rewrite, as they would be after it. */
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { Rewrite, TextEdit } from '../../model.js';
import { applyEdits } from '../../rewrite/rewriteLoop.js';
import type { Mirror } from '../record/mirror.js';
import { TimingError } from '../timingError.js';

/** Text after the rewrite of every file it changes or makes, by real path; `text` is that of `file` before. */
export function rewrittenTexts(rewrite: Rewrite, file: string, text: string): Map<string, string> {
  const edits = new Map<string, TextEdit[]>([[file, []]]);
  for (const edit of rewrite.edits) {
    const place = realpathSync(edit.file);
    edits.set(place, [...(edits.get(place) ?? []), edit]);
  }
  const texts = new Map<string, string>();
  for (const [place, some] of edits) {
    texts.set(place, applyEdits(place === file ? text : readFileSync(place, 'utf8'), some));
  }
  for (const made of rewrite.newFiles) {
    texts.set(path.join(realpathSync(path.dirname(made.file)), path.basename(made.file)), made.text);
  }
  return texts;
}

/** Puts the rewritten files into the mirror. */
export function writeRewritten(texts: ReadonlyMap<string, string>, mirror: Mirror): void {
  for (const [place, text] of texts) {
    if (!mirror.has(place)) {
      throw new TimingError(`This rewrite changes ${place}, outside the package of the loop: it cannot be timed.`);
    }
    mirror.write(place, text);
  }
}
