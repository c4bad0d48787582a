export interface Alignment {
  score: number;
  /** Matches, insertions and deletions in the order of the sequences, such as `12M1I51M`. */
  cigar: string;
}

export interface Scoring {
  /** What a pair of bases is worth, by reference base and read base. */
  substitution: Record<string, Record<string, number>>;
  /** Cost of the first base of a gap, and of each further one. */
  gapOpen: number;
  gapExtend: number;
}

/** Transitions (A–G, C–T) are more common than other changes, and cost less. */
export const defaultScoring: Scoring = {
  substitution: {
    A: { A: 5, C: -4, G: -2, T: -4 },
    C: { A: -4, C: 5, G: -4, T: -2 },
    G: { A: -2, C: -4, G: 5, T: -4 },
    T: { A: -4, C: -2, G: -4, T: 5 },
  },
  gapOpen: -10,
  gapExtend: -1,
};

function matrix(rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(-Infinity));
}

function runLengths(steps: string[]): string {
  let text = '';
  for (let i = 0; i < steps.length;) {
    let end = i + 1;
    while (end < steps.length && steps[end] === steps[i]) end++;
    text += `${end - i}${steps[i]}`;
    i = end;
  }
  return text;
}

/**
 * The best global alignment of two sequences: Needleman–Wunsch with affine gaps (Gotoh 1982).
 * Three matrices hold the best score of a prefix pair that ends in a match, in a deletion and in an insertion.
 */
export function align(reference: string, read: string, scoring: Scoring = defaultScoring): Alignment {
  const { substitution, gapOpen, gapExtend } = scoring;
  const rows = reference.length + 1;
  const columns = read.length + 1;
  const matched = matrix(rows, columns);
  const deleted = matrix(rows, columns);
  const inserted = matrix(rows, columns);

  matched[0][0] = 0;
  for (let i = 1; i < rows; i++) deleted[i][0] = gapOpen + (i - 1) * gapExtend;
  for (let j = 1; j < columns; j++) inserted[0][j] = gapOpen + (j - 1) * gapExtend;

  for (let i = 1; i < rows; i++) {
    for (let j = 1; j < columns; j++) {
      const pair = substitution[reference[i - 1]][read[j - 1]];
      matched[i][j] = pair + Math.max(matched[i - 1][j - 1], deleted[i - 1][j - 1], inserted[i - 1][j - 1]);
      deleted[i][j] = Math.max(
        matched[i - 1][j] + gapOpen,
        deleted[i - 1][j] + gapExtend,
        inserted[i - 1][j] + gapOpen,
      );
      inserted[i][j] = Math.max(
        matched[i][j - 1] + gapOpen,
        inserted[i][j - 1] + gapExtend,
        deleted[i][j - 1] + gapOpen,
      );
    }
  }

  const steps: string[] = [];
  let i = reference.length;
  let j = read.length;
  const score = Math.max(matched[i][j], deleted[i][j], inserted[i][j]);
  let state = score === matched[i][j] ? 'M' : score === deleted[i][j] ? 'D' : 'I';
  while (i > 0 || j > 0) {
    steps.push(state);
    if (state === 'M') {
      i--;
      j--;
      const best = Math.max(matched[i][j], deleted[i][j], inserted[i][j]);
      state = best === matched[i][j] ? 'M' : best === deleted[i][j] ? 'D' : 'I';
    } else if (state === 'D') {
      const here = deleted[i][j];
      i--;
      state = here === deleted[i][j] + gapExtend ? 'D' : here === matched[i][j] + gapOpen ? 'M' : 'I';
    } else {
      const here = inserted[i][j];
      j--;
      state = here === inserted[i][j] + gapExtend ? 'I' : here === matched[i][j] + gapOpen ? 'M' : 'D';
    }
  }
  return { score, cigar: runLengths(steps.reverse()) };
}
