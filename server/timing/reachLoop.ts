/** What every timing begins with: a session, a copy of the package, and the user's program, run until it reaches the loop. */
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { JudgedLoop } from '../model.js';
import { readCall } from './record/call.js';
import { readCommand } from './process/command.js';
import { importedState, withStateHook } from './record/importedState.js';
import { makeMirror, packageFolder, type Mirror } from './record/mirror.js';
import type { Visit } from './protocol.js';
import { recordLoop, type Recorded } from './record/recordLoop.js';
import type { MeasureSetting } from './measure/runMeasure.js';
import { Session } from './process/session.js';
import { TimingError } from './timingError.js';
import { typescriptFlags } from './process/typescriptFlags.js';

export interface ReachRequest {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  readonly loop: JudgedLoop;
  /** The command that runs the loop, as one string; split into words without a shell. The file itself when left out. */
  readonly entry?: string | undefined;
  /** An expression that reaches the loop, evaluated in the scope of its file: see `readCall`. Instead of `entry`. */
  readonly call?: string | undefined;
  /** Which visit of the loop is recorded: the n-th from 1, or the one that takes longest; the first when left out. */
  readonly visit?: Visit | undefined;
  /** Width of the pool; the runtime's own default when left out. */
  readonly workers?: number | undefined;
  /** Limit for everything together, in seconds of wall-clock time. */
  readonly timeoutS: number;
  /** Limit for each process, in MB of memory: see `SessionLimits`. */
  readonly memoryMb?: number | undefined;
  /** The `looppool` package to use when the project has none. */
  readonly runtimeDir: string;
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
  onProgress?: ((message: string) => void) | undefined;
  /** The Node that runs the program; the one that runs this when left out. */
  readonly node?: string | undefined;
}

/** The loop's inputs, and how processes that work on copies of them are started. */
export interface Reached {
  /** Holds every file as the user wrote it, but for the hooks. */
  readonly mirror: Mirror;
  readonly recorded: Recorded;
  readonly process: Omit<MeasureSetting, 'mirror' | 'results' | 'oneLoop'>;
  /** Lets the modules whose state the loop can come to tell of it, as they are written in `textOf`. */
  writeHooks(into: Mirror, textOf: (file: string) => string | undefined): void;
}

/** Runs what needs a session, and leaves nothing of it behind. */
export async function inSession<T>(request: ReachRequest, run: (session: Session) => Promise<T>): Promise<T> {
  if (request.call !== undefined && request.entry !== undefined)
    throw new TimingError('--entry and --call: choose one.');
  const session = new Session(request);
  try {
    return await run(session);
  } finally {
    session.close();
  }
}

/**
 * Runs the program until it reaches the loop, and takes down the loop's inputs.
 *
 * @param texts files that will be loaded with another text than that on the disk, by path
 * @throws TimingError with one clear line when that cannot be done
 */
export async function reachLoop(
  request: ReachRequest,
  session: Session,
  texts: ReadonlyMap<string, string>,
): Promise<Reached> {
  const { loop, onProgress } = request;
  const file = realpathSync(request.file);
  const node = request.node ?? process.execPath;
  const call = request.call === undefined ? null : readCall(request.call);
  const command = readCommand(request.entry, file, realpathSync(request.cwd));
  const own = command.script === null || command.tool ? path.join(command.cwd, 'package.json') : command.script;
  const root = packageFolder([file, own]);
  const folders = [root, request.cwd];
  const language = { node, folders, texts, tsx: command.tsx };
  const flags = typescriptFlags({ ...language, files: command.tool ? [file] : [own, file] });
  const mirror = makeMirror(path.join(session.folder, 'a'), root, request.runtimeDir);
  const env = settingsOf(mirror, request);
  const stateful = importedState(file, request.text, loop.site.span, (one) => mirror.has(one));
  const writeHooks: Reached['writeHooks'] = (into, textOf) => {
    for (const module of stateful) {
      const text = textOf(module.file);
      const shown = path.relative(root, module.file).split(path.sep).join('/');
      if (text !== undefined) into.write(module.file, withStateHook(text, module, shown));
    }
  };
  writeHooks(mirror, (place) => readFileSync(place, 'utf8'));
  onProgress?.('running the program until it reaches the loop');
  const recorded = await recordLoop({
    session,
    mirror,
    node,
    // A tool knows how to load the files itself; Node does, where a file is called directly.
    flags: command.tool ? [] : flags,
    command,
    file,
    text: request.text,
    loop,
    cwd: request.cwd,
    env,
    named: request.entry ?? null,
    call,
    visit: request.visit ?? 1,
    onProgress,
  });
  mirror.write(file, request.text);
  return {
    mirror,
    recorded,
    process: {
      session,
      node,
      flags: [...command.flags.filter((flag) => !/^--(test|watch)/.test(flag)), ...flags],
      cwd: command.cwd,
      env: { ...env, ...command.env },
      recorded,
      onProgress,
    },
    writeHooks,
  };
}

/** Environment of every child: the width of the pool, and where tsx finds the settings it found before. */
function settingsOf(mirror: Mirror, request: ReachRequest): Record<string, string> {
  const env: Record<string, string> = {};
  if (request.workers !== undefined) env['LOOPPOOL_WORKERS'] = String(request.workers);
  const settings = mirror.compilerSettings(realpathSync(request.cwd));
  if (settings !== null) env['TSX_TSCONFIG_PATH'] = settings;
  return env;
}
