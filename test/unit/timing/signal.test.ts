import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mapped } from './samples.js';
import { isRunning, leftovers, prepare, removePrograms } from './timed.js';

const root = path.resolve(import.meta.dirname, '../../..');

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

describe('a signal', () => {
  it('leaves neither process nor file', async () => {
    const timed = prepare({
      ...mapped,
      text: `import { writeFileSync } from 'node:fs';\nwriteFileSync('pid.txt', String(process.pid));\nfor (;;);\n/*[*/[1].map(() => 0)/*]*/;`,
      parallel: '',
      imports: '',
    });
    const { cwd, ...request } = timed.request;
    const script = path.join(timed.folder, 'time.ts');
    writeFileSync(
      script,
      `import { statSync } from 'node:fs';
import { timeLoop } from ${JSON.stringify(path.join(root, 'server/timing/timeLoop.ts'))};
const started = ${JSON.stringify(path.join(timed.folder, 'pid.txt'))};
setInterval(() => statSync(started, { throwIfNoEntry: false })?.size && process.kill(process.pid, 'SIGINT'), 20).unref();
await timeLoop({ ...${JSON.stringify(request)}, cwd: ${JSON.stringify(cwd)} });`,
    );
    const ended = spawnSync(process.execPath, ['--import', 'tsx', script], {
      cwd: root,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(ended.signal, ended.stderr).toBe('SIGINT');
    const pid = Number(readFileSync(path.join(timed.folder, 'pid.txt'), 'utf8'));
    await expect.poll(() => isRunning(pid), { timeout: 5000 }).toBe(false);
    expect(readdirSync(path.dirname(timed.folder)).filter((name) => name.startsWith(`looppool-${ended.pid}-`))).toEqual(
      [],
    );
  });
});
