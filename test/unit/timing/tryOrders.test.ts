import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Witness } from '../../../server/model.js';
import { formatOrders } from '../../../server/timing/report/format.js';
import { canBeTried, tryOrders } from '../../../server/timing/tryOrders.js';
import { leftovers, prepare, removePrograms } from './timed.js';

const LIMIT = 60_000;
const AGREES: Witness = { orders: ['forward', 'backward', 'shuffled'], difference: null, assuming: false };

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

/** @param loop a loop over `xs`; of a call, the name of the method stands in `«»` */
function request(loop: string, around: { before?: string; after?: string; file?: string } = {}) {
  const { before = '', after = 'console.log(seen);', file = 'main.js' } = around;
  const plain = loop.replace(/[«»]/g, '');
  const text = `const xs = [3, 1, 4, 1, 5];\nconst seen = {};\n${before}\n/*[*/${plain}/*]*/\n${after}\n`;
  const timed = prepare({ file, text, parallel: '' });
  const { site } = timed.request.loop;
  const start = site.span.start + Math.max(0, loop.search(/«|\bfor\b|\bwhile\b/));
  const anchored = { ...timed.request.loop, site: { ...site, anchor: { ...site.anchor, start } } };
  return { ...timed.request, loop: anchored };
}

const witnessOf = (...given: Parameters<typeof request>): Promise<Witness> => tryOrders(request(...given));

describe('the iterations of a loop in other orders', { timeout: LIMIT }, () => {
  it('show what an iteration takes from the one before, by path', async () => {
    const counted = 'for (let i = 0, last = xs.length; i < last; i++) {\n  seen.sum = (seen.sum ?? 0) * 2 + xs[i];\n}';
    expect(await witnessOf(counted)).toEqual({
      orders: ['forward', 'backward'],
      difference: 'backward: seen.sum is 79 as it is and 109 backward',
      assuming: false,
    });
    const forOf = 'for (const x of xs) seen.sum = (seen.sum ?? 0) * 2 + x;';
    expect(await witnessOf(forOf)).toMatchObject({ difference: 'backward: seen.sum is 79 as it is and 109 backward' });
  });

  it('show what only a shuffled order tells', async () => {
    // What stands in the middle is there from both sides.
    const middle = 'for (let i = 0; i < xs.length; i++) if (seen.calls++ === 2) seen.middle = xs[i];';
    expect(await witnessOf(middle, { before: 'seen.calls = 0;' })).toEqual({
      orders: ['forward', 'backward', 'shuffled'],
      difference: expect.stringMatching(/^shuffled: seen\.middle is 4 as it is and [15] shuffled$/) as string,
      assuming: false,
    });
  });

  it('are no matter where they only add up', async () => {
    const before = 'const add = (x) => { seen.sum = (seen.sum ?? 0) + x; };';
    expect(
      await witnessOf('for (var i = 0; i < xs.length; i++) add(xs[i]);', { before, after: 'console.log(i, seen);' }),
    ).toEqual(AGREES);
    expect(await witnessOf('const answer = xs.«map»((x, i) => (add(x), x * i));', { before })).toEqual(AGREES);
  });

  it('show prints and writes in another order', async () => {
    expect((await witnessOf('for (const x of xs) console.log(x);')).difference).toBe(
      'backward: stdout is "3\\n" as it is and "5\\n" backward',
    );
    const writing = request("for (const x of xs) appendFileSync('out.txt', `${x};`);", {
      before: "import { appendFileSync } from 'node:fs';",
    });
    expect((await tryOrders(writing)).difference).toBe(
      'backward: writes[0].given[1] is "3;" as it is and "5;" backward',
    );
    expect(readFileSync(path.join(writing.cwd, 'out.txt'), 'utf8')).toContain('3;1;4;1;5;');
  });

  it('are tried with awaits, and through a call', async () => {
    const awaiting = 'let total = 0;\nfor (let i = 0; i < xs.length; i++) total += await Promise.resolve(xs[i]);';
    expect(await witnessOf(awaiting, { after: 'console.log(total);' })).toEqual(AGREES);
    const called = request('for (const x of ys) total = total * 2 + x;', {
      before: 'function fold(ys) { let total = 0;',
      after: 'return total; }',
    });
    expect((await tryOrders({ ...called, call: 'fold([1, 2])' })).difference).toBe(
      'backward: total is 4 as it is and 5 backward',
    );
  });

  it('are not tried where the next iteration is known only then', async () => {
    const expectRefusal = async (loop: string, why: RegExp, before = ''): Promise<void> => {
      const asked = request(loop, { before: `${before} process.on('exit', () => fs.writeFileSync('ran', ''));` });
      expect(canBeTried(asked.file, asked.text, asked.loop)).toBe(false);
      await expect(tryOrders(asked), loop).rejects.toThrow(why);
      expect(existsSync(path.join(asked.cwd, 'ran'))).toBe(false);
    };
    await expectRefusal('while (xs.length > 0) xs.pop();', /cannot be put into another order: only while it runs/);
    await expectRefusal('for (const x of xs) {\n  if (x === 4) break;\n}', /it may end early, in line 5\./);
    await expectRefusal(
      'out: for (const x of xs) {\n  for (const y of xs) {\n    if (x === y) break out;\n  }\n}',
      /in line 6\./,
    );
    await expectRefusal('for (let i = 0; i < xs.length; i++) i++;', /its body changes the counter/);
    await expectRefusal('for (let i = 0; i < xs.length; [i] = [i + 1]) [i] = [i];', /its body changes the counter/);
    await expectRefusal(
      'for (let i = 0; i < xs.length; seen.n = i, n++, i++) ;',
      /its head changes other/,
      'let n = 0;',
    );
    await expectRefusal('for (let i = 0; ; i++) xs[i].x;', /does not say where it ends/);
    await expectRefusal('for await (const x of xs) seen[x] = 1;', /awaited one after the other/);
    await expectRefusal('xs.«find»((x) => x > 3);', /`find` goes on from what it has found/);
  });

  it('are not tried where that shows only as it runs', async () => {
    await expect(
      witnessOf('for (const x of some()) seen[x] = 1;', { before: 'function* some() { yield 1; yield 2; }' }),
    ).rejects.toThrow(/another order: an iterator of the program makes its items one by one\.$/);
    await expect(witnessOf('for (let i = 0; !seen.done; i++) seen.done = i > 5;')).rejects.toThrow(
      /another order: its head alone goes on for more than two million iterations\.$/,
    );
    await expect(witnessOf('for (const x of xs) { seen[x] = 1; if (x === 4) xs.push(7); }')).rejects.toThrow(
      /beforehand it gives something else already \(.*7.* is missing forward\)\.$/,
    );
  });

  it('say nothing about a loop that gives something else whenever it runs', async () => {
    await expect(witnessOf('for (const x of xs) seen[x] = Math.random();')).rejects.toThrow(
      /gives something else whenever it runs \(seen\[.*the first time and .* the second time\)/,
    );
  });

  it('end with one line where another order makes the loop endless', async () => {
    const endless = request('for (const x of xs) { while (seen.last < x); seen.last = 5; }', {
      before: 'seen.last = 3;',
      after: 'console.log(seen);',
    });
    await expect(tryOrders(endless)).rejects.toThrow(
      /^Timing stopped, while running its iterations backward: .*too long/,
    );
  });

  it('are told in one line that claims no more than what was seen', () => {
    expect(formatOrders(AGREES)).toBe(
      'order  same result with the iterations run forward, backward and shuffled (evidence from this data, not proof: it stays a loop)',
    );
    expect(formatOrders({ ...AGREES, difference: 'backward: x is 1 as it is and 2 backward' })).toBe(
      'order  matters; backward: x is 1 as it is and 2 backward',
    );
  });
});
