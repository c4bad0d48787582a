import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Uri, ViewColumn, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import { ServerCommand, type LoopTarget, type TimeAnswer } from '../server/messages.js';
import { curvePage, readCurveState, type CurveRequest, type CurveState } from '../server/timing/report/curvePage.js';
import { curvePicture } from '../server/timing/report/curvePicture.js';
import { curveCsv, type Curve } from '../server/timing/report/curveSvg.js';
import type { LoopServer } from './client.js';

/** Times a loop with pools of 1, 2, 4 … workers, and shows the curve in a panel beside the text. */
export async function measureCurve(server: LoopServer, target: LoopTarget): Promise<void> {
  const answer = await server.run<TimeAnswer>(ServerCommand.timeLoop, { ...target, curve: true });
  // The user has been told why there is none.
  if (!answer || 'failed' in answer || 'cancelled' in answer) return;
  const { title, report, line } = answer;
  if (report.curve.length > 0)
    showCurve({
      curve: { title, points: report.curve, scaling: report.scaling },
      said: [line, report.advice.message, ...(report.noise.message === null ? [] : [report.noise.message])],
      source: target.uri,
    });
  else
    void window.showInformationMessage(
      'There is no scaling curve: this loop awaits on one thread, and further workers would change nothing.',
    );
}

const VIEW = 'looppool.curve';

/** Shows the curves again that were open when the window was loaded anew. */
export function restoreCurves(): Disposable {
  return window.registerWebviewPanelSerializer(VIEW, {
    deserializeWebviewPanel: (panel, kept) => {
      const state = readCurveState(kept);
      if (state) fill(panel, state);
      else panel.dispose();
      return Promise.resolve();
    },
  });
}

function showCurve(state: CurveState): void {
  fill(window.createWebviewPanel(VIEW, 'Scaling Curve', ViewColumn.Beside), state);
}

function fill({ webview }: WebviewPanel, state: CurveState): void {
  webview.options = { enableScripts: true, localResourceRoots: [] };
  webview.onDidReceiveMessage((request: CurveRequest) => void save(request, state.curve, Uri.parse(state.source)));
  webview.html = curvePage(state, randomBytes(16).toString('hex'));
}

async function save({ save: kind, text = '' }: CurveRequest, curve: Curve, source: Uri): Promise<void> {
  const name = `${path.posix.parse(source.path).name}-scaling.${kind}`;
  const chosen = await window.showSaveDialog({
    title: 'Save the Scaling Curve',
    defaultUri: Uri.joinPath(source, '..', name),
    filters: { [kind.toUpperCase()]: [kind] },
  });
  if (!chosen) return;
  try {
    await workspace.fs.writeFile(chosen, contentOf(kind, text, curve));
    window.setStatusBarMessage(`Saved ${path.posix.basename(chosen.path)}`, 5000);
  } catch (error) {
    void window.showErrorMessage(`The scaling curve could not be saved: ${String(error)}`);
  }
}

function contentOf(kind: CurveRequest['save'], text: string, curve: Curve): Buffer {
  if (kind === 'png') return Buffer.from(text, 'base64');
  return Buffer.from(kind === 'csv' ? curveCsv(curve) : curvePicture(curve, 'paper'));
}
