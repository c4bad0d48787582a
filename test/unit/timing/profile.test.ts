import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSourceReader } from '../../../server/project.js';
import { hotLoops, type HotLoop } from '../../../server/timing/profile/hotLoops.js';
import { profileProgram } from '../../../server/timing/profile/profileProgram.js';
import { leftovers } from './timed.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  expect(leftovers()).toEqual([]);
});

const HOT = 17;
const BUSY = `export function busy(k) {\n  let v = 0;\n  for (let j = 0; j < 30000; j++) v += Math.sin(j * k);\n  return v;\n}\n`;

/**
 * A program of 30 loops in three shapes, one of them hot, which measures the processor time of each loop itself. That has what other threads
 * take to compile the loop in it, so a loop is much more work than its compilation.
 */
function planted(typed: boolean): string {
  const lines = [`import { writeFileSync } from 'node:fs';`, `import { busy } from './busy.js';`, `// what each takes`];
  if (typed) lines.push('interface Times { [part: number]: number }', '', 'const truth: Times = {};');
  else lines.push('const truth = {};');
  for (let part = 0; part < 30; part++) {
    const items = part === HOT ? 900 : 3 * (5 + ((part * 7) % 11));
    lines.push(
      '',
      `function part${part}()${typed ? ': number' : ''} {`,
      '  let sum = 0;',
      '  const from = process.cpuUsage();',
    );
    if (part % 3 === 0) lines.push(`  for (let k = 0; k < ${items}; k++) {`, '    sum += busy(k);', '  }');
    if (part % 3 === 1)
      lines.push(
        `  for (let k = 0; k < ${items}; k++) {`,
        '    for (let j = 0; j < 30000; j++) {',
        '      sum += Math.sin(j * k);',
        '    }',
        '  }',
      );
    if (part % 3 === 2)
      lines.push(`  [...Array(${items}).keys()].forEach((k) => {`, '    // one by one', '    sum += busy(k);', '  });');
    lines.push(`  truth[${part}] = process.cpuUsage(from).user;`, '  return sum;', '}');
  }
  lines.push('', 'let all = 0;');
  for (let part = 0; part < 30; part++) lines.push(`all += part${part}();`);
  lines.push(`writeFileSync('truth.json', JSON.stringify({ all, truth }));`, '');
  return lines.join('\n');
}

async function profiled(files: Record<string, string>, entry: string): Promise<{ loops: HotLoop[]; folder: string }> {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'timed-')));
  folders.push(folder);
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(path.resolve(import.meta.dirname, '../../../node_modules'), path.join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const profiles = await profileProgram({ entry, cwd: folder, timeoutS: 60 });
  return { loops: hotLoops(profiles, createSourceReader(), folder, 8).loops, folder };
}

describe('profile', () => {
  it.each([
    ['JavaScript', 'main.js', 'node main.js', { 'busy.js': BUSY }],
    ['TypeScript through tsx', 'main.ts', 'tsx main.ts', { 'busy.ts': BUSY.replace('(k)', '(k: number)') }],
  ])('ranks the hot loop of 30 first, its share within 5 points of the truth: %s', async (_name, file, entry, more) => {
    const { loops, folder } = await profiled({ ...more, [file]: planted(file === 'main.ts') }, entry);
    const { truth } = JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')) as {
      truth: Record<string, number>;
    };
    const all = Object.values(truth).reduce((sum, ms) => sum + ms, 0);
    const [first] = loops.filter(({ loop }) => loop.site.depth === 0 && loop.site.span.file.endsWith(file));
    expect(first?.loop.site.function).toBe(`part${HOT}`);
    expect(Math.abs(first!.share - truth[HOT]! / all)).toBeLessThan(0.05);
    expect(first!.gain).toBeCloseTo(1 / (1 - first!.share + first!.share / 8));
    expect(loops.find(({ loop }) => loop.site.function === 'part4')?.share).toBeGreaterThan(0);
    expect(readdirSync(folder).sort()).toEqual(
      [...Object.keys(more), file, 'node_modules', 'package.json', 'truth.json'].sort(),
    );
  });

  it('tells the loops of one function apart', async () => {
    const text = `import { busy } from './busy.js';
let sum = 0;
for (let k = 0; k < 150; k++) {
  sum += busy(k);
}
for (let k = 0; k < 150; k++) {
  for (let j = 0; j < 90000; j++) sum += Math.sin(j * k);
}
console.log(sum);
`;
    const { loops } = await profiled({ 'main.js': text, 'busy.js': BUSY }, 'node main.js');
    const share = (line: number): number => loops.find(({ loop }) => loop.site.anchor.line === line)?.share ?? 0;
    expect(share(6)).toBeGreaterThan(share(3) * 1.5);
    expect(share(3)).toBeGreaterThan(0.1);
    expect(share(3) + share(6)).toBeGreaterThan(0.9);
    expect(share(3) + share(6)).toBeLessThanOrEqual(1.0001);
  });

  it('tells the loops of one line apart', async () => {
    const text = `import { busy } from './busy.js';
const isEven = (k) => Math.round(k) % 2 === 0;
console.log(Array.from({ length: 150 }, (_, k) => k).map((k) => busy(k)).length);
console.log([...Array(150).keys()].map(busy).filter(isEven).length);
`;
    const { loops } = await profiled({ 'main.js': text, 'busy.js': BUSY }, 'node main.js');
    const share = (line: number, form: string): number =>
      loops.find(({ loop: { site } }) => site.anchor.line === line && site.form === form)?.share ?? 0;
    expect(share(3, 'map')).toBeGreaterThan(0.3);
    expect(share(3, 'array-from')).toBeLessThan(0.1);
    expect(share(4, 'map')).toBeGreaterThan(0.3);
    expect(share(4, 'filter')).toBeLessThan(0.1);
  });

  it('ends with one clear line when the program fails', async () => {
    await expect(profiled({ 'main.js': `throw new TypeError('no');` }, 'node main.js')).rejects.toThrow(
      /^node main\.js failed while it was profiled: TypeError: no \(exit status 1\)$/,
    );
    await expect(profiled({}, 'node nowhere.js')).rejects.toThrow('There is no program nowhere.js');
  });
});
