/** What a run of random programs has come across. */
import type { JudgedLoop } from '../../server/model.js';
import type { Rewritten } from './comparison.js';
import type { Loop } from './loopTree.js';
import { isSplittable } from './oracle.js';
import { LOOP_BELOW, printLoop } from './printLoop.js';

/** What may end an iteration, as it is written. */
const EXITS = ['continue;', 'break;', 'return;', 'return -1;', 'continue each;', 'break each;', 'throw new Error'];

export interface Summary {
  /** Ids of the forms of the loops that were judged. */
  readonly forms: Set<string>;
  /** Codes of reasons. */
  readonly reasons: Set<string>;
  /** Exits that stand in loops that are offered. */
  readonly exits: Set<string>;
  offered: number;
  /** Loops whose work can be split on one run, and how many of them are offered. */
  splittable: number;
  splittableOffered: number;
  /** Of the others: why not, by code. */
  readonly missed: Map<string, number>;
}

export const createSummary = (): Summary => ({
  forms: new Set(),
  reasons: new Set(),
  exits: new Set(),
  offered: 0,
  splittable: 0,
  splittableOffered: 0,
  missed: new Map(),
});

export const EXIT_WORDS: readonly string[] = EXITS;

/** Adds one program to what is known. */
export function addProgram(summary: Summary, loops: readonly Loop[], { before, judged, judgedAgain }: Rewritten): void {
  for (const { site, verdict } of [...judged, ...judgedAgain]) {
    summary.forms.add(site.form);
    if (verdict.kind === 'refused') for (const { code } of verdict.reasons) summary.reasons.add(code);
  }
  for (const [i, one] of generatedIn(before['main.ts']!, judged).entries()) {
    const loop = loops[i]!;
    const isOffered = one !== null && one.verdict.kind !== 'refused';
    if (isOffered) {
      summary.offered++;
      const text = printLoop(loop, 'loop');
      for (const exit of EXITS) if (text.includes(exit)) summary.exits.add(exit);
    }
    if (!isSplittable(loop)) continue;
    summary.splittable++;
    if (isOffered) summary.splittableOffered++;
    const codes = one?.verdict.kind === 'refused' ? one.verdict.reasons.map(({ code }) => code) : [];
    for (const code of new Set(codes)) summary.missed.set(code, (summary.missed.get(code) ?? 0) + 1);
  }
}

/** The generated loops among all of a program: in each function the last that no other is around. */
function generatedIn(text: string, judged: readonly JudgedLoop[]): (JudgedLoop | null)[] {
  const begins = [...text.matchAll(new RegExp(LOOP_BELOW, 'g'))].map(({ index }) => index);
  return begins.map((begin, i) => {
    const end = begins[i + 1] ?? text.length;
    const inside = judged.filter(({ site }) => site.depth === 0 && site.span.start > begin && site.span.start < end);
    return inside.reduce<JudgedLoop | null>(
      (last, one) => (last && last.site.anchor.start > one.site.anchor.start ? last : one),
      null,
    );
  });
}
