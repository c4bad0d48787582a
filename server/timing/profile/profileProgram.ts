/** Runs a program under V8's CPU profiler, in a process of its own, and reads where its time went. */
import { mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readCommand } from '../process/command.js';
import { entryFile } from '../process/entryFile.js';
import { failureLine } from '../process/failureLine.js';
import { PROFILE_VARIABLE, type ThreadProfile } from '../protocol.js';
import { Session } from '../process/session.js';
import { TimingError } from '../timingError.js';
import { typescriptFlags } from '../process/typescriptFlags.js';

export interface ProfileRequest {
  /** The command that runs the program, as `--entry` takes it. */
  readonly entry: string;
  readonly cwd: string;
  /** Limit in seconds of wall-clock time. */
  readonly timeoutS: number;
  readonly signal?: AbortSignal | undefined;
  /** The Node that runs the program; the one that runs this when left out. */
  readonly node?: string | undefined;
}

/**
 * One profile for each thread and process of the run. The program runs where it is, as it is.
 *
 * @throws TimingError when it cannot be run, fails, or takes too long
 */
export async function profileProgram(request: ProfileRequest): Promise<ThreadProfile[]> {
  const cwd = realpathSync(request.cwd);
  const node = request.node ?? process.execPath;
  const command = readCommand(request.entry, '', cwd);
  const script = command.script;
  const language = {
    node,
    folders: [script === null ? cwd : path.dirname(script), cwd],
    texts: new Map(),
    tsx: command.tsx,
  };
  const flags = typescriptFlags({ ...language, files: script === null || command.tool ? [] : [script] });
  const session = new Session(request);
  try {
    const folder = path.join(session.folder, 'profile');
    mkdirSync(folder);
    const profiler = pathToFileURL(await entryFile('profile', session.folder)).href;
    const options = command.env['NODE_OPTIONS'] ?? process.env['NODE_OPTIONS'] ?? '';
    const ended = await session.run(
      {
        node,
        args: [...command.flags, ...flags, ...(script === null ? [] : [script]), ...command.args],
        cwd: command.cwd,
        env: { ...command.env, NODE_OPTIONS: `${options} --import=${profiler}`.trim(), [PROFILE_VARIABLE]: folder },
      },
      `profiling ${request.entry}`,
    );
    const profiles = readdirSync(folder).map(
      (name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as ThreadProfile,
    );
    const failure = failureLine(ended);
    if (failure !== null) throw new TimingError(`${request.entry} failed while it was profiled: ${failure}`);
    if (profiles.length === 0) throw new TimingError(`${request.entry} ended before its profile could be written.`);
    return profiles;
  } finally {
    session.close();
  }
}
