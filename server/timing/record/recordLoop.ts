/** Runs the user's program until it reaches the loop, and takes down the state it is in. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JudgedLoop } from '../../model.js';
import { withCall, type Call } from './call.js';
import type { Command } from '../process/command.js';
import { entryFile } from '../process/entryFile.js';
import { examplesAround } from './example.js';
import { failureLine } from '../process/failureLine.js';
import type { Mirror } from './mirror.js';
import { OPTIONS_VARIABLE, RECORD_VARIABLE, type LoopRecord, type RecordOrder, type Visit } from '../protocol.js';
import { instrument } from './recording.js';
import type { Session } from '../process/session.js';
import { NotReachedError, TimingError } from '../timingError.js';

export interface RecordRequest {
  readonly session: Session;
  readonly mirror: Mirror;
  readonly node: string;
  /** Flags under which Node runs the language of the file. */
  readonly flags: readonly string[];
  readonly command: Command;
  readonly file: string;
  readonly text: string;
  readonly loop: JudgedLoop;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** The program as the user named it; null where nobody did. */
  readonly named: string | null;
  /** What is evaluated in the file of the loop, instead of running a program. */
  readonly call: Call | null;
  readonly visit: Visit;
  onProgress?: ((message: string) => void) | undefined;
}

export interface Recorded {
  readonly record: LoopRecord;
  /** Absolute path of the packed values. */
  readonly values: string;
  /** What was run, as a user would name it. */
  readonly program: string;
}

/**
 * Records the loop in the program, or, when that is the file itself and does not reach it, in an `@example` of the
 * function around it. Leaves the instrumented file in the mirror: the caller writes what comes next over it.
 */
export async function recordLoop(request: RecordRequest): Promise<Recorded> {
  const { command, call, file, text, loop } = request;
  const program =
    call?.shown ??
    request.named ??
    (command.script ? shownPath(request.cwd, command.script) : ['node', ...command.flags].join(' '));
  const place = `${shownPath(request.cwd, file)}:${loop.site.anchor.line}`;
  const { start, end } = loop.site.span;
  const found = await runUntilLoop(request, call, program, place);
  if (found) return found;
  if (call)
    throw new NotReachedError(
      `${program} ended without reaching the loop at ${place}${times(request.visit)}. Call the function around it with arguments under which the loop runs.`,
    );
  if (request.named !== null)
    throw new NotReachedError(
      `${program} ended without reaching the loop at ${place}${times(request.visit)}. Give the program, with the arguments, that runs it.`,
    );
  for (const example of examplesAround(file, text, start, end)) {
    request.onProgress?.(`running ${example.shown} until it reaches the loop`);
    const recorded = await runUntilLoop(request, example, example.shown, place);
    if (recorded) return recorded;
  }
  throw new NotReachedError(
    `Running ${program} by itself does not reach the loop at ${place}${times(request.visit)}. Name the program that does, --entry 'node path/to/program.js', or call the function around it: --call 'f(x)'.`,
  );
}

/** Null when the program ended without reaching the loop. */
async function runUntilLoop(
  request: RecordRequest,
  call: Call | null,
  program: string,
  place: string,
): Promise<Recorded | null> {
  const { session, mirror, command, loop, file, visit } = request;
  const { start, end } = loop.site.span;
  const { text } = instrument(file, request.text, start, end, visit);
  mirror.write(file, call ? withCall(text, call) : text);
  const folder = mkdtempSync(path.join(session.folder, 'record-'));
  const order: RecordOrder = { folder, visit };
  const recorder = pathToFileURL(await entryFile('record', session.folder)).href;
  const options = command.env['NODE_OPTIONS'] ?? process.env['NODE_OPTIONS'] ?? '';
  const script = call ? file : command.script;
  const finished = await session.run(
    {
      node: request.node,
      args: [
        ...command.flags,
        ...request.flags,
        ...(call ? [await entryFile('call', session.folder)] : []),
        ...(script === null ? [] : [command.tool ? script : mirror.at(script)]),
        ...command.args,
      ],
      cwd: command.tool ? folderInMirror(mirror, command.cwd) : command.cwd,
      env: {
        ...request.env,
        ...command.env,
        NODE_OPTIONS: `${options} --import=${recorder}`.trim(),
        [OPTIONS_VARIABLE]: options,
        [RECORD_VARIABLE]: JSON.stringify(order),
      },
      until: visit === 'largest' ? undefined : () => recordsIn(folder).length > 0,
    },
    `running ${program} until it reaches the loop at ${place}`,
  );
  const records = recordsIn(folder).map((notes) => ({
    record: JSON.parse(readFileSync(notes, 'utf8')) as LoopRecord,
    values: path.join(path.dirname(notes), 'values.bin'),
    program,
  }));
  records.sort((a, b) => b.record.visitMs - a.record.visitMs);
  const [found] = records;
  if (found) {
    if (found.record.failure !== null)
      throw new TimingError(`The inputs of the loop at ${place} could not be recorded: ${found.record.failure}`);
    return found;
  }
  const failure = failureLine(finished, (text) => mirror.clean(text));
  if (failure !== null) throw new TimingError(`${program} failed before it reached the loop at ${place}: ${failure}`);
  return null;
}

/** What has been taken down so far, one file a process. */
function recordsIn(folder: string): string[] {
  return readdirSync(folder)
    .map((name) => path.join(folder, name, 'record.json'))
    .filter((notes) => existsSync(notes));
}

function folderInMirror(mirror: Mirror, folder: string): string {
  const copy = mirror.at(folder);
  mkdirSync(copy, { recursive: true });
  return copy;
}

function times(visit: Visit): string {
  return typeof visit === 'number' && visit > 1 ? ` for the ${ordinal(visit)} time` : '';
}

/** `2nd`, `11th`, `23rd`. */
function ordinal(n: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' };
  return `${n}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)]}`;
}

function shownPath(cwd: string, file: string): string {
  return path.relative(cwd, file) || file;
}
