import type { JudgedLoop, Reason } from '../model.js';
import type { JudgedDocument } from '../lsp/verdicts.js';
import type { Workspace } from '../lsp/workspace.js';
import { WORTH_NAMING } from '../timing/profile/profiled.js';
import { isAround } from './diagnostics.js';

/** A loop at this part of an outer one's time stands for it. */
const MOST = 0.5;

/** A refused loop with the reason that stands first. */
export interface HotRefusal {
  readonly loop: JudgedLoop;
  readonly reason: Reason;
}

/**
 * Refused loops that took a part of the profiled run which is worth naming: there a look at the reason pays. Left out are loops
 * whose time an offered loop around or within them stands for, and those that stay for the very reason of one around them.
 */
export function hotRefusals(document: JudgedDocument, workspace: Workspace): HotRefusal[] {
  const shares = workspace.profiled.sharesOf(document.file, document.text);
  if (!shares || workspace.settingsOf(document.file).advertise.muted) return [];
  const shareOf = (loop: JudgedLoop): number => shares.get(loop.site.span.start) ?? 0;
  const hot = document.loops.filter((loop) => shareOf(loop) >= WORTH_NAMING);
  const offered = hot.filter(({ verdict }) => verdict.kind !== 'refused');
  const found: HotRefusal[] = [];
  for (const loop of hot) {
    if (loop.verdict.kind !== 'refused' || document.ignored.has(loop)) continue;
    const [reason] = loop.verdict.reasons;
    const stands = offered.some(
      (other) => isAround(other, loop) || (isAround(loop, other) && shareOf(other) >= MOST * shareOf(loop)),
    );
    const told = found.some((other) => isAround(other.loop, loop) && isSame(other.reason, reason));
    if (reason && !stands && !told) found.push({ loop, reason });
  }
  return found;
}

function isSame(one: Reason, other: Reason | undefined): boolean {
  return one.code === other?.code && one.span.file === other.span.file && one.span.line === other.span.line;
}
