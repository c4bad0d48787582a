import path from 'node:path';
import { writeBench } from './bench.js';
import type { Mirror } from '../record/mirror.js';
import type { BenchFile, LoopRecord } from '../protocol.js';

export interface VersionRequest {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** Where the loop stands in `text`. */
  readonly loop: { readonly start: number; readonly end: number };
  readonly record: LoopRecord;
  /** Names that belong to the result of the other version. */
  readonly others: readonly string[];
}

/** Writes the bench module of one version beside its file in the mirror, in the place of an earlier one. */
export function writeVersion(
  version: BenchFile['version'],
  mirror: Mirror,
  { file, text, loop, record, others }: VersionRequest,
): { readonly bench: BenchFile; readonly results: readonly string[] } {
  const extension = path.extname(file);
  const benchFile = `${file.slice(0, -extension.length)}.looppool-bench${extension}`;
  const bench = writeBench({ version, file, text, loop, recorded: record.names, results: others });
  mirror.write(benchFile, bench.text);
  return { bench: { version, file: mirror.at(benchFile) }, results: bench.results };
}
