import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import type { JudgedLoop } from '../model.js';
import type { JudgedDocument } from '../lsp/verdicts.js';
import type { Workspace } from '../lsp/workspace.js';
import { anchorRange, oneLine, toLocation } from '../lsp/toProtocol.js';
import { WORTH_NAMING } from '../timing/profile/profiled.js';

export const SOURCE = 'looppool';

/**
 * Loops that deserve a hint and a lens: offered, worth a thread or all by the settings, and not ignored. Where the program has
 * been profiled, its time says what is worth a thread, and not the look of the loop; the time of a loop is that of the one
 * around it as well, so that the outer one stands for both.
 */
export function advertised(document: JudgedDocument, workspace: Workspace): readonly JudgedLoop[] {
  const { advertise } = workspace.settingsOf(document.file);
  if (advertise.muted) return [];
  const offered = document.loops.filter((loop) => loop.verdict.kind !== 'refused' && !document.ignored.has(loop));
  if (advertise.weight === 'all') return offered;
  const shares = workspace.profiled.sharesOf(document.file, document.text);
  if (!shares) return offered.filter(({ weight }) => weight === 'heavy');
  const hot = offered.filter(({ site }) => (shares.get(site.span.start) ?? 0) >= WORTH_NAMING);
  return hot.filter((loop) => !hot.some((other) => other !== loop && isAround(other, loop)));
}

/** Whether a loop stands within another. */
export function isAround({ site: outer }: JudgedLoop, { site: inner }: JudgedLoop): boolean {
  return outer.span.start <= inner.span.start && inner.span.end <= outer.span.end;
}

/** A hint on every advertised loop. */
export function diagnosticsOf(document: JudgedDocument, workspace: Workspace): Diagnostic[] {
  if (!workspace.settingsOf(document.file).hints.enabled) return [];
  return advertised(document, workspace).map((loop) => toHint(loop, document, workspace));
}

function toHint(loop: JudgedLoop, document: JudgedDocument, workspace: Workspace): Diagnostic {
  const { verdict } = loop;
  const assumptions = verdict.kind === 'refused' ? [] : verdict.assumptions;
  const hint: Diagnostic = {
    range: anchorRange(loop, document),
    severity: DiagnosticSeverity.Hint,
    code: verdict.kind,
    source: SOURCE,
    message:
      assumptions.length === 0
        ? 'This loop can run in a pool, with the same results in the same order.'
        : `This loop can run in a pool if what Looppool could not prove is so: ${assumptions.map((one) => oneLine(one.message)).join(' ')}`,
  };
  if (!workspace.abilities().relatedInformation || assumptions.length === 0) return hint;
  const find = (file: string) => workspace.find(file);
  return {
    ...hint,
    relatedInformation: assumptions.flatMap(({ message, span, related }) => [
      { location: toLocation(span, find), message: oneLine(message) },
      ...related.map((one) => ({ location: toLocation(one.span, find), message: oneLine(one.message) })),
    ]),
  };
}
