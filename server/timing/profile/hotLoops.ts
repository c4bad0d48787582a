/** The loops of a program, ranked by their share of a profiled run. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JudgedLoop } from '../../model.js';
import { scanFile } from '../../pipeline.js';
import type { SourceReader } from '../../project.js';
import { functionKey, loopCalls, type CallingLoop } from './loopCalls.js';
import { loopShares, type ProgramLoops } from './loopShares.js';
import type { ThreadProfile } from '../protocol.js';

/** One loop of a profiled run. */
export interface HotLoop {
  readonly loop: JudgedLoop;
  readonly ms: number;
  /** Part of the program's time, 0…1. */
  readonly share: number;
  /** How many times faster the whole program gets at most, by Amdahl's law. */
  readonly gain: number;
}

/**
 * Ranks the loops of the files under `folder` that are not installed.
 *
 * @param workers width of the pool that the gain is worked out for
 * @returns the loops that the profiles saw, the hottest first, and the time of the program's own code in milliseconds
 */
export function hotLoops(
  profiles: readonly ThreadProfile[],
  reader: SourceReader,
  folder: string,
  workers: number,
): { loops: HotLoop[]; totalMs: number } {
  const program = readProgram(reader, folder);
  const { loops, totalMs } = loopShares(profiles, program);
  const ranked = [...loops]
    .map(([{ site }, ms]): HotLoop => {
      const share = totalMs > 0 ? Math.min(1, ms / totalMs) : 0;
      return { loop: program.judged.get(site)!, ms, share, gain: 1 / (1 - share + share / workers) };
    })
    .sort((a, b) => b.share - a.share || a.loop.site.depth - b.loop.site.depth);
  return { loops: ranked, totalMs };
}

/** Files are judged when the profile names them. */
function readProgram(
  reader: SourceReader,
  folder: string,
): ProgramLoops & { judged: Map<CallingLoop['site'], JudgedLoop> } {
  const judged = new Map<CallingLoop['site'], JudgedLoop>();
  const files = new Map<
    string,
    {
      loops: readonly CallingLoop[];
      keyAt(line: number, column: number): string;
      offsetAt(line: number, column: number): number;
    } | null
  >();
  const read = (file: string) => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const relative = path.relative(folder, file);
    const foreign =
      relative.startsWith('..') || path.isAbsolute(relative) || relative.split(path.sep).includes('node_modules');
    if (foreign || !/\.[cm]?[jt]sx?$/.test(file) || !existsSync(file)) {
      files.set(file, null);
      return null;
    }
    const loops = scanFile(reader, file);
    for (const loop of loops) judged.set(loop.site, loop);
    const reading = reader.read(file);
    const { source } = reading;
    const starts = source.getLineStarts();
    const offsetAt = (line: number, column: number): number =>
      Math.min((starts[line - 1] ?? 0) + column - 1, source.end);
    const found = {
      loops: loopCalls(
        reading,
        loops.map((loop) => loop.site),
      ),
      keyAt: (line: number, column: number): string => functionKey(source, offsetAt(line, column)),
      offsetAt,
    };
    files.set(file, found);
    return found;
  };
  return {
    judged,
    loopsOf: (file) => read(file)?.loops ?? [],
    keyAt: (file, line, column) => read(file)?.keyAt(line, column) ?? null,
    offsetAt: (file, line, column) => read(file)?.offsetAt(line, column) ?? null,
  };
}
