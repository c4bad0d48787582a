/** A browser for the editor that runs in one: Chromium, driven by playwright-core. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type BrowserContext } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Path of a Chromium: the one that `LOOPPOOL_CHROMIUM` names, or one of the PATH; null where there is none. */
export function findChromium(): string | null {
  const named = process.env['LOOPPOOL_CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((f) => existsSync(f)) ?? null;
}

/**
 * Path of a Chromium, installed from Debian's packages where that can be done.
 *
 * @param say told what is going on, one line at a time
 * @throws Error where there is none
 */
export async function installChromium(say: (line: string) => void): Promise<string> {
  const found = findChromium();
  if (found) return found;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error('there is no Chromium on the PATH; LOOPPOOL_CHROMIUM may name one');
  }
  say('Installing Chromium (apt-get install chromium), the first time only …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: string[]): Promise<unknown> => promisify(execFile)('apt-get', args, { env });
  await aptGet('update', '-q');
  await aptGet('install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation');
  const installed = findChromium();
  if (!installed) throw new Error('Debian has installed no Chromium');
  return installed;
}

/**
 * A browser that can reach nothing but this machine.
 *
 * @param profile an empty folder, which it fills
 */
export function startBrowser(executablePath: string, profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}
