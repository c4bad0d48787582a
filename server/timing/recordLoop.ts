/** Runs the user's program until it reaches the loop, and takes down the state it is in. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JudgedLoop } from '../model.js';
import { withCall, type Call } from './call.js';
import type { Command } from './command.js';
import { entryFile } from './entryFile.js';
import { failureLine } from './failureLine.js';
import type { Mirror } from './mirror.js';
import { RECORD_VARIABLE, type LoopRecord } from './protocol.js';
import { instrument } from './recording.js';
import type { Session } from './session.js';
import { TimingError } from './timingError.js';

export interface RecordRequest {
  readonly session: Session;
  readonly mirror: Mirror;
  readonly node: string;
  readonly flags: readonly string[];
  readonly command: Command;
  readonly file: string;
  readonly text: string;
  readonly loop: JudgedLoop;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether the user named the program. */
  readonly named: boolean;
  /** What is evaluated in the file of the loop, instead of running a program. */
  readonly call: Call | null;
}

export interface Recorded {
  readonly record: LoopRecord;
  /** Absolute path of the packed values. */
  readonly values: string;
}

/** Leaves the instrumented file in the mirror: the caller writes what comes next over it. */
export async function recordLoop(request: RecordRequest): Promise<Recorded> {
  const { session, mirror, command, loop, file, call } = request;
  const { start, end } = loop.site.span;
  const { text } = instrument(file, request.text, start, end);
  mirror.write(file, call ? withCall(text, call) : text);
  const folder = path.join(session.folder, 'record');
  mkdirSync(folder);
  const place = `${path.relative(request.cwd, file) || file}:${loop.site.anchor.line}`;
  const program = call?.shown ?? (path.relative(request.cwd, command.script) || command.script);
  const recorder = await entryFile('record', session.folder);
  const finished = await session.run(
    {
      node: request.node,
      args: [
        ...command.flags,
        ...request.flags,
        '--import',
        pathToFileURL(recorder).href,
        ...(call ? [await entryFile('call', session.folder)] : []),
        mirror.at(command.script),
        ...command.args,
      ],
      cwd: request.cwd,
      env: { ...request.env, [RECORD_VARIABLE]: folder },
    },
    `running ${program} until it reaches the loop at ${place}`,
  );
  const notes = path.join(folder, 'record.json');
  if (!existsSync(notes)) {
    const failure = failureLine(finished, mirror);
    if (failure !== null) throw new TimingError(`${program} failed before it reached the loop at ${place}: ${failure}`);
    if (call)
      throw new TimingError(
        `${program} ended without reaching the loop at ${place}. Call the function around it with arguments under which the loop runs.`,
      );
    throw new TimingError(
      request.named
        ? `${program} ended without reaching the loop at ${place}. Give the program, with the arguments, that runs it.`
        : `Running ${program} by itself does not reach the loop at ${place}. Name the program that does, --entry 'node path/to/program.js', or call the function around it: --call 'f(x)'.`,
    );
  }
  const record = JSON.parse(readFileSync(notes, 'utf8')) as LoopRecord;
  if (record.failure !== null)
    throw new TimingError(`The inputs of the loop at ${place} could not be recorded: ${record.failure}`);
  return { record, values: path.join(folder, 'values.bin') };
}
