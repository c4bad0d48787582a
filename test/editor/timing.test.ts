/** Timing in a real VS Code: the questions about what is run, several timings, edits meanwhile, and what is still there later. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { copyExamples } from './support/makeWorkspace.js';
import { describeInEditor, LIMIT, whenLong, workspaces } from './support/scenarios.js';

const FIB = 'const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));\n';

/** Its own file does not reach the loop. */
const SCORES = {
  'package.json': '{ "type": "module", "scripts": { "start": "node main.js" } }',
  'score.js': `${FIB}export function scoreAll(sizes) {\n  return sizes.map((n) => fib(n));\n}\n`,
  'main.js': `import { scoreAll } from './score.js';\nscoreAll([1]);\nconsole.log(scoreAll([20, 21, 22]));\n`,
  'score.test.js': `import { test } from 'node:test';\nimport { scoreAll } from './score.js';\ntest('scores', () => scoreAll([18, 19]));\n`,
};

const TWO = {
  'package.json': '{ "type": "module" }',
  'two.js': `${FIB}const nap = (ms) => (Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms), fib(10));
const [slow, quick] = [[], []];
for (const ms of [300, 310, 320, 330]) {
  slow.push(nap(ms));
}
for (const n of [20, 21, 22]) {
  quick.push(fib(n));
}
console.log(slow, quick);
`,
};

const STAYS = {
  'package.json': '{ "type": "module" }',
  'stays.js': `${FIB}let last = 1;
for (let i = 0; i < 6; i++) {
  last = fib(28 + (last % 2));
}
console.log(last);
`,
};

const written =
  (files: Readonly<Record<string, string>>) =>
  (folder: string): void => {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  };

const RESULT = /^serial .* · pool\(\d+\) .* · same result$/;

await describeInEditor('Who times loops', ({ editor, open }) => {
  whenLong(
    'is asked what runs a loop, and which visit counts, and is not asked again',
    { timeout: LIMIT },
    async () => {
      const user = await open('questions', 'score.js', written(SCORES), { settings: { 'looppool.timing.runs': 2 } });
      const { page } = user;
      const input = page.locator('.quick-input-widget input[type=text]').first();
      const row = (text: string | RegExp) =>
        page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first();
      const timed = async (): Promise<void> => {
        await user.toast(/Timing/).waitFor();
        await user.toast(/Timing/).waitFor({ state: 'hidden' });
        await user.lens(RESULT).waitFor();
      };

      await user.lens('Time both').click();
      await user.toast(/score\.js by itself does not reach the loop at score\.js:3/).waitFor();
      await user.lens('Time with…').waitFor();
      await user.shoot('not-reached');
      await user.button('Use an Expression…').click();
      await user.until('the proposed call', async () => (await input.inputValue()) === 'scoreAll()');
      // The cursor stands between the parentheses.
      await page.keyboard.type('[20, 21, 22]');
      expect(await input.inputValue()).toBe('scoreAll([20, 21, 22])');
      await user.shoot('expression');
      await page.keyboard.press('Enter');
      await timed();

      const askHow = async (): Promise<void> => {
        await user.goTo(3, 16);
        await user.enter('F1', '>Looppool: Time Both Versions of Loop at Cursor With', /With…/);
        await row('Use an expression…').waitFor();
      };
      await askHow();
      await row(/Use an expression….*now: scoreAll\(\[20, 21, 22\]\)/).waitFor();
      await row(/The first visit.*now/).waitFor();
      await user.shoot('time-with');
      await input.fill('A program');
      await page.keyboard.press('Enter');
      await row(/node --test score\.test\.js.*test of score\.js/).waitFor();
      await row(/npm start.*script of package\.json/).waitFor();
      await user.shoot('program-or-test');
      await input.fill('npm start');
      await page.keyboard.press('Enter');
      await timed();

      await askHow();
      await row(/A program or a test….*now: npm start/).waitFor();
      await input.fill('takes longest');
      await page.keyboard.press('Enter');
      await timed();

      await askHow();
      await row(/The visit that takes longest.*now/).waitFor();
      await page.keyboard.press('Escape');
      await user.lens('Clear').click();
      await user.lens('Time both').click();
      await timed();
      // Nothing remembered: it asks again.
      await askHow();
      await input.fill('The file itself');
      await page.keyboard.press('Enter');
      await user.toast(/does not reach the loop/).waitFor();
    },
  );

  whenLong('times two loops one after the other, and may edit the file meanwhile', { timeout: LIMIT }, async () => {
    const user = await open('two', 'two.js', written(TWO), { settings: { 'looppool.timing.runs': 3 } });
    const lenses = (text: string | RegExp) =>
      user.page.locator('.codelens-decoration a, .codelens-decoration span').filter({ hasText: text });
    await user.until('both lenses', async () => (await lenses('Time both').count()) === 2);
    // The lower one second: an upper lens that grows moves nothing.
    await lenses('Time both').nth(0).click();
    await user.toast(/Timing/).waitFor();
    await lenses('Time both').last().click();
    await user.toast('waiting for its turn').waitFor();
    await user.shoot('two-timings');
    await user.goTo(1, 1);
    await user.page.keyboard.press('Enter');
    await user.until('another text', async () => (await lenses('Time both').count()) === 2);
    await user.toast(/Timing/).waitFor(); // it goes on
    await user.until(
      'the end of both',
      async () =>
        (await user.page
          .locator('.notification-toast')
          .filter({ hasText: /Timing/ })
          .count()) === 0,
    );
    expect(await lenses(RESULT).count()).toBe(0);
    await user.page.keyboard.press('Control+z');
    await user.until('both results', async () => (await lenses(RESULT).count()) === 2);
    await user.shoot('two-timed');
  });

  whenLong('finds a scaling curve again when the window was loaded anew', { timeout: LIMIT }, async () => {
    // The window's address names a file to be opened, and then nothing else would be restored.
    editor().set({ 'window.restoreWindows': 'preserve' });
    const user = await open('reload', 'align.ts', copyExamples, { settings: { 'looppool.timing.runs': 2 } });
    await user.lens('Time both').waitFor();
    await user.goTo(15, 16);
    await user.run('Looppool: Measure Scaling Curve of Loop at Cursor');
    const curve = user.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    const heading = curve.getByRole('heading', { name: /Scaling curve of alignAll in align\.ts, line 15/ });
    await heading.waitFor();
    const figures = await curve.getByRole('table').innerText();
    await user.run('Developer: Reload Window');
    await user.page.locator('.editor-group-container .view-lines').first().waitFor();
    await heading.waitFor();
    expect(await curve.getByRole('table').innerText()).toBe(figures);
    await user.shoot('curve-again');
    const file = path.join(workspaces, 'reload/align-scaling.csv');
    await curve.getByRole('button', { name: 'Save as CSV' }).click();
    await user.page.locator('.quick-input-widget input[type=text]').first().waitFor();
    await user.page.keyboard.press('Enter');
    await user.until(file, () => existsSync(file));
  });

  whenLong('reads over a hot loop why it stays one', { timeout: LIMIT }, async () => {
    const user = await open('hot', 'stays.js', written(STAYS));
    const input = user.page.locator('.quick-input-widget input[type=text]').first();
    await user.goTo(3, 1);
    await user.page.keyboard.press('F1');
    await input.fill('>Looppool: Find the Loops Worth Parallelizing');
    await input.press('Enter');
    await user.page.locator('.quick-input-message').filter({ hasText: 'The command that runs your program' }).waitFor();
    await input.fill('node stays.js');
    await input.press('Enter');
    await user.page
      .getByRole('treeitem', { name: /% of the run/ })
      .first()
      .waitFor();
    await user.goTo(3, 1);
    await user.lens(/^\d+ % of the run · stays a loop, line 4: An iteration needs the value of last/).waitFor();
    await user.shoot('hot-refused');
  });
});
