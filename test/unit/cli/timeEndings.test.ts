/** `looppool time` on programs that end badly: one clear line, the right exit status, and neither a process nor a file left behind. */
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inProject, root } from '../../support/project.js';

const LIMIT = 240_000;
const FIB = 'const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));\n';

interface Ended {
  readonly status: number | null;
  readonly out: string;
  /** Without the empty line at the end. */
  readonly errors: string;
}

/**
 * Times the loop of `main.js` at the marked line, as a process of its own, and looks for what it left.
 *
 * @param text has `// loop` at the end of the loop's line
 */
async function timed(text: string, ...options: string[]): Promise<Ended> {
  return await inProject({ 'main.js': text }, async (project) => {
    const scratch = project.at('node_modules/.scratch');
    mkdirSync(scratch);
    const before = readdirSync(project.folder);
    const line = text.split('\n').findIndex((one) => one.endsWith('// loop')) + 1;
    const mark = `LOOPPOOL_TEST_MARK=${randomUUID()}`;
    const [name, value] = mark.split('=') as [string, string];
    const cli = path.join(root, 'dist/cli.js');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [cli, 'time', `main.js:${line}`, '--runs', '1', '--yes', ...options],
      {
        cwd: project.folder,
        encoding: 'utf8',
        timeout: LIMIT / 2,
        env: { ...process.env, [name]: value, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
      },
    );
    // Nothing ran on beside: whoever is still there is about to go.
    await expect.poll(() => processesWith(mark), { timeout: 5000 }).toEqual([]);
    expect(readdirSync(scratch)).toEqual([]);
    expect(readdirSync(project.folder)).toEqual(before);
    return { status, out: stdout, errors: stderr.trimEnd() };
  });
}

/** Command lines of the processes whose environment has this entry; only Linux tells. */
function processesWith(entry: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const has = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(entry);
        return has ? [readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')] : [];
      } catch {
        return []; // gone, or somebody else's
      }
    });
}

describe('looppool time ends with one line and status 2', () => {
  const expectLine = ({ status, out, errors }: Ended, line: RegExp): void => {
    expect(errors).toMatch(line);
    expect(errors.split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(status).toBe(2);
  };

  it('for an endless loop', { timeout: LIMIT }, async () => {
    const text = `function endless(n) {
  let v = n;
  while (v !== 0.5) v = (v + 1) % 1000;
  return v;
}
console.log([1, 2].map((n) => endless(n))); // loop
`;
    const line =
      /^looppool: Timing stopped after 3 s, while measuring both versions\. Give it more time with --timeout\.$/;
    expectLine(await timed(text, '--timeout', '3'), line);
    expectLine(await timed(text, '--timeout', '3', '--json'), line);
  });

  it.each([
    [
      'process.abort()',
      /^looppool: The loop failed while it was timed on copies of its inputs: it was ended by SIGABRT\.$/,
    ],
    [
      `process.kill(process.pid, 'SIGSEGV')`,
      /^looppool: The loop failed while it was timed on copies of its inputs: it was ended by SIGSEGV\.$/,
    ],
  ])('for a crash: %s', { timeout: LIMIT, skip: process.platform === 'win32' }, async (crash, line) => {
    expectLine(
      await timed(`${FIB}for (const n of [20, 21]) { // loop
  console.log(fib(n));
  ${crash};
}
`),
      line,
    );
  });

  it('for a loop that ends the process', { timeout: LIMIT }, async () => {
    const exiting = (code: number): Promise<Ended> =>
      timed(`${FIB}for (const n of [20, 21]) { // loop
  console.log(fib(n));
  process.exit(${code});
}
`);
    const failed = 'looppool: The loop failed while it was timed on copies of its inputs:';
    expectLine(await exiting(3), new RegExp(`^${failed} it ended the process \\(exit status 3\\)\\.$`));
    expectLine(await exiting(0), new RegExp(`^${failed} it ended the process \\(exit status 0\\)\\.$`));
  });

  it('for an allocation of 10 GB', { timeout: LIMIT, skip: process.platform !== 'linux' }, async () => {
    const text = `function allocate(n) {
  const all = [];
  for (let k = 0; k < 100; k++) all.push(new Float64Array(12_500_000).fill(n));
  return all.length;
}
console.log([1, 2].map((n) => allocate(n))); // loop
`;
    // Touching memory takes long on some machines: the limit of the whole machine is waited for in the long run only.
    const limit = process.env['LOOPPOOL_LONG'] ? [] : ['--memory', '600'];
    const line =
      /^looppool: Timing stopped, while measuring both versions: the program took more than \d+ MB of memory\.$/;
    expectLine(await timed(text, ...limit), line);
  });

  it('for output without end', { timeout: LIMIT }, async () => {
    const text = `${FIB}const line = 'x'.repeat(100_000);
for (const n of [20, 21]) { // loop
  const found = fib(n);
  while (found > 0) console.log(line);
}
`;
    expectLine(
      await timed(text),
      /^looppool: The loop failed while it was timed on copies of its inputs: it printed more than 64 MB\.$/,
    );
  });

  it('for objects without end', { timeout: LIMIT }, async () => {
    const text = `function fill(n) {
  const all = [];
  for (;;) all.push({ n, at: [all.length] });
}
console.log([1, 2].map((n) => fill(n))); // loop
`;
    expectLine(
      await timed(text, '--memory', '300'),
      /^looppool: .*(?:ran out of memory|took more than 300 MB of memory)\.$/,
    );
  });
});

describe('looppool time ends what the loop leaves running', () => {
  it('a child process that would outlive it', { timeout: LIMIT, skip: process.platform !== 'linux' }, async () => {
    const { status, out, errors } = await timed(`import { spawn } from 'node:child_process';
${FIB}for (const n of [20, 21]) { // loop
  console.log(fib(n));
  spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { detached: true, stdio: 'ignore' }).unref();
}
`);
    expect(errors).toBe('');
    expect(out).toMatch(/same result/);
    expect([0, 1]).toContain(status); // so small a loop may be slower
  });

  it('when it is itself ended without a warning', { timeout: LIMIT, skip: process.platform !== 'linux' }, async () => {
    const text = `import { writeFileSync } from 'node:fs';
function endless(n) {
  let v = n;
  while (v !== 0.5) v = (v + 1) % 1000;
  return v;
}
for (const n of [1, 2]) {
  writeFileSync('started.txt', String(n));
  console.log(endless(n));
}
`;
    await inProject({ 'main.js': text }, async (project) => {
      const scratch = project.at('node_modules/.scratch');
      mkdirSync(scratch);
      const mark = randomUUID();
      const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), 'time', 'main.js:7', '--yes'], {
        cwd: project.folder,
        stdio: 'ignore',
        env: { ...process.env, LOOPPOOL_TEST_MARK: mark, TMPDIR: scratch },
      });
      const running = (): string[] => processesWith(`LOOPPOOL_TEST_MARK=${mark}`);
      // Before that, the process would end by itself for want of its files.
      await expect.poll(() => existsSync(project.at('started.txt')), { timeout: LIMIT / 2, interval: 200 }).toBe(true);
      child.kill('SIGKILL');
      await expect.poll(running, { timeout: 5000 }).toEqual([]);
      expect(readdirSync(scratch)).toEqual([]);
    });
  });
});
