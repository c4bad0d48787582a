import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { check } from '../../../server/cli/check.js';
import { leftovers } from './timed.js';

let folder = '';
let printed = '';
const home = process.cwd();

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'timed-')));
  process.chdir(folder);
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  process.chdir(home);
  rmSync(folder, { recursive: true, force: true });
  expect(leftovers()).toEqual([]);
});

/** Not the runtime: what a program with a pool does, told apart by the variable that turns the pool off. */
function write(parallel: string, serial = `say('done');`): void {
  writeFileSync(
    'main.mjs',
    `import { writeFileSync } from 'node:fs';
const say = (text) => console.log(text);
const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
if (process.env.LOOPPOOL_INLINE === 'always') { ${serial} } else { ${parallel} }
if (process.env.LOOPPOOL_STATS) writeFileSync(process.env.LOOPPOOL_STATS, JSON.stringify({ calls: [{ task: 'score' }] }));`,
  );
}
const baseline = 'looppool-baseline.json';
const run = (entries: string[] = [], more = {}): Promise<number> => check(entries, { baseline, runs: '4', ...more });

describe('looppool check', () => {
  it('writes a baseline, and is content as long as it holds', async () => {
    await expect(run()).rejects.toThrow('there is no baseline yet');
    write(`say('done');`);
    expect(await run(['node main.mjs'], { write: true })).toBe(0);
    expect(JSON.parse(readFileSync(baseline, 'utf8'))).toMatchObject({
      version: 1,
      programs: [{ entry: 'node main.mjs', tasks: ['score'] }],
    });
    expect(await run()).toBe(0);
    expect(printed).toMatch(
      /^ok {3}node main.mjs: .* without the pool, .* with it, [\d.]+×( \(no sure difference\))?$/m,
    );
  });

  it('fails when the pool gives something else, naming the line', async () => {
    write(`say('done');`);
    await run(['node main.mjs'], { write: true });
    write(`say('dome');`);
    expect(await run()).toBe(1);
    expect(printed).toContain(
      'the pool no longer gives the same: its output is "done\\n" without the pool and "dome\\n" with it',
    );
    write(`say('done'); process.exitCode = 3;`);
    expect(await run([], { json: true })).toBe(1);
    expect(printed).toContain('exit status 0 without the pool, 3 with it');
    expect(await run(['node main.mjs'], { write: true })).toBe(1);
  });

  it('fails when the pool is slower', async () => {
    write(`pause(600); say('done');`);
    expect(await run(['node main.mjs'])).toBe(1);
    expect(printed).toMatch(/it is slower with the pool than without: 0\.\d+×, \d+ ms more/);
  });

  it('does not take a machine that was busy for a pool that is slower', async () => {
    write(`appendFileSync('runs', '.'); if (readFileSync('runs').length <= 4) pause(400); say('done');`);
    writeFileSync(
      'main.mjs',
      `import { appendFileSync, readFileSync } from 'node:fs';\n${readFileSync('main.mjs', 'utf8')}`,
    );
    expect(await run(['node main.mjs'])).toBe(0);
    expect(readFileSync('runs').length).toBeGreaterThan(4);
    write(`pause(400); say('done');`);
    writeFileSync('main.mjs', readFileSync('main.mjs', 'utf8').replace(`[{ task: 'score' }]`, '[]'));
    expect(await run(['node main.mjs'])).toBe(1);
    expect(printed).toContain('no loop of it ran in a pool');
    expect(printed).not.toContain('slower with the pool');
  });

  it('fails when the program prints something else than it did, or no longer runs a task', async () => {
    write(`say('done');`);
    await run(['node main.mjs'], { write: true });
    write(`say('more');`, `say('more');`);
    expect(await run()).toBe(1);
    expect(printed).toContain('it prints something else than the baseline says');
    writeFileSync('main.mjs', `console.log('done');`);
    expect(await run()).toBe(1);
    expect(printed).toContain('score did not run any more');
  });

  it('has nothing to say of a program without a pool', async () => {
    writeFileSync('main.mjs', `console.log('done');`);
    expect(await run(['node main.mjs'], { write: true })).toBe(1);
    expect(printed).toContain('no loop of it ran in a pool: there is nothing to compare');
  });

  it('says so when a program fails either way', async () => {
    write(`process.exitCode = 3;`, `process.exitCode = 3;`);
    expect(await run(['node main.mjs'], { write: true })).toBe(0);
    expect(printed).toMatch(/^ok {3}node main.mjs: .*\n {5}it ended with exit status 3, with the pool and without$/m);
  });
});
