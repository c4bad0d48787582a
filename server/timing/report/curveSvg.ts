/** The scaling curve as a picture and as the table beside it, for a panel of an editor or a file. */
import { scaleLog, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { CurvePoint, Scaling } from '../../model.js';
import { formatMs, formatTimes } from './format.js';
import { amdahlSpeedup, uslSpeedup } from './scaling.js';

const [WIDTH, HEIGHT] = [480, 300];
const MARGIN = { top: 36, right: 16, bottom: 44, left: 60 };
/** Points of a fitted curve. */
const STEPS = 48;

export interface Curve {
  /** What was measured: `scoreAll in score.ts, line 12`. */
  readonly title: string;
  readonly points: readonly CurvePoint[];
  readonly scaling: Scaling | null;
}

/**
 * Draws speed-up over workers, whose axis is to base 2, with the line of perfect scaling, the fitted law and the forecast.
 * Colours come from the theme around it: `--vscode-foreground`, `--vscode-charts-blue`, `--vscode-charts-lines`, with
 * `currentColor` where there is none. A screen reader gets the title and the recommendation; the figures are in `curveTable`.
 *
 * @param nonce of the page around it, whose policy asks for one on every `<style>`
 * @returns one `<svg>` element
 */
export function curveSvg({ title, points, scaling }: Curve, nonce?: string): string {
  const forecast = scaling?.forecast ?? [];
  const widest = Math.max(2, ...points.map((point) => point.workers), ...forecast.map((point) => point.workers));
  const speedups = [...points, ...forecast].map((point) => point.speedup);
  const x = scaleLog([1, widest], [MARGIN.left, WIDTH - MARGIN.right]).base(2);
  const y = scaleLinear([0, Math.max(1, ...speedups) * 1.1], [HEIGHT - MARGIN.bottom, MARGIN.top]).nice(5);
  const path = line<{ workers: number; speedup: number }>(
    (point) => round(x(point.workers)),
    (point) => round(y(point.speedup)),
  );
  const law = scaling?.usl ? uslSpeedup(scaling.usl) : scaling?.amdahl ? amdahlSpeedup(scaling.amdahl) : null;
  const fitted = Array.from({ length: STEPS + 1 }, (_, step) => {
    const workers = widest ** (step / STEPS);
    return { workers, speedup: law ? law(workers) : 0 };
  });
  const top = y.domain()[1]!;
  // Not a straight line: only the axis of the workers is logarithmic.
  const perfect = Array.from({ length: STEPS + 1 }, (_, step) => {
    const workers = Math.min(widest, top) ** (step / STEPS);
    return { workers, speedup: workers };
  });
  const bottom = HEIGHT - MARGIN.bottom;
  const ticks = [...points, ...forecast].map((point) => point.workers);
  const parts = [
    `<title>${escape(title)}: speed-up by number of workers</title>`,
    `<desc>${escape(curveSummary({ points, scaling }))}</desc>`,
    `<text class="heading" x="${MARGIN.left}" y="20">${escape(title)}</text>`,
    ...y
      .ticks(5)
      .flatMap((tick) => [
        `<line class="grid" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${round(y(tick))}" y2="${round(y(tick))}"/>`,
        `<text x="${MARGIN.left - 8}" y="${round(y(tick) + 4)}" text-anchor="end">${tick}×</text>`,
      ]),
    ...ticks.map((tick) => `<text x="${round(x(tick))}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`),
    `<text x="${(MARGIN.left + WIDTH - MARGIN.right) / 2}" y="${HEIGHT - 8}" text-anchor="middle">workers</text>`,
    `<text transform="rotate(-90)" x="${-(MARGIN.top + bottom) / 2}" y="14" text-anchor="middle">speed-up</text>`,
    ...coreMarks(scaling).flatMap(({ width, text }, row) =>
      width > 1 && width < widest
        ? [
            `<line class="cores" x1="${round(x(width))}" x2="${round(x(width))}" y1="${MARGIN.top}" y2="${bottom}"/>`,
            `<text x="${round(x(width)) + 4}" y="${MARGIN.top + 10 + 16 * row}">${text}</text>`,
          ]
        : [],
    ),
    `<path class="perfect" d="${path(perfect)}"/>`,
    ...(law ? [`<path class="law" d="${path(fitted)}"/>`] : []),
    `<path class="measured" d="${path([...points])}"/>`,
    ...points.map((point) => {
      const chosen = point.workers === scaling?.recommended;
      const text = `${workersOf(point.workers)}: ${formatTimes(point.speedup)}${chosen ? ', recommended' : ''}`;
      return `<circle class="${chosen ? 'chosen' : 'point'}" cx="${round(x(point.workers))}" cy="${round(y(point.speedup))}" r="${chosen ? 6 : 4}"><title>${escape(text)}</title></circle>`;
    }),
    ...forecast.map(
      (point) =>
        `<circle class="forecast" cx="${round(x(point.workers))}" cy="${round(y(point.speedup))}" r="4"><title>${workersOf(point.workers)}: ${formatTimes(point.speedup)}, forecast</title></circle>`,
    ),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" class="looppool-curve">\n<style${nonce === undefined ? '' : ` nonce="${nonce}"`}>${STYLE}</style>\n${parts.join('\n')}\n</svg>`;
}

/** Where the cores of the machine end. */
function coreMarks(scaling: Scaling | null): readonly { readonly width: number; readonly text: string }[] {
  if (!scaling) return [];
  const { physical, logical } = scaling;
  if (physical === logical) return [{ width: physical, text: `${physical} cores` }];
  return [
    { width: physical, text: `${physical} physical cores` },
    { width: logical, text: `${logical} logical cores` },
  ];
}

const STYLE = [
  `.looppool-curve text{font:12px var(--vscode-font-family,sans-serif);fill:var(--vscode-foreground,currentColor)}`,
  `.looppool-curve .heading{font-weight:bold}`,
  `.looppool-curve .grid,.looppool-curve .cores{stroke:var(--vscode-charts-lines,currentColor);opacity:.3}`,
  `.looppool-curve .cores{stroke-dasharray:4 4}`,
  `.looppool-curve path{fill:none;stroke:var(--vscode-charts-blue,currentColor);stroke-width:2}`,
  `.looppool-curve .perfect{stroke:var(--vscode-charts-lines,currentColor);stroke-dasharray:2 4;opacity:.6}`,
  `.looppool-curve .law{stroke:var(--vscode-charts-orange,currentColor);stroke-dasharray:6 4;stroke-width:1.5}`,
  `.looppool-curve .point,.looppool-curve .chosen{fill:var(--vscode-charts-blue,currentColor)}`,
  `.looppool-curve .forecast{fill:none;stroke:var(--vscode-charts-orange,currentColor)}`,
].join('');

/** The figures as one HTML `<table>`, forecasts marked as such. */
export function curveTable({ title, points, scaling }: Curve): string {
  const rows = points.map(({ workers, meanMs, speedup, efficiency, cores }) => {
    const notes = [CORES[cores], ...(workers === scaling?.recommended ? ['recommended'] : [])]
      .filter(Boolean)
      .join(', ');
    return `<tr><th scope="row">${workers}</th><td>${formatMs(meanMs)}</td><td>${formatTimes(speedup)}</td><td>${(efficiency * 100).toFixed(0)} %</td><td>${notes}</td></tr>`;
  });
  const foretold = (scaling?.forecast ?? []).map(
    ({ workers, speedup }) =>
      `<tr><th scope="row">${workers}</th><td></td><td>${formatTimes(speedup)}</td><td></td><td>forecast</td></tr>`,
  );
  const head = ['workers', 'time per loop', 'speed-up', 'efficiency', ''].map((name) => `<th scope="col">${name}</th>`);
  return `<table><caption>${escape(title)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${[...rows, ...foretold].join('')}</tbody></table>`;
}

/** The figures as comma-separated values. */
export function curveCsv({ points, scaling }: Curve): string {
  const rows = points.map(({ workers, meanMs, speedup, efficiency, cores }) => [
    workers,
    meanMs,
    speedup,
    efficiency,
    'measured',
    cores,
  ]);
  const foretold = (scaling?.forecast ?? []).map(({ workers, speedup }) => [workers, '', speedup, '', 'forecast', '']);
  return (
    [['workers', 'meanMs', 'speedup', 'efficiency', 'kind', 'cores'], ...rows, ...foretold]
      .map((row) => row.join(','))
      .join('\n') + '\n'
  );
}

const CORES: Record<CurvePoint['cores'], string> = {
  physical: '',
  logical: 'logical cores',
  beyond: 'more than cores',
};

/** What the picture says, in words. */
export function curveSummary({ points, scaling }: Pick<Curve, 'points' | 'scaling'>): string {
  const best = points.reduce((a, b) => (b.speedup > a.speedup ? b : a));
  const said = `At most ${formatTimes(best.speedup)} with ${workersOf(best.workers)}.`;
  return scaling?.recommended ? `${said} Recommended: ${workersOf(scaling.recommended)}.` : said;
}

/** `1 worker`, `8 workers`. */
export function workersOf(width: number): string {
  return `${width} ${width === 1 ? 'worker' : 'workers'}`;
}

/** For text and attributes of HTML and SVG. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
