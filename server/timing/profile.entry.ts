/**
 * Preloaded into a program and all it starts (`node --import`): runs it under V8's CPU profiler, and writes down at its end
 * where the time went, in positions of the files as they were written: source maps are applied here, where Node knows them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Session, type Profiler } from 'node:inspector';
import { findSourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import { PROFILE_VARIABLE, type ProfileNode, type ThreadProfile } from './protocol.js';

/** Microseconds between two samples. */
const INTERVAL_US = 250;
/** Columns at which the first mapping of a line is looked for. */
const INDENTATION = 80;
/** Lines that a statement may be spread over. */
const ONE_STATEMENT = 3;

const folder = process.env[PROFILE_VARIABLE];
if (folder !== undefined) profileInto(folder);

function profileInto(into: string): void {
  process.setSourceMapsEnabled(true);
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
  session.post('Profiler.start');
  let written = false;
  const write = (): void => {
    if (written) return;
    written = true;
    session.post('Profiler.stop', (error, stopped) => {
      if (error) return;
      mkdirSync(into, { recursive: true });
      const file = path.join(into, `${process.pid}-${threadId}.json`);
      writeFileSync(file, JSON.stringify(describe(stopped.profile)));
    });
  };
  process.on('exit', write);
  // Test runners end their processes so.
  process.once('SIGTERM', () => {
    write();
    process.kill(process.pid, 'SIGTERM');
  });
}

function describe(profile: Profiler.Profile): ThreadProfile {
  const times = timesOf(profile);
  const parents = new Map<number, number>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id);
  const nodes = profile.nodes.map((node): ProfileNode => {
    const { url, functionName, lineNumber, columnNumber } = node.callFrame;
    const file = url.startsWith('file:') ? fileURLToPath(url) : path.isAbsolute(url) ? url : null;
    const start = file === null ? null : originOf(url, lineNumber, columnNumber);
    const ms = times.get(node.id) ?? 0;
    const ticks = node.positionTicks ?? [];
    const sum = ticks.reduce((total, one) => total + one.ticks, 0);
    return {
      id: node.id,
      parent: parents.get(node.id) ?? null,
      name: functionName,
      file: start?.file ?? file,
      line: (start?.line ?? lineNumber) + 1,
      column: (start?.column ?? columnNumber) + 1,
      ms,
      lines: ticks.flatMap(({ line, ticks: count }) => {
        const origin = file !== null && mapOf(url) ? originOfLine(url, line - 1) : line - 1;
        return origin === null ? [] : [[origin + 1, (ms * count) / sum] as const];
      }),
    };
  });
  return { nodes };
}

/**
 * Milliseconds of each node by itself; collecting garbage counts for whoever was running. Every sample stands for the same time:
 * a long gap between two of them is one in which another program had the processor, and belongs to neither.
 */
function timesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Map<number, number> {
  const times = new Map<number, number>();
  const collector = nodes.find((node) => node.callFrame.functionName === '(garbage collector)')?.id;
  let running: number | null = null;
  const ms = timeDeltas.slice(1).reduce((sum, us) => sum + Math.max(0, us), 0) / 1000 / Math.max(1, samples.length);
  samples.forEach((id) => {
    const owner = id === collector && running !== null ? running : id;
    times.set(owner, (times.get(owner) ?? 0) + ms);
    running = owner;
  });
  return times;
}

interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Lines and columns count from 0. Null where there is no source map. */
function originOf(url: string, line: number, column: number): Origin | null {
  const entry = mapOf(url)?.findEntry(line, column);
  if (!entry || !('originalSource' in entry) || entry.generatedLine !== line) return null;
  const source = entry.originalSource;
  const file = source.startsWith('file:') ? fileURLToPath(source) : path.resolve(path.dirname(toPath(url)), source);
  return { file, line: entry.originalLine, column: entry.originalColumn };
}

/** Null where a line holds several lines of the original: some loaders print a program as one line. */
function originOfLine(url: string, line: number): number | null {
  for (let column = 0; column < INDENTATION; column++) {
    const origin = originOf(url, line, column);
    if (!origin) continue;
    const last = originOf(url, line, Number.MAX_SAFE_INTEGER);
    return last === null || Math.abs(last.line - origin.line) <= ONE_STATEMENT ? origin.line : null;
  }
  return null;
}

const maps = new Map<string, ReturnType<typeof findSourceMap>>();

function mapOf(url: string): ReturnType<typeof findSourceMap> {
  if (!maps.has(url)) maps.set(url, findSourceMap(url) ?? findSourceMap(toPath(url)));
  return maps.get(url);
}

function toPath(url: string): string {
  return url.startsWith('file:') ? fileURLToPath(url) : url;
}
