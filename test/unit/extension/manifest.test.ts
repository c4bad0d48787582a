/** package.json, the code and the shared words of the server name the same commands and settings. `docs:check` does the README. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../../../extension/languages.js';
import type { Setting } from '../../../extension/manifestTables.js';
import { ClientCommand, ServerCommand } from '../../../server/messages.js';
import { root } from '../../support/project.js';

interface WalkthroughStep {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly image: Readonly<Record<string, string>>; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly icon?: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly configuration: readonly { readonly properties: Readonly<Record<string, Setting & { scope: string }>> }[];
    readonly walkthroughs: readonly { readonly steps: readonly WalkthroughStep[] }[];
  };
}

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;
const sources = readdirSync(path.join(root, 'extension'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => read(`extension/${name}`))
  .join('\n');
const ids = (text: string): string[] => [...new Set([...text.matchAll(/'(looppool\.[A-Za-z]+)'/g)].map((m) => m[1]!))];
const contributed = contributes.commands.map(({ command }) => command);

describe('commands', () => {
  const table = /const table[\s\S]*?\n {2}\};/.exec(read('extension/commands.ts'))![0];
  const registered = [...ids(table), ...Object.values(ClientCommand)];

  it('are the same in package.json and in the code', () => {
    expect(registered.toSorted()).toEqual(contributed.toSorted());
  });

  it('are named <verbNoun>, and none like a command of the server, which the client registers itself', () => {
    for (const command of contributed) expect(command).toMatch(/^looppool\.[a-z]+([A-Z][a-z]+)+$/);
    expect(contributed.filter((command) => Object.values<string>(ServerCommand).includes(command))).toEqual([]);
  });

  it('exist wherever menus, walkthroughs or the code name one', () => {
    const known = [...contributed, ...Object.values(ServerCommand)];
    const inMenus = Object.values(contributes.menus).flatMap((entries) => entries.map(({ command }) => command));
    const text = JSON.stringify(contributes.walkthroughs);
    const inWalkthroughs = [...text.matchAll(/(?:command:|onCommand:)(looppool\.\w+)/g)].map((m) => m[1]!);
    const views = Object.values(contributes.views).flatMap((all) => all.map(({ id }) => id));
    const others = [
      ...views,
      'looppool.scanned',
      'looppool.status',
      'looppool.curve',
      'looppool.lastEntry',
      'looppool.reach',
    ];
    const named = [...inMenus, ...inWalkthroughs, ...ids(sources).filter((id) => !others.includes(id))];
    expect(named.length).toBeGreaterThan(contributed.length);
    expect(named.filter((id) => !known.includes(id))).toEqual([]);
  });
});

describe('settings', () => {
  const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Record<
    string,
    Setting & { scope: string }
  >;

  /** Names and defaults of the settings, as the comments of the interface say them. */
  function declared(): Record<string, string> {
    const body = /export interface Settings \{\n([\s\S]*?)\n\}/.exec(read('server/messages.ts'))![1]!;
    const found: Record<string, string> = {};
    let area = '';
    let comment = '';
    for (const line of body.split('\n')) {
      const opened = /^ {2}readonly (\w+): \{$/.exec(line);
      const named = /^ {4}readonly (\w+)\??:/.exec(line);
      if (opened) area = opened[1]!;
      else if (line.includes('/**')) comment = line;
      else if (/^ {5}\*/.test(line)) comment += line;
      else if (named) found[`looppool.${area}.${named[1]}`] = /Default (`?[^\s`]*`?)\./.exec(comment)?.[1] ?? '';
    }
    return found;
  }

  it('are the ones that the server reads, with the same defaults', () => {
    const inManifest = Object.fromEntries(
      Object.entries(settings).map(([name, { default: value }]) => [name, JSON.stringify(value)]),
    );
    const inServer = Object.entries(declared()).map(([name, value]) => {
      const plain = value.replaceAll('`', '');
      const quoted = ['boolean', 'number', 'integer', 'array'].includes(settings[name]?.type ?? '')
        ? plain
        : JSON.stringify(plain);
      return [name, quoted];
    });
    expect(Object.fromEntries(inServer)).toEqual(inManifest);
  });

  it('that name programs are restricted to trusted workspaces', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual([
      'looppool.timing.node',
      'looppool.timing.entry',
    ]);
  });

  it('say what they do in whole sentences', () => {
    for (const { markdownDescription } of Object.values(settings)) expect(markdownDescription).toMatch(/^[A-Z`].*\.$/);
  });
});

describe('the walkthrough', () => {
  const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

  it('finds, fixes and times, each with a command to do it', () => {
    expect(steps.map(({ id }) => id)).toEqual(['find', 'fix', 'time']);
    for (const { description, completionEvents } of steps) {
      expect(description).not.toContain('*'); // VS Code shows it as it is
      expect(description).toMatch(/\]\(command:looppool\.\w+\)$/);
      expect(completionEvents.some((event) => event.startsWith('onCommand:looppool.'))).toBe(true);
    }
  });

  it('has a small picture of each step for every theme, in words too', () => {
    for (const { media } of steps) {
      expect(Object.keys(media.image).toSorted()).toEqual(['dark', 'hc', 'hcLight', 'light']);
      for (const picture of Object.values(media.image)) {
        expect(picture).toMatch(/^extension\/pictures\/[a-z-]+\.png$/); // what the .vsix has
        expect(statSync(path.join(root, picture)).size).toBeLessThan(150_000);
      }
      expect(media.altText).toMatch(/^[A-Z].*\.$/);
    }
  });
});

it('the extension wakes up for exactly the languages that it reads, and for a curve that was open', () => {
  const events = [...languages.map((language) => `onLanguage:${language}`), 'onWebviewPanel:looppool.curve'];
  expect(manifest.activationEvents).toEqual(events);
});

it('main can be loaded by VS Code 1.91, as CommonJS', () => expect(manifest.main).toMatch(/\.cjs$/));
