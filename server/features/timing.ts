import path from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { LoopTarget, TimeAnswer } from '../messages.js';
import type { JudgedDocument } from '../lsp/verdicts.js';
import type { Workspace } from '../lsp/workspace.js';
import type { JudgedLoop } from '../model.js';
import { formatTimingLine } from '../timing/report/format.js';
import { timeLoop } from '../timing/timeLoop.js';
import { rewriteOf } from './rewriting.js';
import { runLoop } from './runLoop.js';

/** `looppool.timeLoop`: runs both versions of a loop, and keeps the result for lens and hover. */
export async function timeBoth(
  target: LoopTarget,
  workspace: Workspace,
  token: CancellationToken,
  onProgress: (message: string) => void,
): Promise<TimeAnswer> {
  return await runLoop<TimeAnswer>(target, workspace, token, onProgress, (document, loop) => {
    const answer = rewriteOf(loop, document, workspace);
    if ('failed' in answer) return answer;
    const { timing } = workspace.settingsOf(document.file);
    return async (request) => {
      const curve = target.curve ?? timing.curve;
      const report = await timeLoop({ ...request, rewrite: answer.rewrite, runs: timing.runs, curve });
      const line = formatTimingLine(report);
      return { state: { kind: 'done', report }, answer: { report, line, title: titleOf(loop, document) } };
    };
  });
}

/** How a loop is called for the user: `alignAll in align.ts, line 15`. */
export function titleOf({ site }: JudgedLoop, { file }: JudgedDocument): string {
  const place = `${path.basename(file)}, line ${site.anchor.line}`;
  return site.function === null ? place : `${site.function} in ${place}`;
}
