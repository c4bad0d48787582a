import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import type { JudgedLoop } from '../model.js';
import type { JudgedDocument, Workspace } from '../lsp/workspace.js';
import { anchorRange, oneLine, toLocation } from '../lsp/toProtocol.js';

export const SOURCE = 'looppool';

/** Loops that deserve a hint and a lens: offered, worth a thread or all by the settings, and not ignored. */
export function advertised(document: JudgedDocument, workspace: Workspace): readonly JudgedLoop[] {
  const { advertise } = workspace.settingsOf(document.file);
  if (advertise.muted) return [];
  return document.loops.filter(
    (loop) =>
      loop.verdict.kind !== 'refused' &&
      (loop.weight === 'heavy' || advertise.weight === 'all') &&
      !document.ignored.has(loop),
  );
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
