import path from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import { cpuCount } from '../../runtime/cpuCount.js';
import type { ProfileAnswer, ProfileRequest } from '../messages.js';
import type { Workspace } from '../lsp/workspace.js';
import { ignoredLoops } from '../ignored.js';
import { createSourceReader } from '../project.js';
import { hotLoops } from '../timing/profile/hotLoops.js';
import { profileProgram } from '../timing/profile/profileProgram.js';
import { TimingError } from '../timing/timingError.js';
import { fail } from './applyRewrite.js';
import { placedText } from '../lsp/toProtocol.js';
import { scannedLoop } from './scanning.js';
import { explained, nodeOf, UNTRUSTED } from './runLoop.js';

/** `looppool.profileProgram`: runs a program of the workspace under the CPU profiler, and ranks its loops. */
export async function profileLoops(
  { uri, entry: given }: ProfileRequest,
  workspace: Workspace,
  token: CancellationToken,
  onProgress: (message: string) => void,
): Promise<ProfileAnswer> {
  if (!workspace.trusted) return fail(workspace, UNTRUSTED);
  const file = uri === undefined ? null : workspace.fileOf(uri);
  const cwd = (file && (workspace.folderOf(file) ?? path.dirname(file))) ?? workspace.folders[0];
  if (cwd === undefined) return fail(workspace, 'Open the folder of the program first.');
  const { timing } = workspace.settingsOf(path.join(cwd, 'any'));
  const entry = (given ?? timing.entry).trim();
  if (entry === '') return fail(workspace, 'Name the program to run in the setting looppool.timing.entry.');
  const abort = workspace.profiled.begin();
  if (!abort) return fail(workspace, 'A program is being profiled already.');
  token.onCancellationRequested(() => abort.abort());
  onProgress(entry);
  try {
    const node = nodeOf(timing.node, cwd);
    const profiles = await profileProgram({ entry, cwd, timeoutS: timing.timeout, signal: abort.signal, node });
    if (abort.signal.aborted) return { cancelled: true };
    onProgress('reading the loops');
    // What ran is what is on disk, whatever the editor has.
    const reader = createSourceReader((one) => workspace.trustFor(one));
    const workers = timing.workers || cpuCount({ logical: false });
    const { loops, totalMs } = hotLoops(profiles, reader, cwd, workers);
    workspace.profiled.take(loops, (one) => reader.textOf(one));
    const ranked = loops.map(({ loop, ms, share, gain }) => {
      const { file } = loop.site.span;
      const text = reader.textOf(file) ?? '';
      const placed = placedText(workspace.find(file).uri, null, text, false);
      return { ...scannedLoop(loop, placed, ignoredLoops(text, [loop]).has(loop), workspace), ms, share, gain };
    });
    return { entry, totalMs, workers, loops: ranked };
  } catch (error) {
    if (abort.signal.aborted) return { cancelled: true };
    if (!(error instanceof TimingError)) throw error;
    return fail(workspace, explained(error.message));
  } finally {
    workspace.profiled.end();
  }
}
