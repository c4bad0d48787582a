import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FIB } from '../../support/judge.js';
import { makeProject, root } from '../../support/project.js';

const LIMIT = 120_000;
const project = makeProject({
  'main.ts': `${FIB}let state = 3;
for (const n of [3, 4]) state = fib(state + n);
export function fill(xs: number[], out: number[]): void {
  for (let i = 0; i < xs.length; i++) out[i + 1] = fib(xs[i]!);
}
console.log([3, 4].map((n) => fib(n)), state);
`,
  'node_modules/digest/package.json':
    '{ "name": "digest", "type": "module", "main": "index.js", "types": "index.d.ts" }',
  'node_modules/digest/index.js': 'export const digest = (text) => text.length;\n',
  'node_modules/digest/index.d.ts': 'export declare function digest(text: string): number;\n',
  'node_modules/sums/package.json': '{ "name": "sums", "type": "module", "main": "index.js" }',
  'node_modules/sums/index.js':
    'let sum = 0;\nexport function sumSoFar(x) {\n  sum = x === 1 ? 1 : sum + x;\n  return sum;\n}\n',
  'node_modules/sums/index.d.ts': 'export declare function sumSoFar(x: number): number;\n',
  'remembering.mjs': `import { sumSoFar } from 'sums';
console.log([1, 2, 3].map((x) => sumSoFar(x)));
`,
  'vouched.ts': `import { digest } from 'digest';
console.log(['a', 'bc'].map((text) => digest(text) * 2));
`,
  'light.mjs':
    'let sum = 0;\nfor (const x of [1, 2, 3]) sum += x;\nlet n = 27;\nwhile (n !== 1) n = n % 2 ? 3 * n + 1 : n / 2;\nlet state = 3;\nfor (const x of [1, 2, 4]) state = state * 2 + x;\nconsole.log(sum, n, state);\n',
  'timed.js': 'const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));\nconsole.log([20, 21].map((n) => fib(n)));\n',
});
afterAll(() => project.remove());

/** The built program, as people start it. */
function looppool(...args: string[]): { status: number | null; out: string; errors: string } {
  const cli = path.join(root, 'dist/cli.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: project.folder,
    encoding: 'utf8',
  });
  return { status, out: stdout, errors: stderr };
}

describe('exit status', () => {
  it.each([
    ['0: a scan with refusals', ['scan']],
    ['0: a rewrite that can be done', ['fix', 'main.ts:7']],
    ['0: a rewrite whose assumption is taken', ['fix', 'main.ts:5', '--assume']],
    ['0: a rewrite with a function that is vouched for', ['fix', 'vouched.ts:2', '--trust', 'digest#digest']],
    ['1: the same, of which nobody knows', ['fix', 'vouched.ts:2']],
    ['2: trust in what is no function of a module', ['scan', '--trust', 'digest']],
    ['0: help', ['--help']],
    ['1: a refused loop', ['fix', 'main.ts:3']],
    ['1: an assumption that is not taken', ['fix', 'main.ts:5']],
    ['2: no such file', ['scan', 'missing.ts']],
    ['2: no loop on the line', ['fix', 'main.ts:2']],
    ['2: no line', ['fix', 'main.ts']],
    ['2: an unknown option', ['scan', '--loud']],
    ['2: an unknown command', ['mend']],
  ])(
    '%s',
    (name, args) => {
      const { status, out, errors } = looppool(...args);
      expect(status).toBe(Number(name[0]));
      if (name.startsWith('0')) expect(out).not.toBe('');
      else expect(errors).not.toBe('');
      if (name.startsWith('2')) expect(out).toBe('');
      expect(errors).not.toMatch(/^ {4}at /m);
    },
    LIMIT,
  );
});

it(
  'an answer in JSON is the only thing on stdout',
  () => {
    const { status, out, errors } = looppool('fix', 'main.ts:3', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'refused' });
    expect(errors).toBe('');
  },
  LIMIT,
);

it(
  'init adds the runtime inside the project, once, and keeps the file’s indentation',
  () => {
    project.write('package.json', '{\n\t"name": "program",\n\t"dependencies": { "a": "1.0.0" }\n}\n');
    for (const _ of [1, 2]) expect(looppool('init').status).toBe(0);
    const text = project.read('package.json')!;
    expect(text).toMatch(/^\t"name"/m);
    const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
    expect(dependencies['a']).toBe('1.0.0');
    expect(dependencies['looppool']).toMatch(/^file:vendor\/looppool-.*\.tgz$/);
    expect(project.read(dependencies['looppool']!.slice('file:'.length))).not.toBeNull();
  },
  LIMIT,
);

it('says of a loop whose results depend on the order that it must stay', { timeout: LIMIT }, () => {
  const args = ['time', 'remembering.mjs:2', '--runs', '1', '--workers', '1', '--yes'];
  const { status, out, errors } = looppool(...args);
  expect(errors).toBe('');
  expect(out).toMatch(/ · ORDER MATTERS\n/);
  expect(out).toMatch(/^order +matters; backward: .+ is .+ in the loop and .+ in the pool$/m);
  expect(out).toMatch(/^advice +Do not apply this/m);
  expect(status).toBe(1);
});

it('times a loop to the end, as a process of its own', { timeout: LIMIT }, () => {
  const { status, out, errors } = looppool('time', 'timed.js:2', '--runs', '2', '--json', '--yes');
  expect([0, 1], errors).toContain(status); // so small a loop may be slower
  const orders = ['forward', 'backward', 'shuffled'];
  expect(JSON.parse(out)).toMatchObject({ same: true, witness: { orders, difference: null, assuming: false } });
});

it('runs a refused loop in other orders when it is asked to, and says what it saw', { timeout: LIMIT }, () => {
  const refused = looppool('time', 'light.mjs:6');
  expect(refused).toMatchObject({ status: 1, out: '' });
  expect(refused.errors).toMatch(/\[loop-carried-dependence\]\nlooppool: --orders runs it all the same, .*\n$/);

  const tried = looppool('time', 'light.mjs:6', '--orders', '--json');
  expect(tried.status).toBe(1);
  expect(JSON.parse(tried.out)).toMatchObject({
    verdict: 'refused',
    reasons: [{ code: 'loop-carried-dependence' }],
    witness: {
      orders: ['forward', 'backward'],
      difference: expect.stringMatching(/^backward: state is 36 as it is and 45 backward$/) as string,
    },
  });

  const agreeing = looppool('time', 'light.mjs:2', '--orders');
  expect(agreeing).toMatchObject({ status: 0, errors: '' });
  expect(agreeing.out).toMatch(
    /^order {2}same result with the iterations run forward, backward and shuffled .*\nlight\.mjs:2:/,
  );
});

it('does not offer other orders where there are none', { timeout: LIMIT }, () => {
  expect(looppool('time', 'light.mjs:4').errors).not.toContain('--orders');
  const { status, out, errors } = looppool('time', 'light.mjs:4', '--orders');
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(errors).toBe(
    'looppool: The iterations of this loop cannot be put into another order: only while it runs does such a loop find out what its next iteration is.\n',
  );
});
