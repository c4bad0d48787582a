/** Small changes to a program that let a refused loop run in a pool: one table, by what stands against the loop. */
import { ts } from 'ts-morph';
import type { ReasonCode } from '../analysis/reasons.js';
import type { JudgedLoop, Span, TextEdit } from '../model.js';
import { type Patch, patched } from '../nodeText.js';
import { judgeChanged } from '../pipeline.js';
import type { SourceReader } from '../project.js';
import { ownRandom } from './ownRandom.js';

interface Way {
  /** What it does, and what is another then. */
  readonly title: string;
  /** Null where it cannot be done. */
  readonly change: (loop: ts.Node) => readonly Patch[] | null;
}

const WAYS: Partial<Record<ReasonCode, Way>> = {
  random: { title: 'Give each iteration random numbers of its own, the same in every run', change: ownRandom },
};

/** A change, and what it is called. */
export interface WayAround {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** The change after which a refused loop can run in a pool; null where there is none. */
export function wayAround(reader: SourceReader, file: string, text: string, loop: JudgedLoop): WayAround | null {
  const { site, verdict } = loop;
  if (verdict.kind !== 'refused') return null;
  const code = verdict.reasons.map((reason) => reason.code as ReasonCode).find((one) => WAYS[one]);
  const way = code && WAYS[code];
  if (!way) return null;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const node = nodeAt(source, site.span);
  const patches = joined((node && way.change(node)) ?? [], text);
  if (patches.length === 0) return null;
  // More may stand against the loop.
  const before = patches.filter((patch) => patch.end <= site.anchor.start);
  const start = before.reduce((at, patch) => at + patch.text.length - (patch.end - patch.start), site.anchor.start);
  const judged = judgeChanged(reader, file, patched(text, 0, text.length, patches), start);
  if (!judged || judged.verdict.kind === 'refused') return null;
  return { title: way.title, edits: patches.map((patch) => ({ file, ...patch })) };
}

/** The outermost node of a span. */
function nodeAt(source: ts.SourceFile, { start, end }: Span): ts.Node | null {
  for (let node: ts.Node | undefined = source; node;) {
    if (node.getStart(source) === start && node.end === end) return node;
    node = ts.forEachChild(node, (child) => (child.pos <= start && child.end >= end ? child : undefined));
  }
  return null;
}

/** Patches that touch become one: in the protocol, two at one place have no order. */
function joined(patches: readonly Patch[], text: string): Patch[] {
  const all: Patch[] = [];
  for (const patch of [...patches].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const before = all.at(-1);
    if (before && patch.start <= before.end) {
      const between = text.slice(before.end, patch.start);
      all[all.length - 1] = { start: before.start, end: patch.end, text: before.text + between + patch.text };
    } else all.push(patch);
  }
  return all;
}
