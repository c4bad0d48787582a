/** Starts the code-server of the cache on 127.0.0.1, with settings, extensions and a home of its own, and ends all of it again. */
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { InstalledEditor } from './installEditor.js';

export interface CodeServerOptions {
  /** An empty folder that it may fill; whoever made it removes it after `stop`. */
  readonly folder: string;
  /** `.vsix` files to install. */
  readonly extensions?: readonly string[];
  /** User settings besides the quiet ones below. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Asks whether the workspace is to be trusted, as VS Code does; otherwise every workspace is. Default false. */
  readonly asksForTrust?: boolean;
  /** Lets a test drive the extension host. Default false. */
  readonly testDriver?: boolean;
}

export interface CodeServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** The id of its process, which leads a group of its own. */
  readonly pid: number;
  /** What it has printed so far. */
  readonly output: () => string;
  /** Ends it and all it has started. */
  readonly stop: () => Promise<void>;
}

/** No network, no welcome pages, nothing that asks. */
const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.reduceMotion': 'on',
  'extensions.ignoreRecommendations': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.enabled': false,
  'files.autoSave': 'off', // as in the desktop editor
  'npm.fetchOnlinePackageInfo': false,
  'json.schemaDownload.enable': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/** Milliseconds until a start or an installation counts as failed. */
const LIMIT = 120_000;

/** @throws Error when it does not listen in time, or an extension cannot be installed */
export async function startCodeServer(editor: InstalledEditor, options: CodeServerOptions): Promise<CodeServer> {
  const within = (name: string): string => path.join(options.folder, name);
  mkdirSync(within('data/User'), { recursive: true });
  mkdirSync(within('home'), { recursive: true });
  writeFileSync(within('config.yaml'), '');
  writeFileSync(within('data/User/settings.json'), JSON.stringify({ ...QUIET, ...options.settings }, null, 2));
  const common = [
    ...[editor.entry, '--config', within('config.yaml'), '--user-data-dir', within('data')],
    ...['--extensions-dir', within('extensions'), '--disable-telemetry', '--disable-update-check'],
  ];
  const env = { ...outerEnvironment(), HOME: within('home'), EXTENSIONS_GALLERY: '{}' };
  for (const extension of options.extensions ?? []) {
    const install = [...common, '--install-extension', extension, '--force'];
    await promisify(execFile)(editor.node, install, { env, timeout: LIMIT });
  }
  const child = spawn(
    editor.node,
    [
      ...common,
      ...['--bind-addr', '127.0.0.1:0', '--auth', 'none', '--disable-getting-started-override', '--disable-proxy'],
      '--ignore-last-opened',
      ...(options.asksForTrust ? [] : ['--disable-workspace-trust']),
      ...(options.testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    { cwd: options.folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const pid = child.pid;
  if (pid === undefined) throw new Error('code-server could not be started');
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const endAtExit = (): boolean => signalGroup(pid, 'SIGKILL');
  process.once('exit', endAtExit);
  const stop = async (): Promise<void> => {
    await endGroup(pid);
    process.off('exit', endAtExit);
  };
  const listening = (): string | undefined => /listening on (http:\/\/127\.0\.0\.1:\d+)/i.exec(printed)?.[1];
  const late = Date.now() + LIMIT;
  while (!listening() && child.exitCode === null && Date.now() < late) await delay(50);
  const origin = listening();
  if (!origin) {
    await stop();
    throw new Error(`code-server did not start:\n${printed}`);
  }
  return { origin, pid, output: () => printed, stop };
}

/** The environment without what a test runner has put into it. */
function outerEnvironment(): NodeJS.ProcessEnv {
  const own = /^(LOOPPOOL|VITEST|VSCODE|NODE_OPTIONS|npm_|FORCE_COLOR|TEST$|MODE$|DEV$|PROD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

async function endGroup(pid: number): Promise<void> {
  const late = Date.now() + 15_000;
  signalGroup(pid, 'SIGTERM');
  // The extension hosts live some seconds longer than the server.
  while (signalGroup(pid, 0) && Date.now() < late) await delay(100);
  signalGroup(pid, 'SIGKILL');
}

/** False when there is no process of the group any more. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
