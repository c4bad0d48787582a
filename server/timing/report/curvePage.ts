/** The page of a scaling curve for an editor's panel. */
import type { Scaling } from '../../model.js';
import { curvePicture, dataUrl } from './curvePicture.js';
import { curveSvg, curveTable, escape, workersOf, type Curve } from './curveSvg.js';
import { fitRows } from './format.js';

/** What the page asks for. `text` is the picture of a PNG, in base 64; what is saved otherwise is known already. */
export interface CurveRequest {
  readonly save: 'svg' | 'png' | 'csv';
  readonly text?: string;
}

/** All that the page shows, as plain data: the editor keeps it, and shows the page again after its window was loaded anew. */
export interface CurveState {
  readonly curve: Curve;
  /** What the timing says besides: its line, its advice. */
  readonly said: readonly string[];
  /** URI of the loop's file. */
  readonly source: string;
}

/** Pixels of a saved PNG for each unit of the picture. */
const PNG_SCALE = 3;

/**
 * The whole page: recommendation, picture, buttons, table and fitted laws. It loads nothing, and runs only the script that
 * carries the nonce. The editor sets its colours as variables, and the class of the body says whether contrast is high.
 *
 * @param state what it shows
 * @param nonce a fresh random word of letters and digits
 */
export function curvePage(state: CurveState, nonce: string): string {
  const { curve, said } = state;
  const policy = `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
  const buttons = (['svg', 'png', 'csv'] as const).map(
    (kind) => `<button type="button" data-save="${kind}">Save as ${kind.toUpperCase()}</button>`,
  );
  const laws = fitRows(curve.scaling).map(([name, text]) => `<dt>${name}</dt><dd>${escape(text)}</dd>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Scaling curve of ${escape(curve.title)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>Scaling curve of ${escape(curve.title)}</h1>
${[...said, recommendation(curve)].map((text) => `<p>${escape(text)}</p>`).join('\n')}
<div role="group" aria-label="Save the curve">${buttons.join(' ')}</div>
<div class="beside">
<figure>
${curveSvg(curve, nonce)}
<figcaption>${escape(legend(curve.scaling))}</figcaption>
</figure>
<section aria-label="Figures">
${curveTable(curve)}
${laws.length > 0 ? `<h2>Fitted laws</h2>\n<dl>${laws.join('')}</dl>` : ''}
</section>
</div>
</main>
<script nonce="${nonce}">const picture = ${inScript(dataUrl(curvePicture(curve, 'paper')))};
const state = ${inScript(state)};
${SCRIPT}</script>
</body>
</html>
`;
}

function recommendation({ scaling }: Curve): string {
  if (!scaling) return 'One width was measured; a curve needs more.';
  const { recommended, physical, logical } = scaling;
  const cores = physical === logical ? `${physical} cores` : `${physical} physical and ${logical} logical cores`;
  if (recommended === null) return `No pool was faster than the loop, however wide. This machine has ${cores}.`;
  return `Recommended: ${workersOf(recommended)}, the smallest pool within 5 % of the fastest. This machine has ${cores}.`;
}

function legend(scaling: Scaling | null): string {
  const larger = scaling?.recommended ? ', the larger point is the recommended width' : '';
  const parts = [`Solid: measured${larger}.`, 'Dotted: perfect scaling.'];
  if (scaling?.usl) parts.push('Dashed: the Universal Scalability Law.');
  else if (scaling?.amdahl) parts.push("Dashed: Amdahl's law.");
  if (scaling && scaling.forecast.length > 0)
    parts.push('Hollow points: a forecast for wider machines; nothing of it is measured.');
  return parts.join(' ');
}

/** What the editor has kept for a page; null where that is something else, of another version say. */
export function readCurveState(kept: unknown): CurveState | null {
  const { curve, said, source } = (kept ?? {}) as Partial<CurveState>;
  if (typeof source !== 'string' || !Array.isArray(said) || !said.every((one) => typeof one === 'string')) return null;
  if (typeof curve?.title !== 'string' || !Array.isArray(curve.points)) return null;
  if (!isFigures(curve.points) || !isFigures(curve.scaling)) return null;
  try {
    curvePage({ curve, said, source }, 'n0nce');
    return { curve, said, source };
  } catch {
    return null;
  }
}

/** Numbers, and words such as `physical`: nothing that would have to be escaped. */
function isFigures(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isFigures);
  return value === null || typeof value === 'number' || (typeof value === 'string' && /^[a-z]+$/.test(value));
}

/** A value as part of a script on a page, which no text in it can end. */
const inScript = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');

const STYLE = `
body{color:var(--vscode-foreground);background:var(--vscode-editor-background);font-family:var(--vscode-font-family);padding:8px 20px}
h1{font-size:1.4em}
h2{font-size:1.1em}
.beside{display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start}
figure{flex:1 1 400px;max-width:720px;margin:16px 0}
figcaption{margin-top:8px}
section{flex:0 1 auto;margin:16px 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:bold;padding-bottom:8px}
th,td{text-align:right;padding:3px 12px 3px 0;border-bottom:1px solid var(--vscode-widget-border,var(--vscode-contrastBorder,transparent))}
td:last-child{text-align:left}
dt{font-weight:bold}
dd{margin:0 0 8px}
button{font:inherit;padding:4px 12px;cursor:pointer;color:var(--vscode-button-foreground);background:var(--vscode-button-background);border:1px solid var(--vscode-button-border,var(--vscode-contrastBorder,transparent))}
button:hover{background:var(--vscode-button-hoverBackground)}
button:focus-visible{outline:1px solid var(--vscode-focusBorder);outline-offset:2px}
body.vscode-high-contrast .looppool-curve .grid,body.vscode-high-contrast .looppool-curve .cores,body.vscode-high-contrast .looppool-curve .perfect{opacity:1}
`;

const SCRIPT = `const editor = acquireVsCodeApi();
editor.setState(state);
for (const button of document.querySelectorAll('button[data-save]'))
  button.addEventListener('click', () => {
    const save = button.dataset.save;
    if (save !== 'png') return editor.postMessage({ save });
    const image = new Image();
    image.addEventListener('load', () => {
      const canvas = document.createElement('canvas');
      const box = document.querySelector('svg').viewBox.baseVal;
      canvas.width = box.width * ${PNG_SCALE};
      canvas.height = box.height * ${PNG_SCALE};
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      editor.postMessage({ save, text: canvas.toDataURL('image/png').split(',')[1] });
    });
    image.src = picture;
  });
`;
