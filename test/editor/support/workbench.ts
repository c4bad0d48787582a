/** One window of VS Code in the browser, driven as a user drives it. Everything waits for the thing itself, for as long as a busy machine takes. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page, PageScreenshotOptions } from 'playwright-core';
import { root } from '../../support/project.js';
import type { OpenEditor } from './openEditor.js';

/** Milliseconds until something counts as missing. */
const LIMIT = 120_000;

/** Where the pictures go. */
export const screenshots = path.join(root, 'tmp/screenshots');

type Clip = NonNullable<PageScreenshotOptions['clip']>;

export class Workbench {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(LIMIT);
  }

  /** Opens a folder, and one of its files. */
  static async open(editor: OpenEditor, folder: string, file: string): Promise<Workbench> {
    const page = await editor.browser.newPage();
    const workbench = new Workbench(page);
    const { origin } = editor.server;
    const payload = [['openFile', `vscode-remote://${new URL(origin).host}${path.join(folder, file)}`]];
    const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
    await page.goto(`${origin}/?${query.toString()}`);
    await page.locator('.editor-group-container .view-lines').first().waitFor();
    return workbench;
  }

  close(): Promise<void> {
    return this.page.close();
  }

  /** The part of a lens that says `text`. */
  lens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a, .codelens-decoration span').filter({ hasText: text }).first();
  }

  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text }).first();
  }

  /** A button of a toast or of a dialog. */
  button(name: string | RegExp): Locator {
    return this.page.locator('.notification-toast, .monaco-dialog-box').getByRole('button', { name }).first();
  }

  /** The text that the active editor shows; only the lines in sight. */
  async text(): Promise<string> {
    const lines = this.page.locator('.editor-group-container.active .view-lines').first();
    return (await lines.innerText()).replaceAll('\u00a0', ' ');
  }

  /** Waits until `probe` gives something. */
  async until<T>(
    what: string,
    probe: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  ): Promise<T> {
    const late = Date.now() + LIMIT;
    for (;;) {
      const found = await probe();
      if (found) return found;
      if (Date.now() > late) throw new Error(`Waited in vain for ${what}`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Opens another file of the folder. */
  async open(file: string): Promise<void> {
    await this.#pick('Control+p', file, path.basename(file));
    await this.page
      .locator('.editor-group-container.active .tab.active')
      .filter({ hasText: path.basename(file) })
      .waitFor();
  }

  /** Runs a command of the palette by its title. */
  async run(title: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title);
  }

  /** Puts the cursor somewhere; both numbers start at 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+1'); // the first editor
    await this.#pick('Control+g', `:${line}:${column}`, /./);
    const position = this.page.locator('.statusbar-item').filter({ hasText: `Ln ${line}, Col ${column}` });
    await position.first().waitFor();
  }

  /** Runs a command of the palette that asks for something, and chooses an entry. */
  async choose(title: string, entry: string): Promise<void> {
    await this.enter('F1', `>${title}`, title);
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: entry }).first();
    await row.click();
  }

  async #pick(key: string, typed: string, row: string | RegExp): Promise<void> {
    const input = await this.enter(key, typed, row);
    await input.waitFor({ state: 'hidden' });
  }

  /** Types into the quick input that a key opens, and takes the row that says `row`; returns the input, which may stay open. */
  async enter(key: string, typed: string, row: string | RegExp): Promise<Locator> {
    const input = this.page.locator('.quick-input-widget input[type=text]').first();
    await this.page.keyboard.press(key);
    await input.fill(typed);
    await this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: row }).first().waitFor();
    await input.press('Enter');
    return input;
  }

  /** Opens the light bulb's menu at the cursor, and returns the entry with this title. */
  async action(title: string | RegExp, key = 'Control+.'): Promise<Locator> {
    const entry = this.page.locator('.action-widget .monaco-list-row').filter({ hasText: title }).first();
    return this.until(`the action ${String(title)}`, async () => {
      await this.page.keyboard.press(key);
      const seen = await entry.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
      if (!seen) await this.page.keyboard.press('Escape');
      return seen && entry;
    });
  }

  /** Opens the hover at the cursor, and waits until it says `text`. */
  async hover(text: string | RegExp): Promise<Locator> {
    await this.page.mouse.move(0, 0); // a hover goes when the mouse moves elsewhere
    const hover = this.page.locator('.monaco-hover').filter({ hasText: text }).first();
    return this.until(`a hover that says ${String(text)}`, async () => {
      await this.page.keyboard.press('Control+k');
      await this.page.keyboard.press('Control+i');
      const seen = await hover.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
      return seen && hover;
    });
  }

  /** Pictures of the window as it is, in a dark and in a light theme: `tmp/screenshots/<name>-dark.png` and `-light.png`. */
  shoot(name: string, ready?: (shade: string) => Promise<void>): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    return this.shootInto(screenshots, name, ready ? { ready } : {});
  }

  /**
   * @param folder where the pictures go, as `<name>-dark.png` and `-light.png`
   * @param options the part of the window to take, all of it by default; and what has to be there in a theme
   */
  async shootInto(
    folder: string,
    name: string,
    { clip, ready }: { clip?: Clip; ready?: (shade: string) => Promise<void> } = {},
  ): Promise<void> {
    for (const [shade, className] of [
      ['light', 'vs'],
      ['dark', 'vs-dark'],
    ] as const) {
      await this.page.emulateMedia({ colorScheme: shade }); // `window.autoDetectColorScheme` is on
      await this.page.locator(`.monaco-workbench.${className}`).first().waitFor();
      await ready?.(shade);
      await this.page.screenshot({ path: path.join(folder, `${name}-${shade}.png`), ...(clip ? { clip } : {}) });
    }
  }
}
