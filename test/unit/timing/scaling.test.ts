import { describe, expect, it } from 'vitest';
import { curveCsv, curveSvg, curveTable, type Curve } from '../../../server/timing/report/curveSvg.js';
import { amdahlSpeedup, curvePoint, scalingOf, uslSpeedup, widthsUpTo } from '../../../server/timing/report/scaling.js';

const cores = { physical: 4, logical: 8 };
const measured = (law: (n: number) => number, widths = [1, 2, 4, 8]) =>
  widths.map((workers) => curvePoint(workers, 1000 / law(workers), 1000, cores));

describe('widthsUpTo', () => {
  it('doubles, and stops at the physical cores', () => {
    expect(widthsUpTo(8, cores)).toEqual([1, 2, 4, 8]);
    expect(widthsUpTo(12, { physical: 6, logical: 12 })).toEqual([1, 2, 4, 6, 8, 12]);
    expect(widthsUpTo(1, cores)).toEqual([1]);
  });
});

describe('scalingOf', () => {
  it('finds the parameters that a curve was made from', () => {
    const amdahl = scalingOf(measured(amdahlSpeedup({ serialPart: 0.1, rate: 0.95, residual: 0 })), cores);
    expect(amdahl.amdahl?.serialPart).toBeCloseTo(0.1);
    expect(amdahl.amdahl?.rate).toBeCloseTo(0.95);
    expect(amdahl.amdahl?.residual).toBeCloseTo(0);
    expect(amdahl.usl?.coherency).toBeCloseTo(0);
    expect(amdahl.usl?.contention).toBeCloseTo(0.1);
    const made = { contention: 0.05, coherency: 0.01, rate: 0.9, peak: null, residual: 0 };
    const usl = scalingOf(measured(uslSpeedup(made), [1, 2, 4, 8, 16]), cores);
    expect(usl.usl?.contention).toBeCloseTo(0.05);
    expect(usl.usl?.coherency).toBeCloseTo(0.01);
    expect(usl.usl?.peak).toBe(Math.round(Math.sqrt(0.95 / 0.01)));
    expect(usl.forecast.map(({ workers }) => workers)).toEqual([32, 64]);
    expect(usl.forecast[0]?.speedup).toBeCloseTo(uslSpeedup(made)(32));
  });

  it('takes no negative parameters from a curve that is better than perfect, and says how far off it is', () => {
    const { usl, amdahl } = scalingOf(
      measured((n) => n ** 1.1),
      cores,
    );
    for (const value of [usl?.contention, usl?.coherency, amdahl?.serialPart]) expect(value).toBeGreaterThanOrEqual(0);
    expect(usl?.residual).toBeGreaterThan(0);
    expect(usl?.peak).toBeNull();
  });

  it('forecasts from the wide pools, not from a disturbed time of the narrowest', () => {
    // Measured on 16 cores, with the serial loop disturbed.
    const times: Readonly<Record<number, number>> = { 1: 1.34, 2: 2, 4: 3.6, 8: 7.2, 16: 11.7 };
    const { forecast } = scalingOf(
      measured((n) => times[n]!, [1, 2, 4, 8, 16]),
      cores,
    );
    expect(forecast[0]!.speedup).toBeGreaterThan(11.7);
  });

  it('forecasts no more than there are items to compute at once', () => {
    const { forecast } = scalingOf(
      measured((n) => n),
      cores,
      24,
    );
    expect(forecast).toEqual([
      { workers: 16, speedup: expect.closeTo(16) as number },
      { workers: 32, speedup: 24 },
    ]);
  });

  it('recommends the smallest width within 5 % of the best', () => {
    const flat = (n: number): number => ({ 1: 1, 2: 1.9, 4: 2.9, 8: 3 })[n]!;
    expect(scalingOf(measured(flat), cores).recommended).toBe(4);
    expect(
      scalingOf(
        measured((n) => n),
        cores,
      ).recommended,
    ).toBe(8);
    expect(
      scalingOf(
        measured((n) => 1 / n),
        cores,
      ).recommended,
    ).toBeNull();
  });

  it('fits no law to too few widths', () => {
    expect(
      scalingOf(
        measured((n) => n, [1, 2]),
        cores,
      ),
    ).toMatchObject({ amdahl: null, usl: null, forecast: [] });
    expect(
      scalingOf(
        measured((n) => n, [1, 2, 4]),
        cores,
      ),
    ).toMatchObject({ usl: null, amdahl: { serialPart: 0 } });
  });

  it('tells physical cores from logical ones', () => {
    expect(measured((n) => n, [2, 4, 8, 16]).map((point) => point.cores)).toEqual([
      'physical',
      'physical',
      'logical',
      'beyond',
    ]);
    expect(measured((n) => n / 2, [4])[0]?.efficiency).toBe(0.5);
  });
});

describe('the picture of a curve', () => {
  const points = measured(amdahlSpeedup({ serialPart: 0.1, rate: 1, residual: 0 }));
  const curve: Curve = { title: 'score<All> & "more"', points, scaling: scalingOf(points, cores) };

  it('has a title, every point, the forecast, and colours of the theme only', () => {
    const svg = curveSvg(curve);
    expect(svg).toContain('<title>score&#60;All&#62; &#38; &#34;more&#34;: speed-up by number of workers</title>');
    expect(svg).toMatch(/<desc>At most 4\.7× with 8 workers\. Recommended: 8 workers\.<\/desc>/);
    expect(svg.match(/<circle class="(point|chosen)"/g)).toHaveLength(4);
    expect(svg.match(/<circle class="forecast"/g)).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|Infinity|undefined|#[0-9a-f]{6}/);
    expect(svg.match(/var\(--vscode-[\w-]+,/g)?.length).toBeGreaterThan(5);
  });

  it('draws a single width, too', () => {
    const single = { title: 'one', points: points.slice(0, 1), scaling: null };
    expect(curveSvg(single)).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('comes with a table and values', () => {
    expect(curveTable(curve)).toContain(
      '<tr><th scope="row">8</th><td>213 ms</td><td>4.7×</td><td>59 %</td><td>logical cores, recommended</td></tr>',
    );
    expect(curveTable(curve)).toContain('<caption>score&#60;All&#62;');
    expect(curveCsv(curve).split('\n')).toHaveLength(8);
    expect(curveCsv(curve)).toMatch(/^workers,meanMs,speedup,efficiency,kind,cores\n1,1000,1,1,measured,physical\n/);
  });
});
