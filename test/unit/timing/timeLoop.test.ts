import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { imports, mapped } from './samples.js';
import { leftovers, prepare, removePrograms } from './timed.js';

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

describe('timeLoop', () => {
  it('measures both versions on the recorded inputs', async () => {
    const report = await prepare({ ...mapped, facts: {} }).run();
    expect(report).toMatchObject({
      same: true,
      difference: null,
      bound: 'cpu',
      workers: 2,
      bytesCopied: 24,
      curve: [],
    });
    expect(report.serial.runs).toBe(3);
    expect(report.serial.loops * report.serial.meanMs).toBeGreaterThan(100);
    expect(report.parallel.runs).toBe(3);
    expect(report.speedup.low).toBeLessThanOrEqual(report.speedup.median);
  });

  it('leaves the files of the program as they were', async () => {
    const timed = prepare(mapped);
    const before = readdirSync(timed.folder);
    await timed.run();
    expect(readdirSync(timed.folder)).toEqual(before);
    expect(readFileSync(timed.request.file, 'utf8')).toBe(timed.request.text);
  });

  it('runs where node_modules is a link', async () => {
    const timed = prepare(mapped);
    symlinkSync(path.resolve(import.meta.dirname, '../../../node_modules'), path.join(timed.folder, 'node_modules'));
    expect((await timed.run()).same).toBe(true);
  });

  it('takes the array that a rewrite declares for the one that the loop fills', async () => {
    const program = prepare({
      ...mapped,
      text: mapped.text.replace(
        /const ys.*;/,
        `const ys = [];\n  /*[*/for (const x of xs) ys.push(busy(x) * SCALE);/*]*/`,
      ),
    });
    const { text, rewrite } = program.request;
    const declaration = text.indexOf('const ys = [];');
    const parallel = `const ys = pool.mapSync(task, xs, { SCALE });`;
    const { start, end } = rewrite.site.span;
    const file = rewrite.site.span.file;
    const edits = [
      { file, start: 0, end: 0, text: imports },
      { file, start: declaration, end, text: parallel },
    ];
    const from = imports.length + declaration;
    expect(start).toBeGreaterThan(declaration);
    const report = await program.run({
      rewrite: { ...rewrite, edits, loopAfter: { start: from, end: from + parallel.length } },
    });
    expect(report.difference).toBeNull();
  });

  it('speaks of calls at once, and of no pool, where the rewrite awaits on one thread', async () => {
    const timed = prepare({
      ...mapped,
      imports: '',
      text: `const ys = /*[*/await Promise.all([1, 2].map(async (x) => x))/*]*/;\n`,
      parallel: `(await new Promise((done) => setTimeout(done, 20)), [1, 2])`,
      facts: { awaits: true },
    });
    const { advice } = await timed.run({ rewrite: { ...timed.request.rewrite, concurrency: 16 } });
    expect(advice.code).toBe('slower');
    expect(advice.message).toMatch(/^Slower with 16 at once: /);
  });

  it('draws the scaling curve', async () => {
    const report = await prepare(mapped).run({ curve: true, workers: 4 });
    expect(report.workers).toBe(4);
    expect(report.curve.map((point) => point.workers)).toEqual([1, 2, 4]);
  });
});
