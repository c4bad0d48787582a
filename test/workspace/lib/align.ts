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

/** How an alignment ends: with a pair of bases, a base of the reference only, or a base of the read only. */
type End = 'M' | 'D' | 'I';

interface Cell {
  score: number;
  /** How the alignment ended before this step. */
  before: End;
}

function matrix(rows: number, columns: number): Cell[][] {
  return Array.from({ length: rows }, () => new Array<Cell>(columns).fill({ score: -Infinity, before: 'M' }));
}

function best(candidates: Cell[]): Cell {
  return candidates.reduce((a, b) => (b.score > a.score ? b : a));
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
 * Three matrices, one for each end, hold the best score of every pair of prefixes and the way back from there.
 */
export function align(reference: string, read: string, scoring: Scoring = defaultScoring): Alignment {
  const { substitution, gapOpen, gapExtend } = scoring;
  const rows = reference.length + 1;
  const columns = read.length + 1;
  const M = matrix(rows, columns);
  const D = matrix(rows, columns);
  const I = matrix(rows, columns);

  M[0][0] = { score: 0, before: 'M' };
  for (let i = 1; i < rows; i++) D[i][0] = { score: gapOpen + (i - 1) * gapExtend, before: i === 1 ? 'M' : 'D' };
  for (let j = 1; j < columns; j++) I[0][j] = { score: gapOpen + (j - 1) * gapExtend, before: j === 1 ? 'M' : 'I' };

  for (let i = 1; i < rows; i++) {
    for (let j = 1; j < columns; j++) {
      const pair = substitution[reference[i - 1]][read[j - 1]];
      M[i][j] = best([
        { score: M[i - 1][j - 1].score + pair, before: 'M' },
        { score: D[i - 1][j - 1].score + pair, before: 'D' },
        { score: I[i - 1][j - 1].score + pair, before: 'I' },
      ]);
      D[i][j] = best([
        { score: M[i - 1][j].score + gapOpen, before: 'M' },
        { score: D[i - 1][j].score + gapExtend, before: 'D' },
        { score: I[i - 1][j].score + gapOpen, before: 'I' },
      ]);
      I[i][j] = best([
        { score: M[i][j - 1].score + gapOpen, before: 'M' },
        { score: D[i][j - 1].score + gapOpen, before: 'D' },
        { score: I[i][j - 1].score + gapExtend, before: 'I' },
      ]);
    }
  }

  let i = reference.length;
  let j = read.length;
  const { score, before: last } = best([
    { score: M[i][j].score, before: 'M' },
    { score: D[i][j].score, before: 'D' },
    { score: I[i][j].score, before: 'I' },
  ]);
  const steps: End[] = [];
  let end = last;
  while (i > 0 || j > 0) {
    steps.push(end);
    const { before } = { M, D, I }[end][i][j];
    if (end !== 'I') i--;
    if (end !== 'D') j--;
    end = before;
  }
  return { score, cigar: runLengths(steps.reverse()) };
}
