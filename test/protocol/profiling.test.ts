/** Profiling through the server: trust, ranking, what is advertised then, cancelling, and that no process stays behind. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ServerCommand, type Failure, type ProfileAnswer } from '../../server/messages.js';
import { makeProject, type Project } from '../support/project.js';
import { withClient, type Client } from './client.js';
import { childrenOf } from './processes.js';

const PROGRAM = `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
const one = (n) => n.toString(2).length + fib(3);
function hot(ns) {
  return ns.map((n) => fib(n));
}
function never(ns) {
  return ns.map((n) => fib(n));
}
const parts = [];
for (let i = 0; i < 50_000; i++) parts.push(one(i));
console.log(hot([30, 31, 32]).length, parts.length);
if (process.argv.length > 2) never([40]);
`;

let project: Project;
beforeEach(() => (project = makeProject({ 'main.js': PROGRAM, 'endless.js': 'for (;;);\n' })));
afterEach(() => project.remove());

const open = (client: Client, name: string): Promise<string> =>
  client.open(project.at(name), readFileSync(project.at(name), 'utf8'), 'javascript');

it('runs nothing in a workspace that is not trusted, and says so', () =>
  withClient({ folders: [project.folder] }, async (client) => {
    const answer = await client.execute<Failure>(ServerCommand.profileProgram, { entry: 'node main.js' });
    expect(answer.failed).toContain('not trusted');
    expect(childrenOf(client)).toEqual([]);
  }));

it('says what to do where no program is named, and what went wrong where it fails', { timeout: 60_000 }, () =>
  withClient({ folders: [project.folder], trusted: true }, async (client) => {
    const none = await client.execute<Failure>(ServerCommand.profileProgram, {});
    expect(none.failed).toContain('looppool.timing.entry');
    project.write('fails.js', "throw new Error('on purpose');\n");
    const fails = await client.execute<Failure>(ServerCommand.profileProgram, { entry: 'node fails.js' });
    expect(fails.failed).toContain('failed while it was profiled');
  }),
);

it(
  'ranks loops by their share; then the profile decides what is advertised, for the text that ran',
  { timeout: 60_000 },
  () =>
    withClient(
      { folders: [project.folder], trusted: true, settings: { timing: { entry: 'node main.js' } } },
      async (client) => {
        const uri = await open(client, 'main.js');
        expect(await client.lensTitles(uri)).toEqual(expect.arrayContaining(['3 Parallelize', '6 Parallelize']));
        const answer = (await client.execute<ProfileAnswer>(ServerCommand.profileProgram, { uri })) as Exclude<
          ProfileAnswer,
          Failure | { cancelled: true }
        >;
        expect(answer.entry).toBe('node main.js');
        const [hottest] = answer.loops;
        expect(hottest).toMatchObject({ function: 'hot', line: 4, verdict: 'independent', uri, file: 'main.js' });
        expect(hottest!.share).toBeGreaterThan(0.1);
        expect(hottest!.gain).toBeGreaterThanOrEqual(1);
        expect(answer.loops.map(({ line }) => line)).not.toContain(7);

        const titles = await client.lensTitles(uri);
        expect(titles.filter((title) => title.startsWith('3 '))).toEqual([
          expect.stringMatching(/^3 \d+ % of the run$/),
          '3 Parallelize',
          '3 Time both',
        ]);
        expect(titles.filter((title) => title.startsWith('6 '))).toEqual([]);

        // Another text has no shares; the look of the loop decides again.
        await client.change(uri, 0, 0, '\n');
        expect(await client.lensTitles(uri)).toEqual(expect.arrayContaining(['4 Parallelize', '7 Parallelize']));
      },
    ),
);

const REFUSED = `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
function chain(last) {
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 2; j++) last = fib(30 + (last % 2));
  }
  return last;
}
function turns(n) {
  for (let turn = 0; turn < 2; turn++) {
    n = [30, 31].map((k) => fib(k + (n % 1))).length;
  }
  return n;
}
function ignored(last) {
  // looppool-ignore
  for (let i = 0; i < 5; i++) last = fib(30 + (last % 2));
  return last;
}
console.log(chain(1), turns(1), ignored(1));
`;

it(
  'says over a refused loop that took time why it stays one, where no offered loop stands for it',
  { timeout: 60_000 },
  () =>
    withClient({ folders: [project.folder], trusted: true }, async (client) => {
      project.write('refused.js', REFUSED);
      const uri = await open(client, 'refused.js');
      await client.execute<ProfileAnswer>(ServerCommand.profileProgram, { uri, entry: 'node refused.js' });
      expect(await client.lensTitles(uri)).toEqual([
        expect.stringMatching(/^2 \d+ % of the run · stays a loop, line 4: An iteration needs the value of last/),
        '2 Try other orders',
        expect.stringMatching(/^9 \d+ % of the run$/),
        '9 Parallelize',
        '9 Time both',
      ]);
      expect((await client.hover(uri, 2, 3))!.contents).toMatchObject({
        value: expect.stringContaining('stays a loop') as string,
      });
      await client.change(uri, 0, 0, '\n');
      expect((await client.lensTitles(uri)).join()).not.toContain('stays a loop');
    }),
);

it('runs one program at a time, and ends it when trust is lost', { timeout: 60_000 }, () =>
  withClient({ folders: [project.folder], trusted: true }, async (client) => {
    const profiling = client.execute<ProfileAnswer>(ServerCommand.profileProgram, { entry: 'node endless.js' });
    await client.until(() => childrenOf(client).length > 0, 'a process of the profile');
    const second = await client.execute<Failure>(ServerCommand.profileProgram, { entry: 'node main.js' });
    expect(second.failed).toContain('already');
    await client.connection.sendNotification('looppool/trustChanged', { trusted: false });
    expect(await profiling).toEqual({ cancelled: true });
    expect(childrenOf(client)).toEqual([]);
  }),
);
