/** The panel of a scaling curve: what it shows, that it can run nothing but its own script, and what is saved of it. */
import { expect, it } from 'vitest';
import type { CurvePoint } from '../../../server/model.js';
import { curvePage, readCurveState } from '../../../server/timing/report/curvePage.js';
import { curvePicture, isTheme } from '../../../server/timing/report/curvePicture.js';
import type { Curve } from '../../../server/timing/report/curveSvg.js';
import { amdahlSpeedup, curvePoint, scalingOf } from '../../../server/timing/report/scaling.js';

const cores = { physical: 4, logical: 8 };
const speedup = amdahlSpeedup({ serialPart: 0.1, rate: 1, residual: 0 });
const measured = (widths: readonly number[]): CurvePoint[] =>
  widths.map((workers) => curvePoint(workers, 1000 / speedup(workers), 1000, cores));
const points = measured([1, 2, 4, 8]);
const hostile = '</title></script><img src=x onerror=alert(1)> in "a&b\'.ts", line 3';
const curve: Curve = { title: hostile, points, scaling: scalingOf(points, cores) };
const shown = { curve, said: ['1.9× · <b>same</b> result'], source: 'file:///a%20b.ts' };
const page = curvePage(shown, 'n0nce');
const pageOf = (one: Curve): string => curvePage({ curve: one, said: [], source: '' }, 'n');

it('runs its own script only, and loads nothing', () => {
  expect(page).toContain(
    `content="default-src 'none'; img-src data:; style-src 'nonce-n0nce'; script-src 'nonce-n0nce'"`,
  );
  expect(page.match(/<script/g)).toHaveLength(1);
  for (const tag of page.match(/<(?:script|style)\b[^>]*>/g)!) expect(tag).toContain('nonce="n0nce"');
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|\sstyle=|\son\w+="/);
});

it('escapes what the user wrote', () => {
  expect(page).not.toMatch(/<img|<b>|<\/title><\/script>/);
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
});

it('has the recommendation, the figures and the laws in words, with roles and names for a screen reader', () => {
  expect(page).toContain(
    '<p>Recommended: 8 workers, the smallest pool within 5 % of the fastest. This machine has 4 physical and 8 logical cores.</p>',
  );
  expect(page).toMatch(/<html lang="en">[\s\S]*<main>\n<h1>[\s\S]*role="img"[\s\S]*<caption>/);
  expect(page.match(/<th scope="row">\d+<\/th>/g)).toHaveLength(6);
  expect(page).toMatch(
    /<dt>Amdahl<\/dt><dd>serial part 10 %, residual [\d.e-]+ %<\/dd><dt>USL<\/dt><dd>contention 10 %/,
  );
  expect(page).toContain('a forecast for wider machines; nothing of it is measured');
  expect(page.match(/<button type="button" data-save="\w+">[^<]+<\/button>/g)).toHaveLength(3);
});

it('says so where one width was measured', () => {
  const single = pageOf({ title: 'one', points: measured([1]), scaling: null });
  expect(single).toContain('<p>One width was measured; a curve needs more.</p>');
  expect(single).not.toMatch(/NaN|Infinity|undefined|forecast for|Fitted/);
});

it('recommends no pool where none was faster', () => {
  const slower = [1, 2].map((workers) => curvePoint(workers, 1500, 1000, cores));
  const said = pageOf({ title: 'slow', points: slower, scaling: scalingOf(slower, cores) });
  expect(said).toContain('<p>No pool was faster than the loop, however wide.');
  expect(said).not.toContain('<p>Recommended');
});

it('marks physical and logical cores in the picture', () => {
  const wide = [...points, ...measured([16])];
  const svg = curvePicture({ title: 't', points: wide, scaling: scalingOf(wide, cores) }, 'paper');
  expect(svg.match(/<line class="cores"/g)).toHaveLength(2);
  expect(svg).toContain('>4 physical cores</text>');
  expect(svg).toContain('>8 logical cores</text>');
});

it('draws perfect scaling through the points of a loop that scales perfectly', () => {
  const perfect = [1, 2, 4, 8].map((workers) => curvePoint(workers, 1000 / workers, 1000, cores));
  const svg = curvePicture({ title: 't', points: perfect, scaling: null }, 'paper');
  const line = /class="perfect" d="([^"]+)"/.exec(svg)![1]!;
  const circles = [...svg.matchAll(/<circle class="point" cx="([\d.]+)" cy="([\d.]+)"/g)];
  expect(circles).toHaveLength(4);
  for (const [, x, y] of circles) expect(line).toMatch(new RegExp(`[ML]${x},${y}(L|$)`));
});

it('saves a picture that needs no editor around it', () => {
  const svg = curvePicture(curve, 'paper');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox=/);
  expect(svg).toContain('<rect width="100%" height="100%" fill="#ffffff"/>');
  expect(svg).not.toMatch(/var\(|nonce|currentColor/);
  expect(page).toContain(Buffer.from(svg).toString('base64'));
});

it('draws a picture for every theme, which needs no editor around it either and lets its background through', () => {
  const pictures = (['light', 'dark', 'high-contrast', 'high-contrast-light'] as const).map((theme) => {
    expect(isTheme(theme)).toBe(true);
    return curvePicture(curve, theme);
  });
  expect(new Set(pictures).size).toBe(4);
  for (const svg of pictures) expect(svg).not.toMatch(/var\(|currentColor|undefined|<rect width="100%"/);
  expect([undefined, 'paper', 'constructor', 3].filter(isTheme)).toEqual([]);
});

it('is the same page again, from what it has let the editor keep', () => {
  const kept = /^const state = (.*);$/m.exec(page)![1]!;
  const state = readCurveState(JSON.parse(kept));
  expect(state).toEqual(shown);
  expect(curvePage(state!, 'n0nce')).toBe(page);
  expect(page).toContain('editor.setState(state);');
});

it.each([
  undefined,
  null,
  'text',
  {},
  { ...shown, source: 3 },
  { ...shown, said: [4] },
  { ...shown, curve: { title: 't', points: [{ ...points[0], workers: '<b>' }], scaling: null } },
  { ...shown, curve: { title: 't', points: 'many', scaling: null } },
  { ...shown, curve: { title: 't', points: [null], scaling: null } },
  { ...shown, curve: { title: 't', points, scaling: {} } },
])('shows nothing of what is no state of its own: %j', (kept) => {
  expect(readCurveState(kept)).toBeNull();
});
