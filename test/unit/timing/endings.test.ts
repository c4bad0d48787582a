import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { mapped } from './samples.js';
import { isRunning, leftovers, prepare, removePrograms } from './timed.js';

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

describe('timeLoop ends with one clear line', () => {
  const failing = (before: string, loop = '0', changes = {}): Promise<unknown> =>
    prepare({
      ...mapped,
      imports: '',
      text: `${before}\nconst ys = /*[*/[1].map(() => ${loop})/*]*/;\n`,
      parallel: '[0]',
    }).run(changes);

  it('for inputs that cannot be copied, by name', async () => {
    await expect(failing(`class Tree { size = 0; }\nconst tree = new Tree();\ntree.size++;`, 'tree')).rejects.toThrow(
      '`tree` cannot be copied (tree is an instance of Tree)',
    );
    await expect(
      failing(`const options = { deep: [{ run() {} }] };\noptions.deep[0].run();`, 'options'),
    ).rejects.toThrow('options.deep[0].run is a function');
  });

  it('for a program that fails before the loop', async () => {
    await expect(failing(`null.x;`)).rejects.toThrow(
      /main.js failed before it reached the loop at main.js:2: TypeError: .* \(exit status 1\)/,
    );
    await expect(failing(`process.exit(3);`)).rejects.toThrow(/exit status 3/);
    await expect(failing(`process.exit(0);`)).rejects.toThrow(/does not reach the loop/);
  });

  it('for a loop that ends the process', async () => {
    await expect(failing('', 'process.exit(4)')).rejects.toThrow(
      'The loop failed while it was timed on copies of its inputs: it ended the process (exit status 4).',
    );
  });

  it('for a loop that crashes', async () => {
    if (process.platform === 'win32') return;
    await expect(failing('', `process.kill(process.pid, 'SIGSEGV')`)).rejects.toThrow(
      /^The loop failed while it was timed on copies of its inputs: it was ended by SIGSEGV\.$/,
    );
  });

  it('for an endless program and an endless loop', async () => {
    await expect(failing('for (;;);', '0', { timeoutS: 1 })).rejects.toThrow(
      /stopped after 1 s, while running main.js until it reaches the loop/,
    );
    await expect(failing('', '{ for (;;); }', { timeoutS: 2 })).rejects.toThrow(
      /stopped after 2 s, while measuring both versions/,
    );
  });

  it('for a cancelled one', async () => {
    const signal = AbortSignal.timeout(300);
    await expect(failing('for (;;);', '0', { signal })).rejects.toThrow('Timing was cancelled.');
    await expect(failing('', '0', { signal: AbortSignal.abort() })).rejects.toThrow('Timing was cancelled.');
  });

  it('for an entry that is no program', async () => {
    await expect(failing('', '0', { entry: 'npm test' })).rejects.toThrow(`package.json has no script 'test'`);
    await expect(failing('', '0', { entry: 'node nowhere.js' })).rejects.toThrow(/There is no program nowhere.js/);
  });

  it('for memory without end', async () => {
    const limited = { memoryMb: 300 };
    await expect(failing('', `{ const all = []; for (;;) all.push({ x: [all.length] }); }`, limited)).rejects.toThrow(
      'ran out of memory',
    );
    if (process.platform !== 'linux') return;
    await expect(failing('', `[1, 2, 3].map(() => Buffer.alloc(3.5e9).fill(1))`, limited)).rejects.toThrow(
      /more than 300 MB|out of memory/,
    );
    await expect(
      failing('', `{ const all = []; for (;;) all.push(new Float64Array(1e6).fill(1)); }`, limited),
    ).rejects.toThrow('Timing stopped, while measuring both versions: the program took more than 300 MB of memory.');
  });

  it('for memory without end in a process that a thread has started', async () => {
    if (process.platform !== 'linux') return;
    const hog =
      'const all = []; for (;;) { all.push(Buffer.alloc(2e7, 1)); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20); }';
    const thread = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hog)}]); setInterval(() => {}, 1000);`;
    await expect(
      failing(
        `import { Worker } from 'node:worker_threads';\nnew Worker(${JSON.stringify(thread)}, { eval: true });\nawait new Promise((done) => setTimeout(done, 15000));`,
        '0',
        { memoryMb: 400, timeoutS: 20 },
      ),
    ).rejects.toThrow('the program took more than 400 MB of memory');
  });

  it('and ends processes that the loop leaves behind, in their own group even', async () => {
    const timed = prepare({
      ...mapped,
      text: `import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const ys = /*[*/[1].map(() => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { detached: true, stdio: 'ignore' });
  child.unref();
  writeFileSync('pids.txt', child.pid + ' ', { flag: 'a' });
})/*]*/;`,
      imports: '',
      parallel: '[undefined]',
    });
    await timed.run({ runs: 1 });
    const pids = readFileSync(path.join(timed.folder, 'pids.txt'), 'utf8').trim().split(' ').map(Number);
    expect(pids.length).toBeGreaterThan(0);
    if (process.platform === 'linux') await expect.poll(() => pids.filter(isRunning), { timeout: 5000 }).toEqual([]);
  });
});
