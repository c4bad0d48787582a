import path from 'node:path';
import { ResponseError, type CancellationToken } from 'vscode-languageserver/node';
import { loopJson, scanSummary } from '../cli/json.js';
import type { DocumentLoops, ScanAnswer, ScannedLoop, ScanRequest } from '../messages.js';
import type { JudgedLoop, Reason } from '../model.js';
import { freeMemory } from '../freeMemory.js';
import { sourcesIn } from '../sourceFiles.js';
import { toFolder } from '../lsp/fromProtocol.js';
import { loopRange, type PlacedText } from '../lsp/toProtocol.js';
import type { JudgedDocument } from '../lsp/verdicts.js';
import type { Workspace } from '../lsp/workspace.js';

/** What was found out about the types of so many files is more to keep than it is worth. */
const MANY = 100;

/** `looppool.scanWorkspace`: every loop of the workspace, or of some files and folders of it. */
export async function scanWorkspace(
  { uris }: ScanRequest,
  workspace: Workspace,
  token: CancellationToken,
  onProgress: (message: string, percentage: number) => void,
): Promise<ScanAnswer> {
  const started = performance.now();
  const places = uris ? uris.map(toFolder).filter((place) => place !== null) : workspace.folders;
  const files = [...new Set(places.flatMap((place) => filesOf(place, workspace)))].sort();
  workspace.reader.prepare(files);
  const all: JudgedLoop[] = [];
  const loops: ScannedLoop[] = [];
  for (const [index, file] of files.entries()) {
    onProgress(`${index + 1} of ${files.length} files`, Math.floor((index / files.length) * 100));
    const document = await judged(workspace.find(file).uri, workspace, token);
    if (token.isCancellationRequested) return { cancelled: true };
    if (!document) continue;
    all.push(...document.loops);
    loops.push(...scannedLoops(document, workspace));
  }
  if (files.length >= MANY) {
    workspace.reader.forgetTypes();
    freeMemory();
  }
  return { loops, summary: scanSummary(all, files.length, Math.round(performance.now() - started)) };
}

/** A document that is typed into meanwhile is judged as it is in the end. */
async function judged(uri: string, workspace: Workspace, token: CancellationToken): Promise<JudgedDocument | null> {
  while (!token.isCancellationRequested) {
    try {
      return await workspace.verdicts.judge(uri, token);
    } catch (error) {
      if (!(error instanceof ResponseError)) throw error;
    }
  }
  return null;
}

/** Worker modules are left out. */
function filesOf(place: string, workspace: Workspace): string[] {
  if (/\.[cm]?[jt]sx?$/.test(place)) return [place];
  const { suffix } = workspace.settingsOf(path.join(place, 'any')).rewrite;
  return sourcesIn(place, [`**/*${suffix}.*`]);
}

export function documentLoops(document: JudgedDocument, workspace: Workspace): DocumentLoops {
  return { version: document.version, loops: scannedLoops(document, workspace) };
}

function scannedLoops(document: JudgedDocument, workspace: Workspace): ScannedLoop[] {
  return document.loops.map((loop) => scannedLoop(loop, document, document.ignored.has(loop), workspace));
}

export function scannedLoop(loop: JudgedLoop, text: PlacedText, ignored: boolean, workspace: Workspace): ScannedLoop {
  const show = (file: string): string => {
    const folder = workspace.folderOf(file);
    return folder === null ? file : path.relative(folder, file);
  };
  const withUri = (reasons: readonly Reason[]) =>
    reasons.map(({ code, message, span: { file, line, column } }) => ({
      code,
      message,
      file: show(file),
      line,
      column,
      uri: workspace.find(file).uri,
    }));
  return {
    ...loopJson(loop, show),
    reasons: loop.verdict.kind === 'refused' ? withUri(loop.verdict.reasons) : [],
    assumptions: loop.verdict.kind === 'refused' ? [] : withUri(loop.verdict.assumptions),
    uri: text.uri,
    range: loopRange(loop, text),
    ignored,
  };
}
