/**
 * What a user sees and does in a real VS Code with the packaged extension. Each scenario leaves pictures in `tmp/screenshots`.
 * One of them runs always, all of them with `LOOPPOOL_LONG`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { run } from '../support/run.js';
import { copyExamples } from './support/makeWorkspace.js';
import { describeInEditor, LIMIT, whenLong, workspaces } from './support/scenarios.js';
import type { Workbench } from './support/workbench.js';

await describeInEditor('A user', ({ editor, open }) => {
  /** Opens a program of a fresh copy of the examples. */
  const openExample = (name: string, program: string, options: Parameters<typeof open>[3] = {}): Promise<Workbench> =>
    open(name, program, copyExamples, options);

  whenLong(
    'who has not trusted the workspace is told what is found, and nothing is run',
    { timeout: LIMIT },
    async () => {
      const [witness, script] = [path.join(editor().folder, 'ran'), path.join(editor().folder, 'evil.sh')];
      writeFileSync(script, `#!/bin/sh\ntouch '${witness}'\n`, { mode: 0o755 });
      const user = await openExample('untrusted', 'align.ts', {
        trusted: false,
        settings: { 'looppool.timing.node': script },
      });
      await user.lens('Time both').waitFor();
      await user.lens('Time both').click();
      await user.toast('you have not trusted').waitFor();
      await user.button('Manage Workspace Trust').waitFor();
      await user.shoot('untrusted');
      await user.goTo(15, 16);
      await user.hover(/can run in a pool/);
      expect(existsSync(witness)).toBe(false);
    },
  );

  whenLong(
    'goes from the lens by the light bulb to two saved files, and back by one undo',
    { timeout: LIMIT },
    async () => {
      const folder = path.join(workspaces, 'rewrite');
      const user = await openExample('rewrite', 'align.ts');
      const [file, tasks] = [path.join(folder, 'align.ts'), path.join(folder, 'align.tasks.ts')];
      const before = readFileSync(file, 'utf8');
      const printed = (await run(folder, 'align.ts', { tsx: true })).stdout;
      await user.lens('Parallelize').waitFor();
      await user.shoot('lens');
      await user.goTo(15, 16);
      const action = await user.action(/^Paralleli[sz]e/);
      await user.shoot('lightbulb');
      await action.click();
      await user.button(/^Add/).click();
      await user.until('the runtime in package.json', () =>
        readFileSync(path.join(folder, 'package.json'), 'utf8').includes('"looppool": "file:vendor/'),
      );
      await user.button('Run npm install').click();
      await user.until('the runtime in node_modules', () => existsSync(path.join(folder, 'package-lock.json')));
      await user.run('File: Save All');
      await user.until(
        'both files on disk',
        () => existsSync(tasks) && readFileSync(file, 'utf8').includes('pool.map'),
      );
      await user.lens('Parallelize').waitFor({ state: 'hidden' });
      await user.run('View: Hide Panel');
      await user.run('View: Split Editor Down');
      await user.open('align.tasks.ts');
      await user.shoot('rewritten');
      await user.run('View: Close All Editors in Group');

      const after = await run(folder, 'align.ts', { tsx: true, env: { LOOPPOOL_INLINE: 'never' } });
      expect(after.stdout).toBe(printed);
      expect(after.stats?.calls[0]?.itemsInWorkers).toBe(1000);

      await user.goTo(1, 1);
      await user.page.keyboard.press('Control+z');
      await user.lens('Parallelize').waitFor();
      await user.run('File: Save All');
      await user.until('the file as it was', () => readFileSync(file, 'utf8') === before);
      await user.until('no worker module', () => !existsSync(tasks));
      await user.shoot('undone');
      expect((await run(folder, 'align.ts', { tsx: true })).stdout).toBe(printed);
    },
  );

  whenLong('times both versions: progress, cancel, result, report, clear', { timeout: LIMIT }, async () => {
    const user = await openExample('timing', 'sleeping.ts', { settings: { 'looppool.timing.runs': 3 } });
    await user.lens('Time both').click();
    await user.toast(/Timing/).waitFor();
    // VS Code asks for lenses the more rarely the longer an answer took: the timing may be over before.
    await user
      .lens('Timing:')
      .waitFor({ timeout: 3000 })
      .catch(() => undefined);
    await user.shoot('timing');
    await user.button('Cancel').click();
    await user.toast(/Timing/).waitFor({ state: 'hidden' });
    await user.lens('Time both').click();
    await user.lens(/^serial .* · pool\(\d+\) .* · [\d.]+× · same result$/).waitFor();
    await user.shoot('timed');
    await user.goTo(14, 2);
    await user.hover(/serial/);
    await user.shoot('report');
    await user.page.keyboard.press('Escape');
    await user.lens('Clear').click();
    await user.lens('Time both').waitFor();
  });

  whenLong('measures a scaling curve, and saves it', { timeout: LIMIT }, async () => {
    const user = await openExample('curve', 'align.ts', { settings: { 'looppool.timing.runs': 3 } });
    await user.lens('Time both').waitFor();
    await user.goTo(15, 16);
    await user.run('Looppool: Measure Scaling Curve of Loop at Cursor');
    const page = user.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    await page.getByRole('heading', { name: /Scaling curve of alignAll in align\.ts, line 15/ }).waitFor();
    await page.getByRole('img', { name: /speed-up by number of workers/ }).waitFor();
    await page.getByRole('table').waitFor();
    await user.shoot('curve');
    // Away from the panel, which has the keyboard.
    await user.page.keyboard.press('Control+1');
    await user.goTo(15, 16);
    await user.shoot('curve-hover', async () => {
      await user.page.keyboard.press('Escape'); // the one of the theme before
      const hover = await user.hover(/serial/);
      await hover.getByRole('img', { name: /speed-up by number of workers/ }).waitFor();
    });
    await user.page.keyboard.press('Escape');
    // With the keyboard: from the first button to the next ones, in the order in which they stand.
    for (const kind of ['svg', 'png', 'csv']) {
      const file = path.join(workspaces, 'curve', `align-scaling.${kind}`);
      const button = page.getByRole('button', { name: `Save as ${kind.toUpperCase()}` });
      if (kind === 'svg') await button.focus();
      else await user.page.keyboard.press('Tab');
      expect(await page.locator('button:focus').innerText()).toBe(`Save as ${kind.toUpperCase()}`);
      await user.page.keyboard.press('Enter');
      await user.page.locator('.quick-input-widget input[type=text]').first().waitFor();
      await user.page.keyboard.press('Enter');
      await user.until(file, () => existsSync(file));
      const start = { svg: '<svg xmlns=', png: '\x89PNG', csv: 'workers,meanMs' }[kind]!;
      await user.until('its content', () => readFileSync(file).subarray(0, start.length).toString('latin1') === start);
      await button.focus();
    }
  });

  whenLong('finds the loops worth parallelizing by running the program', { timeout: LIMIT }, async () => {
    const user = await openExample('profile', 'bootstrap.js');
    await user.lens('Time both').waitFor();
    await user.page.keyboard.press('F1');
    const input = user.page.locator('.quick-input-widget input[type=text]').first();
    await input.fill('>Looppool: Find the Loops Worth Parallelizing');
    await input.press('Enter');
    await user.page.locator('.quick-input-message').filter({ hasText: 'The command that runs your program' }).waitFor();
    await input.fill('node bootstrap.js');
    await input.press('Enter');
    const row = user.page.getByRole('treeitem', {
      name: /^for-index.*, \d+ % of the run, [\d.]+× at most, bootstrap\.js/,
    });
    await row.first().waitFor();
    await user.goTo(28, 1); // the list leaves less room for the text
    await user.lens(/^\d+ % of the run$/).waitFor();
    await user.shoot('profile');
  });

  it('reads why a loop stays one, and finds every loop in a list', { timeout: LIMIT }, async () => {
    const user = await openExample('why-not', 'dependent.ts');
    await user.goTo(18, 4);
    await user.hover('this stays a loop');
    await user.shoot('why-not');
    await user.page.keyboard.press('Escape');
    await user.run('Looppool: Scan Workspace for Loops');
    await user.page.locator('[aria-label*="map in alignAll, line 15: independent"]').first().waitFor();
    const status = user.page.locator('[id="looppool.looppool-vscode.looppool.status"] a');
    expect(await status.getAttribute('aria-label')).toMatch(/loops in this file can run in parallel/);
    await user.shoot('loops');
  });

  whenLong('is led through finding, fixing and timing', { timeout: LIMIT }, async () => {
    const user = await openExample('walkthrough', 'align.ts');
    await user.lens('Parallelize').waitFor();
    await user.choose('Welcome: Open Walkthrough...', 'Turn a loop into a pool');
    await user.run('View: Toggle Primary Side Bar Visibility'); // pictures need room
    const page = user.page.locator('.gettingStartedContainer');
    const picture = (name: string): Locator => page.locator(`img[srcset*="${name}"]`).first();
    for (const [step, name] of [
      ['Find a loop', 'find-'],
      ['Rewrite it', 'fix-'],
      ['Time both versions', 'time-'],
    ] as const) {
      await page.getByRole('heading', { name: step }).first().click();
      await user.until(`the picture ${name}`, () =>
        picture(name)
          .evaluate((image: { naturalWidth: number }) => image.naturalWidth > 0)
          .catch(() => false),
      );
    }
    await user.shoot('walkthrough', (shade) => picture(`time-${shade}`).waitFor());
  });

  whenLong('does all of it with the keyboard, and a screen reader has words for it', { timeout: LIMIT }, async () => {
    const user = await openExample('keyboard', 'align.ts');
    const { page } = user;
    await user.lens('Parallelize').waitFor();

    // The list of loops: reached by its command, walked through with the arrow keys, left by Enter.
    await user.run('Looppool: Scan Workspace for Loops');
    const row = (label: RegExp): Locator => page.getByRole('treeitem', { name: label }).first();
    await row(/^align\.ts: 1 of 5 loops are independent/).waitFor();
    await user.until('the row of the loop under the cursor', async () => {
      await page.keyboard.press('ArrowDown');
      const focused = page.locator('[role=treeitem].focused[aria-label^="map in alignAll, line 15: independent"]');
      return (await focused.count()) > 0;
    });
    await row(/^for-index in randomSequence, line 8: stays a loop, light\. line 9: /).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.statusbar-item').filter({ hasText: 'Ln 15,' }).first().waitFor();

    // The status item is a button with a whole sentence, and opens a menu.
    const status = page.locator('[id="looppool.looppool-vscode.looppool.status"] a');
    expect(await status.getAttribute('role')).toBe('button');
    expect(await status.getAttribute('aria-label')).toMatch(/^Looppool: 1 of 5 loops in this file can run/);
    await user.run('Looppool: Show Menu');
    const entry = page.locator('.quick-input-list [role=option][aria-label*="Parallelize the loop at the cursor"]');
    await entry.waitFor();
    await page.keyboard.press('Escape');

    // What a lens offers, without a mouse.
    await user.goTo(15, 16);
    await user.enter('F1', '>Show CodeLens Commands for Current Line', /Show Code ?Lens Commands/i);
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Time both' }).first().waitFor();
    await page.keyboard.press('Escape');

    // From the light bulb to the question about the runtime.
    await user.goTo(15, 16);
    await user.action(/^Parallelize this loop/);
    await page.keyboard.press('Enter');
    await user.until('the rewritten loop', async () => (await user.text()).includes('pool.mapSync('));
    // The list follows.
    await row(/^align\.ts: 0 of 4 loops are independent/).waitFor();
    await user.toast('needs the runtime').waitFor();
    await user.run('Notifications: Accept Notification Primary Action');
    await user.until('the runtime in package.json', () =>
      readFileSync(path.join(workspaces, 'keyboard/package.json'), 'utf8').includes('"looppool": "file:vendor/'),
    );
    await user.shoot('keyboard');
  });
});
