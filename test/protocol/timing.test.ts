/** Timing through the server: trust, progress, result, cancelling, and that no process stays behind. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ServerCommand, type Failure, type TimeAnswer, type TimingChanged } from '../../server/messages.js';
import type { TimingReport } from '../../server/model.js';
import { makeProject, type Project } from '../support/project.js';
import { uriOf, withClient, type Client } from './client.js';
import { childrenOf, isAlive } from './processes.js';

const program = (size: number): string => `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
const out = [];
for (const n of [${size}, ${size}, ${size}, ${size}]) {
  out.push(fib(n));
}
console.log(out.length);
`;
const loop = { line: 2, character: 0 };

/** Writes a file in its loop; `trace` is there as soon as it has been started. */
const writing = (trace: string): string => `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(trace)}, '');
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
for (const n of [20, 21]) {
  writeFileSync(${JSON.stringify(trace)}, String(fib(n)));
}
`;

const AWAITS = `import { setTimeout as wait } from 'node:timers/promises';
const nap = async (n) => {
  await wait(n);
  return n;
};
const out = [];
for (const n of [30, 40, 50]) {
  out.push(await nap(n));
}
console.log(out);
`;

const LIBRARY = `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
export const fibs = (sizes) => sizes.map((n) => fib(n));
`;

let project: Project;
beforeEach(() => (project = makeProject({ 'quick.js': program(20), 'slow.js': program(60) })));
afterEach(() => project.remove());

const open = (client: Client, name: string): Promise<string> =>
  client.open(project.at(name), readFileSync(project.at(name), 'utf8'), 'javascript');
const settings = { timing: { runs: 2, timeout: 60 } };

it('runs nothing in a workspace that is not trusted, and says so', () =>
  withClient({ folders: [project.folder], settings }, async (client) => {
    const uri = await open(client, 'quick.js');
    const answer = await client.execute<Failure>(ServerCommand.timeLoop, { uri, position: loop });
    expect(answer.failed).toContain('not trusted');
    expect(client.shown.join()).toContain('not trusted');
    expect(childrenOf(client)).toEqual([]);
  }));

it('times a loop with progress, shows the line with Clear, and forgets it', { timeout: 90_000 }, () =>
  withClient({ folders: [project.folder], settings, notifyTimings: true }, async (client) => {
    await client.connection.sendNotification('looppool/trustChanged', { trusted: true });
    const uri = await open(client, 'quick.js');
    const target = { uri, position: loop, version: 1 };
    const answer = (await client.execute<TimeAnswer>(ServerCommand.timeLoop, target, 'mine')) as {
      line: string;
      report: TimingReport;
    };
    expect(client.shown).toEqual([]);
    expect(answer.line).toMatch(/^serial .+ ± .+ · pool\(\d+\) .+ · .+× · same result$/);
    const kinds = client.progress.filter((one) => typeof one === 'string');
    expect(kinds).toEqual(['begin', ...Array<string>(kinds.length - 2).fill('report'), 'end']);
    const states = client.progress.filter((one): one is TimingChanged => (one as TimingChanged).uri === uri);
    expect(states.map(({ state }) => state)).toEqual([...Array<string>(states.length - 1).fill('running'), 'done']);
    expect(states.at(-1)!.position).toEqual(loop);

    expect(await client.lensTitles(uri)).toEqual([`2 ${answer.line}`, '2 Clear', '2 Parallelize']);
    const hover = (await client.hover(uri, 2, 1))!.contents as { value: string };
    expect(hover.value).toContain('mean ± std. dev. of 2 runs');
    expect(hover.value).toMatch(
      /^order +same result with the items computed forward, backward and shuffled \(evidence, not proof\)$/m,
    );
    expect(await client.connection.sendRequest('looppool/timingReport', target)).toEqual(answer.report);

    // Another text has no result; the old text has it again.
    await client.change(uri, 0, 0, '\n');
    expect(await client.lensTitles(uri)).toEqual(['3 Parallelize', '3 Time both']);
    await client.change(uri, 0, 1, '');
    expect((await client.lensTitles(uri))[1]).toBe('2 Clear');
    await client.execute(ServerCommand.clearTiming, { uri, position: loop });
    expect(await client.lensTitles(uri)).toEqual(['2 Parallelize', '2 Time both']);
    expect(childrenOf(client)).toEqual([]);
  }),
);

it.each(['Cancel', 'Time it'])(
  'names what a loop does that lasts, and asks before it is run: %s',
  { timeout: 60_000 },
  (answer) =>
    withClient({ folders: [project.folder], settings, trusted: true, answer }, async (client) => {
      project.write('writes.js', writing(project.at('trace.txt')));
      const uri = await open(client, 'writes.js');
      const timed = await client.execute<TimeAnswer>(ServerCommand.timeLoop, {
        uri,
        position: { line: 3, character: 5 },
      });
      expect(client.shown[0]).toBe('This loop writes files (writes.js:5); timing runs it again and again.');
      if (answer === 'Cancel') {
        expect(timed).toEqual({ cancelled: true });
        expect(project.read('trace.txt')).toBeNull();
      } else {
        expect(timed).toMatchObject({ report: { same: true } });
        expect(project.read('trace.txt')).not.toBeNull(); // so that its absence above says that nothing ran
      }
    }),
);

it('measures the scaling curve where the client asks for it, and says what was timed', { timeout: 90_000 }, () =>
  withClient({ folders: [project.folder], settings, trusted: true, theme: 'light' }, async (client) => {
    const uri = await open(client, 'quick.js');
    const answer = await client.execute<TimeAnswer>(ServerCommand.timeLoop, { uri, position: loop, curve: true });
    const { report, title } = answer as { report: TimingReport; title: string };
    expect(title).toBe('quick.js, line 3');
    expect(report.curve.map((point) => point.workers)).toEqual(expect.arrayContaining([1]));
    expect(report.scaling === null).toBe(report.curve.length < 2);
    // A picture in the hover, in the colours of the theme.
    const picture = async (): Promise<string> => {
      const { value } = (await client.hover(uri, 2, 1))!.contents as { value: string };
      const [, text, data] = /^!\[(.*)\]\(data:image\/svg\+xml;base64,([\w+/=]+)\|width=\d+\)$/m.exec(value)!;
      expect(text).toContain('speed-up by number of workers');
      return Buffer.from(data!, 'base64').toString();
    };
    const light = await picture();
    expect(light).toMatch(/^<svg .*<title>quick\.js, line 3: speed-up by number of workers<\/title>/s);
    await client.connection.sendNotification('looppool/themeChanged', { theme: 'dark' });
    expect(await picture()).not.toBe(light);
    project.write('awaits.mjs', AWAITS);
    const awaiting = { uri: await open(client, 'awaits.mjs'), position: { line: 6, character: 0 }, curve: true };
    // On one thread the number of workers is no question.
    const awaited = await client.execute<TimeAnswer>(ServerCommand.timeLoop, awaiting);
    expect(awaited).toMatchObject({ report: { concurrency: 16, workers: 1, curve: [], scaling: null } });
    const plain = await client.execute<TimeAnswer>(ServerCommand.timeLoop, { uri, position: loop });
    expect((plain as { report: TimingReport }).report.curve).toEqual([]);
    expect(((await client.hover(uri, 2, 1))!.contents as { value: string }).value).not.toContain('![');
  }),
);

it('takes the program of looppool.timing.entry where the file does not reach its loop, and names the setting', async () => {
  project.write('library.mjs', LIBRARY);
  project.write('main.mjs', "import { fibs } from './library.mjs';\nconsole.log(fibs([20, 21, 22]));\n");
  const position = { line: 1, character: 34 };
  const time = (entry: string) =>
    withClient(
      { folders: [project.folder], settings: { timing: { ...settings.timing, entry } }, trusted: true },
      async (client) =>
        client.execute<TimeAnswer>(ServerCommand.timeLoop, { uri: await open(client, 'library.mjs'), position }),
    );
  const { failed } = (await time('')) as Failure;
  expect(failed).toMatch(/does not reach the loop at .*Name the program or test that does in the setting looppool/);
  expect(failed).not.toContain('--');
  expect(await time('node main.mjs')).toMatchObject({ report: { same: true } });
}, 60_000);

it(
  'reaches a loop as the client says: an expression, another program, another visit',
  { timeout: 60_000 },
  async () => {
    project.write('library.mjs', LIBRARY);
    project.write('main.mjs', "import { fibs } from './library.mjs';\nfibs([1]);\nconsole.log(fibs([20, 21, 22]));\n");
    const timing = { ...settings.timing, entry: 'node no-such-file.mjs' };
    await withClient({ folders: [project.folder], settings: { timing }, trusted: true }, async (client) => {
      const target = { uri: await open(client, 'library.mjs'), position: { line: 1, character: 34 } };
      const time = (reach: unknown) => client.execute<TimeAnswer>(ServerCommand.timeLoop, { ...target, reach });
      expect(await time({ call: 'fibs([20, 21])' })).toMatchObject({ report: { same: true } });
      // Two visits are there, and no third.
      expect(await time({ entry: 'node main.mjs', visit: 2 })).toMatchObject({ report: { same: true } });
      const none = await time({ entry: 'node main.mjs', visit: 3 });
      expect(none).toMatchObject({
        notReached: true,
        failed: expect.stringMatching(/the loop at .* for the 3rd time/) as string,
      });
      expect(await time({})).toEqual({ failed: expect.stringContaining('no-such-file') as string });
      for (const reach of [null, { call: 1 }, { visit: 0 }, { visit: 'last' }])
        await expect(time(reach)).rejects.toThrow('is not what it takes');
    });
  },
);

it.each([true, false])(
  'says that a loop was not reached, or leaves that to a client that asks what to run: %s',
  { timeout: 60_000 },
  async (asksReach) => {
    project.write('library.mjs', LIBRARY);
    // That says what `sizes` are.
    project.write('main.mjs', "import { fibs } from './library.mjs';\nconsole.log(fibs([20]));\n");
    await withClient({ folders: [project.folder], settings, trusted: true, asksReach }, async (client) => {
      const uri = await open(client, 'library.mjs');
      const target = { uri, position: { line: 1, character: 34 }, reach: { call: '2 + 2' } };
      const { failed, notReached } = await client.execute<Failure>(ServerCommand.timeLoop, target);
      expect(failed).toMatch(
        /^The expression '2 \+ 2' ended without reaching the loop at library\.mjs:2\. Call the function/,
      );
      expect(notReached).toBe(true);
      expect(client.shown).toEqual(asksReach ? [] : [`Looppool: ${failed}`]);
      const titles = (await client.lensTitles(uri)).slice(1);
      expect(titles).toEqual(['1 Clear', '1 Time both', ...(asksReach ? ['1 Time with…'] : []), '1 Parallelize']);
      const wrong = await client.execute<Failure>(ServerCommand.timeLoop, { ...target, reach: { call: 'fibs(' } });
      expect(wrong.failed).toMatch(
        /^The expression 'fibs\(' is not one expression \(.*\)\. Call the function around the loop\.$/,
      );
      expect(wrong.notReached).toBeUndefined();
    });
  },
);

it('drops a result when what the loop calls changes in another file', { timeout: 60_000 }, () =>
  withClient({ folders: [project.folder], settings, trusted: true }, async (client) => {
    const helper = 'export const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));\n';
    project.write('helper.js', helper);
    project.write('calls.js', "import { fib } from './helper.js';\nconsole.log([20, 21].map((n) => fib(n)));\n");
    const uri = await open(client, 'calls.js');
    const position = { line: 1, character: 22 };
    expect(await client.execute(ServerCommand.timeLoop, { uri, position })).toMatchObject({ report: { same: true } });
    expect((await client.lensTitles(uri))[1]).toBe('1 Clear');
    // Opening it changes nothing yet.
    const other = await open(client, 'helper.js');
    expect((await client.lensTitles(uri))[1]).toBe('1 Clear');
    await client.change(other, 0, 0, '\n');
    expect(await client.lensTitles(uri)).toEqual(['1 Parallelize', '1 Time both']);
  }),
);

it(
  'keeps a result when a change that the timing has seen is told late, and drops it for a later one',
  { timeout: 60_000 },
  () =>
    withClient({ folders: [project.folder], settings, trusted: true }, async (client) => {
      const helper = 'export const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));\n';
      project.write('helper.js', helper);
      project.write('calls.js', "import { fib } from './helper.js';\nconsole.log([20, 21].map((n) => fib(n)));\n");
      const told = (...names: string[]): Promise<void> =>
        client.connection.sendNotification('workspace/didChangeWatchedFiles', {
          changes: names.map((name) => ({ uri: uriOf(project.at(name)), type: 2 })),
        });
      const uri = await open(client, 'calls.js');
      const position = { line: 1, character: 22 };
      expect(await client.execute(ServerCommand.timeLoop, { uri, position })).toMatchObject({ report: { same: true } });
      await told('helper.js', 'calls.js');
      expect((await client.lensTitles(uri))[1]).toBe('1 Clear');
      project.write('helper.js', `\n${helper}`);
      await told('helper.js');
      expect(await client.lensTitles(uri)).toEqual(['1 Parallelize', '1 Time both']);
    }),
);

it(
  'makes a second timing wait for the first, and keeps its result for the text that was timed',
  { timeout: 60_000 },
  () =>
    withClient({ folders: [project.folder], settings, trusted: true, notifyTimings: true }, async (client) => {
      const [slow, quick] = [await open(client, 'slow.js'), await open(client, 'quick.js')];
      const saidOf = (uri: string): string[] =>
        client.progress
          .filter((one) => (one as TimingChanged).uri === uri)
          .map((one) => (one as TimingChanged).message);
      const first = client.execute<TimeAnswer>(ServerCommand.timeLoop, { uri: slow, position: loop });
      await client.until(() => childrenOf(client).length > 0, 'a process of the first');
      const second = client.execute<TimeAnswer>(ServerCommand.timeLoop, { uri: quick, position: loop });
      await client.until(() => saidOf(quick).length > 0, 'the second');
      // An edit meanwhile: the timing goes on with the text that it began with.
      await client.change(quick, 0, 0, '\n');
      expect(await client.lensTitles(quick)).toEqual(['3 Parallelize', '3 Time both']);
      expect(saidOf(quick)).toEqual(['waiting for its turn']);
      await client.execute(ServerCommand.clearTiming, { uri: slow, position: loop });
      expect(await first).toEqual({ cancelled: true });
      const { line } = (await second) as { line: string };
      expect(await client.lensTitles(quick)).toEqual(['3 Parallelize', '3 Time both']);
      await client.change(quick, 0, 1, '');
      expect((await client.lensTitles(quick))[0]).toBe(`2 ${line}`);
      expect(childrenOf(client)).toEqual([]);
    }),
);

it('cancels a timing at the request of the editor, and leaves no process', { timeout: 60_000 }, () =>
  withClient({ folders: [project.folder], settings, trusted: true, notifyTimings: true }, async (client) => {
    const uri = await open(client, 'slow.js');
    const timing = client.execute<TimeAnswer>(ServerCommand.timeLoop, { uri, position: loop });
    await client.until(() => childrenOf(client).length > 0, 'a process of the timing');
    const running = (await client.lensTitles(uri)).map((title) => title.replace(/: .*/, ''));
    expect(running).toEqual(['2 Timing', '2 Cancel']);
    await client.execute(ServerCommand.clearTiming, { uri, position: loop });
    expect(await timing).toEqual({ cancelled: true });
    expect(childrenOf(client)).toEqual([]);
    expect(await client.lensTitles(uri)).toEqual(['2 Parallelize', '2 Time both']);
  }),
);

it.each(['shutdown', 'the end of its input', 'SIGTERM', 'SIGKILL', 'losing trust'])(
  'ends a timing on %s',
  { timeout: 60_000 },
  (end) =>
    withClient({ folders: [project.folder], settings, trusted: true, notifyTimings: true }, async (client) => {
      const uri = await open(client, 'slow.js');
      const timing = client.execute<TimeAnswer>(ServerCommand.timeLoop, { uri, position: loop }).catch(() => null);
      // The processes before would end by themselves.
      await client.until(
        () => client.progress.some((one) => (one as TimingChanged).message?.includes('first call')),
        'the endless loop',
      );
      const children = childrenOf(client);
      if (end === 'shutdown') await client.stop();
      else if (end === 'losing trust') {
        await client.connection.sendNotification('looppool/trustChanged', { trusted: false });
        expect(await timing).toEqual({ cancelled: true });
      } else {
        const ended = client.ended();
        if (end === 'SIGTERM' || end === 'SIGKILL') client.process.kill(end);
        else client.process.stdin!.end();
        await ended;
      }
      await client.until(() => children.every((pid) => !isAlive(pid)), 'the end of all processes', 5000);
    }),
);

it('runs a loop that stays one in other orders, and says over it what that shows', { timeout: 90_000 }, () =>
  withClient({ folders: [project.folder], settings, trusted: true, notifyTimings: true }, async (client) => {
    const last = (step: string): string => `const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
let last = 0;
for (const n of [11, 12, 13]) {
  last = ${step};
}
console.log(last);
`;
    const evidence =
      /same result with the iterations run forward, backward and shuffled \(evidence .*, not proof: it stays a loop\)$/;
    for (const [name, step, said] of [
      ['sums.js', 'last + fib(n - last + last)', evidence],
      [
        'chains.js',
        'fib(n - (last % 2)) + last / 2',
        /^2 Order matters; backward: last is \S+ as it is and \S+ backward$/,
      ],
    ] as const) {
      project.write(name, last(step));
      const uri = await open(client, name);
      const actions = await client.actions(uri, 2, 3);
      const action = actions.find(({ title }) => title === 'Run this loop in other orders, and compare');
      const { command, arguments: [target] = [] } = action!.command!;
      const answer = await client.execute<{ line: string }>(command, target);
      expect(client.shown).toEqual([]);
      const [over, clear] = await client.lensTitles(uri);
      expect(over).toMatch(said);
      expect(over).toContain(answer.line);
      expect(clear).toBe('2 Clear');
      const hover = (await client.hover(uri, 2, 1))!.contents as { value: string };
      expect(hover.value).toContain('Order');
      expect(childrenOf(client)).toEqual([]);
    }
    const uri = await open(client, 'quick.js');
    const offered = await client.execute<Failure>(ServerCommand.tryOrders, { uri, position: loop });
    expect(offered.failed).toContain('This loop can run in a pool');
  }),
);

it('says what to do when the Node of the settings is not there', { timeout: 60_000 }, () =>
  withClient(
    { folders: [project.folder], settings: { timing: { node: './no-such-node' } }, trusted: true },
    async (client) => {
      const uri = await open(client, 'quick.js');
      const answer = await client.execute<Failure>(ServerCommand.timeLoop, { uri, position: loop });
      expect(answer.failed).toContain('looppool.timing.node');
      expect((await client.lensTitles(uri))[0]).toMatch(/^2 Not timed: /);
    },
  ),
);
