/** Where a user has to be careful, in a real VS Code: loops that stay as they are, offers that assume something, and workspaces that mean harm. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { copyExamples } from './support/makeWorkspace.js';
import { describeInEditor, LIMIT, whenLong, workspaces } from './support/scenarios.js';

const FIB = 'export function fib(n: number): number {\n  return n < 2 ? n : fib(n - 1) + fib(n - 2);\n}\n';

const FILL = `import { fib } from './fib.js';
export function fill(xs: number[], out: number[]): void {
  for (let i = 0; i < xs.length; i++) out[i + 1] = fib(xs[i]!);
}
`;

/** Its reason quotes the program. */
const STAYS = `import { fib } from './fib.js';
let last = 1;
for (const x of [1, 2]) last = fib(last + x + Number((globalThis as any)['\`<b>\`](command:x)'].toString()));
`;

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

await describeInEditor('A careful user', ({ editor, open }) => {
  whenLong('sees that a loop cannot be rewritten, and why', { timeout: LIMIT }, async () => {
    const user = await open('disabled', 'dependent.ts', copyExamples);
    await user.goTo(18, 4);
    await user.page.locator('.statusbar-item').filter({ hasText: '0 of 9 loops' }).first().waitFor();
    await user.action('Move to', 'Control+Shift+r');
    const menu = user.page.locator('.action-widget');
    await menu.getByRole('button', { name: 'Show Disabled' }).click();
    const action = menu
      .locator('.monaco-list-row')
      .filter({ hasText: 'Cannot parallelize: An iteration needs the value of `root`' });
    await action.waitFor();
    await user.shoot('disabled');
    expect(await action.getAttribute('class')).toContain('option-disabled');
    expect(await action.getAttribute('aria-label')).toContain('An iteration needs the value of `root`');
  });

  whenLong(
    'is asked whether an assumption holds before anything changes, and may say no',
    { timeout: LIMIT },
    async () => {
      const folder = path.join(workspaces, 'assuming');
      const user = await open('assuming', 'fill.ts', (made) =>
        writeFiles(made, { 'package.json': '{ "type": "module" }', 'fib.ts': FIB, 'fill.ts': FILL }),
      );
      await user.goTo(3, 4);
      const question = /^.*right only if: .*out.* and .*xs.* are different objects/;
      await user.lens('Parallelize').click();
      await user.toast(question).waitFor();
      await user.shoot('assumption');
      await user.button('Cancel').click();
      await user.toast(question).waitFor({ state: 'hidden' });
      expect(await user.text()).toContain('out[i + 1] = fib(xs[i]!)');
      expect(readFileSync(path.join(folder, 'fill.ts'), 'utf8')).toBe(FILL);
      expect(existsSync(path.join(folder, 'fill.tasks.ts'))).toBe(false);
      await (await user.action(/^Parallelize this loop$/)).click();
      await user.button('It is so').click();
      await user.until('the rewritten loop', async () => (await user.text()).includes('pool.zipSync('));
    },
  );

  for (const trusted of [false, true])
    whenLong(
      `opens a hostile workspace, ${trusted ? 'trusted' : 'not trusted'}: all of it is text`,
      { timeout: LIMIT },
      async () => {
        const witness = path.join(editor().folder, `ran-${trusted}`);
        const name = '`<img src=x onerror=alert(1)>`](command:workbench.action.quit)"\'';
        const bomb = `require('fs').writeFileSync(${JSON.stringify(witness)}, 'x');\nmodule.exports = {};\n`;
        const script = path.join(editor().folder, `node-${trusted}.sh`);
        writeFileSync(script, `#!/bin/sh\ntouch '${witness}'\n`, { mode: 0o755 });
        const user = await open(
          `hostile-${trusted}`,
          'main.ts',
          (made) => {
            writeFiles(made, {
              'package.json': '{ "type": "module" }',
              'prettier.config.cjs': bomb,
              'node_modules/evil/index.js': bomb,
              'node_modules/evil/package.json': '{ "name": "evil", "main": "index.js", "tsconfig": "index.js" }',
              'tsconfig.json': '{ "extends": "evil", "compilerOptions": { "plugins": [{ "name": "evil" }] } }',
              'fib.ts': FIB,
              'main.ts': STAYS,
              [`${name}.ts`]: FILL,
              'two\nlines.ts': FILL,
            });
            symlinkSync('/', path.join(made, 'everything'));
          },
          { trusted, settings: { 'looppool.timing.node': script, 'looppool.timing.entry': script } },
        );
        await user.goTo(3, 4);
        const hover = await user.hover('this stays a loop');
        expect(await hover.locator('b, img, a[href^="command:"], a[data-href^="command:"]').count()).toBe(0);
        await user.page.keyboard.press('Escape');
        await user.run('Looppool: Scan Workspace for Loops');
        const row = user.page.getByRole('treeitem', { name: /<img src=x onerror=alert\(1\)>.*loop/ }).first();
        await row.waitFor();
        await user.shoot(`hostile-${trusted ? 'trusted' : 'untrusted'}`);
        expect(await user.page.locator('img[src="x"]').count()).toBe(0);
        expect(existsSync(witness)).toBe(false);
      },
    );
});
